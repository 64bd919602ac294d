import { t } from '@vscode/l10n';
import type { Format } from '../../shared/format';
import type { SpendSum } from '../../shared/spendProtocol';

/** Less than this is printed as nothing, and nothing has no sign. */
const LEAST_USD = 0.00005;

/** A space at which no line ends. */
const UNBROKEN = '\u00a0';

/** Dollars, with ≈ before what is an estimate. */
export function dollars(usd: number, format: Format, { estimated = false } = {}): string {
  const sign = usd <= -LEAST_USD ? '−' : '';
  return `${estimated ? `≈${UNBROKEN}` : ''}${sign}${format.usd(Math.abs(usd))}`;
}

/** Dollars more or less than something else; empty where it is the same. */
export function difference(usd: number, format: Format): string {
  if (Math.abs(usd) < LEAST_USD) return '';
  return `${usd > 0 ? '+' : ''}${dollars(usd, format)}`;
}

/** The dollars of a sum, and how many requests without a price are missing from them. */
export function dollarsOf(sum: SpendSum, format: Format): string {
  const { usd, requests, estimatedRequests, unpricedRequests } = sum;
  const priced = dollars(usd, format, { estimated: estimatedRequests > 0 });
  if (unpricedRequests === 0) return priced;
  const unpriced = t('{0} unpriced', format.integer(unpricedRequests)).replaceAll(' ', UNBROKEN);
  return unpricedRequests === requests ? unpriced : `${priced} + ${unpriced}`;
}

export function requestsOf({ requests }: SpendSum, format: Format): string {
  return requests === 1 ? t('1 request') : t('{0} requests', format.integer(requests));
}
