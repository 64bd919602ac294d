import { t } from '@vscode/l10n';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Format } from '../../shared/format';
import type { LeftOutView } from '../../shared/prefixProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';

/** What stays on this machine, by its reason. What was opened stays open when it is drawn anew. */
export function leftOutTemplate(
  leftOut: readonly LeftOutView[],
  format: Format,
): TemplateResult | typeof nothing {
  if (leftOut.length === 0) return nothing;
  return html`<section>
    <h2>${t('Left out')}</h2>
    <ul class="reasons">
      ${repeat(
        leftOut,
        ({ reason }) => reason,
        (group) => html`<li>${groupTemplate(group, format)}</li>`,
      )}
    </ul>
  </section>`;
}

function groupTemplate({ reason, count, paths }: LeftOutView, format: Format): TemplateResult {
  const title = html`${revealHiddenInName(reason)}
    <span class="dim">· ${format.integer(count)}</span>`;
  if (paths.length === 0) return title;
  const more = count - paths.length;
  return html`<details>
    <summary>${title}</summary>
    <ul class="paths">
      ${paths.map((path) => html`<li><bdi>${revealHiddenInName(path)}</bdi></li>`)}
      ${more > 0 ? html`<li class="dim">${t('and {0} more', format.integer(more))}</li>` : nothing}
    </ul>
  </details>`;
}
