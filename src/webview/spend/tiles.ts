import { t } from '@vscode/l10n';
import { html, nothing, svg } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import { NEAR_BUDGET } from '../../shared/spendProtocol';
import type { SpendOfBudget, SpendReport } from '../../shared/spendProtocol';
import { tile } from '../tile';
import { post } from '../vscodeApi';
import { dollars } from './amounts';

/** The figures at the top. What belongs to the period is left out where nothing was asked in it. */
export function tilesTemplate(report: SpendReport, format: Format): TemplateResult {
  return html`<dl class="tiles">
    ${budgetTile(t('Today'), report.today, format)}
    ${budgetTile(t('This month'), report.month, format)}
    ${report.total.requests === 0 ? nothing : periodTiles(report, format)}
  </dl>`;
}

function periodTiles({ cachedShare, saved, total }: SpendReport, format: Format): TemplateResult {
  const { cachingUsd, routingUsd, batchUsd } = saved;
  const parts = [
    t('caching {0}', dollars(cachingUsd, format)),
    t('routing {0}', dollars(routingUsd, format)),
    ...(batchUsd === 0 ? [] : [t('batch {0}', dollars(batchUsd, format))]),
  ];
  const { estimatedUsd, estimatedRequests } = total;
  return html`${tile(t('Cached'), format.percent(cachedShare), t('of input tokens'))}
  ${tile(t('Saved'), dollars(cachingUsd + routingUsd + batchUsd, format), parts.join(' · '))}
  ${
    estimatedRequests === 0
      ? nothing
      : tile(
          t('Estimated'),
          dollars(estimatedUsd, format, { estimated: true }),
          estimatedRequests === 1
            ? t('1 stopped or failed answer')
            : t('{0} stopped or failed answers', format.integer(estimatedRequests)),
        )
  }`;
}

function budgetTile(
  title: string,
  { usd, estimated, budgetUsd }: SpendOfBudget,
  format: Format,
): TemplateResult {
  const below =
    budgetUsd === undefined
      ? html`<button class="link" @click=${() => post({ type: 'setBudget' })}>
          ${t('Set Budget…')}
        </button>`
      : budgetTemplate(usd, budgetUsd, format);
  return tile(title, dollars(usd, format, { estimated }), below);
}

/** A bar, and the same in words with a sign, since a colour alone does not tell everyone. */
function budgetTemplate(usd: number, budgetUsd: number, format: Format): TemplateResult {
  const share = budgetUsd === 0 ? 1 : usd / budgetUsd;
  const isNear = share >= NEAR_BUDGET;
  return html`<svg
      class="bar ${isNear ? 'near' : ''}"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${svg`<rect class="ground" width="100" height="4"></rect>
        <rect class="spent" width=${Math.min(1, share) * 100} height="4"></rect>`}
    </svg>
    ${isNear ? html`<span class="codicon codicon-warning" aria-hidden="true"></span>` : nothing}
    ${
      budgetUsd === 0
        ? t('of {0}', format.usd(budgetUsd))
        : t('{0} of {1}', format.percent(share), format.usd(budgetUsd))
    }`;
}
