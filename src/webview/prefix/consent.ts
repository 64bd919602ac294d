import { t } from '@vscode/l10n';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { FileConsent } from '../../shared/prefixProtocol';
import { post } from '../vscodeApi';

/** Whether files of the workspace are sent, and the buttons that change it. */
export function consentTemplate(consent: FileConsent): TemplateResult {
  return html`<section class="consent" aria-label=${t('Workspace files')}>
    ${contentOf(consent)}
  </section>`;
}

function contentOf(consent: FileConsent): TemplateResult {
  switch (consent) {
    case 'noFolder':
      return html`<p class="dim">${t('No folder is open, so no files are sent.')}</p>`;
    case 'agreed':
      return button('link', t('Stop Sending Workspace Files'), false);
    case 'declined':
      return asking(t('No file of this workspace is sent.'), nothing);
    case 'undecided':
      return asking(
        t('No file of this workspace is sent yet. The table shows what would be sent.'),
        button('secondary', t('Do Not Send'), false),
      );
  }
}

function asking(sentence: string, refusal: TemplateResult | typeof nothing): TemplateResult {
  return html`<p>${sentence}</p>
    <div class="actions">${button('primary', t('Send Workspace Files'), true)} ${refusal}</div>`;
}

function button(look: string, name: string, send: boolean): TemplateResult {
  return html`<button class=${look} @click=${() => post({ type: 'consent', send })}>
    ${name}
  </button>`;
}
