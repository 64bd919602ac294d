import { t } from '@vscode/l10n';
import { html, nothing, svg } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Format } from '../../shared/format';
import type { BreakpointView, PrefixPartView } from '../../shared/prefixProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { rangeText } from './amounts';
import { pieceTemplate } from './piece';
import { mostTokens, rowsOf } from './rows';
import type { Row } from './rows';

/** How the table is drawn. */
export interface TableLook {
  readonly format: Format;
  readonly nowMs: number;
  /** Whether the conversation is unfolded. */
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** Every piece of the request in the order in which it is sent, and the breakpoints of the cache. */
export function partsTable(parts: readonly PrefixPartView[], look: TableLook): TemplateResult {
  const rows = rowsOf(parts, look);
  const most = mostTokens(rows);
  return html`<table class="parts">
    <caption>
      <h2>${t('In prefix order')}</h2>
    </caption>
    <thead>
      <tr>
        <th scope="col">${t('Piece')}</th>
        <th scope="col">${t('Why it is in')}</th>
        <th scope="col" class="number">${t('Tokens')}</th>
        <th scope="col" class="number">${t('An edit costs')}</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(
        rows,
        ({ key }) => key,
        (row) => rowTemplate(row, most, look),
      )}
    </tbody>
  </table>`;
}

function rowTemplate(row: Row, most: number, look: TableLook): TemplateResult {
  switch (row.type) {
    case 'part':
      return partRow(row.part, barTemplate(row.part.tokens / most, row.warm), look.format);
    case 'turns':
      return turnsRow(row.count, row.tokens, barTemplate(row.tokens / most, row.warm), look);
    case 'breakpoint':
      return breakpointRow(row.breakpoint, row.warm, look.format);
  }
}

function partRow(part: PrefixPartView, bar: TemplateResult, format: Format): TemplateResult {
  const edit = part.editUsd && rangeText(part.editUsd, format);
  return html`<tr>
    <th scope="row">${pieceTemplate(part)}</th>
    <td class="why"><bdi>${revealHiddenInName(part.why)}</bdi></td>
    <td class="number tokens">${bar}${countTemplate(part.tokens, format)}</td>
    <td class="number edit">
      ${edit === undefined ? nothing : html`<span class="edit-title">${t('an edit')} </span>${edit}`}
    </td>
  </tr>`;
}

/** One line instead of hundreds; a button opens them. */
function turnsRow(
  count: number,
  tokens: number,
  bar: TemplateResult,
  { format, isOpen, toggle }: TableLook,
): TemplateResult {
  const chevron = isOpen ? 'chevron-down' : 'chevron-right';
  return html`<tr>
    <th scope="row">
      <button class="link fold" aria-expanded=${isOpen} @click=${toggle}>
        <span class="codicon codicon-${chevron}" aria-hidden="true"></span>${t('Conversation')}
      </button>
    </th>
    <td class="why">${t('{0} messages and answers', format.integer(count))}</td>
    <td class="number tokens ${isOpen ? 'dim' : ''}">
      ${isOpen ? nothing : bar}${countTemplate(tokens, format)}
    </td>
    <td class="number edit"></td>
  </tr>`;
}

function breakpointRow(
  { ttl, warmUntilMs = 0 }: BreakpointView,
  warm: boolean,
  format: Format,
): TemplateResult {
  const lifetime = ttl === '1h' ? t('1 hour') : t('5 minutes');
  const warmth = warm
    ? html`<span class="warm">${t('warm until {0}', format.time(warmUntilMs))}</span>`
    : t('cold');
  return html`<tr class="breakpoint">
    <td colspan="4">
      <div class="line ${warm ? 'is-warm' : ''}">
        <span>${t('cache breakpoint')} · ${lifetime} · ${warmth}</span>
      </div>
    </td>
  </tr>`;
}

function countTemplate(tokens: number, format: Format): TemplateResult {
  return html`<span class="count">${format.integer(tokens)}</span>`;
}

/** How large a piece is beside the largest; the number beside it says the same. */
function barTemplate(share: number, warm: boolean): TemplateResult {
  return html`<svg
    class="bar ${warm ? 'is-warm' : ''}"
    viewBox="0 0 100 4"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${svg`<rect class="ground" width="100" height="4"></rect>
      <rect class="spent" width=${Math.min(1, share) * 100} height="4"></rect>`}
  </svg>`;
}
