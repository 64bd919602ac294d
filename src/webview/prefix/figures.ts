import { t } from '@vscode/l10n';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import type { PrefixView } from '../../shared/prefixProtocol';
import { tile } from '../tile';
import { rangeText } from './amounts';
import { expiries } from './warmth';

/** The key figures: how much is sent, how much of it is warm and until when, and what it costs. */
export function figuresTemplate(view: PrefixView, nowMs: number, format: Format): TemplateResult {
  const [earliest] = expiries(view.parts, nowMs);
  const warmTokens = earliest === undefined ? 0 : view.warmTokens;
  return html`<dl class="tiles">
    ${tile(t('Tokens in all'), format.integer(view.tokens), t('in the next request'))}
    ${tile(t('Warm tokens'), format.integer(warmTokens), warmthTemplate(earliest, nowMs, format))}
    ${tile(t('Next message'), rangeText(view.next, format), t('as the cache is now'))}
    ${tile(t('Cold'), rangeText(view.cold, format), t('with nothing cached'))}
  </dl>`;
}

function warmthTemplate(
  earliest: number | undefined,
  nowMs: number,
  format: Format,
): string | TemplateResult {
  if (earliest === undefined) return t('cold');
  return html`<span class="warm">${t('warm {0}', format.countdown(earliest - nowMs))}</span>`;
}
