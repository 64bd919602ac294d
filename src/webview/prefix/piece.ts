import { t } from '@vscode/l10n';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { PrefixPartKind, PrefixPartView } from '../../shared/prefixProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { post } from '../vscodeApi';

const ICONS: Readonly<Record<PrefixPartKind, string>> = {
  instructions: 'book',
  project: 'project',
  map: 'list-tree',
  file: 'file',
  prompt: 'account',
  amendment: 'diff',
  answer: 'comment',
  draft: 'edit',
};

/** What a piece is: its kind as an icon, and its name; the name of a file opens it. */
export function pieceTemplate({ kind, label }: PrefixPartView): TemplateResult {
  return html`<span class="piece"
    >${iconTemplate(kind, label)}${kind === 'file' ? fileTemplate(label) : nameTemplate(label)}</span
  >`;
}

function iconTemplate(kind: PrefixPartKind, label: string): TemplateResult {
  const name = nameOf(kind);
  const look = `codicon codicon-${ICONS[kind]}`;
  // Nobody wants to hear the same word twice.
  if (name === label) return html`<span class=${look} aria-hidden="true"></span>`;
  return html`<span class=${look} role="img" aria-label=${name} title=${name}></span>`;
}

/**
 * Where the place is short, the folder gives way, since the name of the file tells more. A path
 * goes from left to right, also where its names do not.
 */
function fileTemplate(path: string): TemplateResult {
  const shown = revealHiddenInName(path);
  const nameStart = shown.lastIndexOf('/') + 1;
  return html`<button
    class="link file"
    aria-label=${shown}
    title=${shown}
    @click=${() => post({ type: 'openFile', path })}
  >
    <bdi dir="ltr" class="folder">${shown.slice(0, nameStart)}</bdi
    ><bdi dir="ltr" class="name">${shown.slice(nameStart)}</bdi>
  </button>`;
}

function nameTemplate(label: string): TemplateResult {
  const shown = revealHiddenInName(label);
  return html`<bdi class="name" title=${shown}>${shown}</bdi>`;
}

function nameOf(kind: PrefixPartKind): string {
  switch (kind) {
    case 'instructions':
      return t('Instructions');
    case 'project':
      return t('Project');
    case 'map':
      return t('Map');
    case 'file':
      return t('File');
    case 'prompt':
      return t('Message');
    case 'amendment':
      return t('Amendment');
    case 'answer':
      return t('Answer');
    case 'draft':
      return t('Draft');
  }
}
