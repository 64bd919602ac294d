import { t } from '@vscode/l10n';
import { formatFor } from '../shared/format';
import type { Forecast } from './cost/forecast';
import type { Catalogue } from './models/catalogue';
import type { Model } from './models/model';
import type { Settings } from './ports';
import { TIERS } from './tasks';
import type { Task, Tier } from './tasks';

/** A model that may do a task. */
export interface Candidate {
  readonly tier: Tier;
  readonly model: Model;
}

/** A candidate with what it would cost. */
export interface Offer extends Candidate {
  readonly forecast: Forecast;
}

/**
 * The models that may do a task: the one of its tier first, then larger ones, which are worth a
 * look where they have the prompt in their cache.
 * @param chosen the tier that the user has chosen for this once, which is the only one then
 */
export async function candidatesFor(
  task: Task,
  settings: Settings,
  catalogue: Catalogue,
  chosen?: Tier,
): Promise<readonly [Candidate, ...Candidate[]]> {
  const own = chosen ?? settings.tier(task);
  const find = async (tier: Tier): Promise<Candidate> => ({
    tier,
    model: await catalogue.resolve(settings.model(tier)),
  });
  const first = await find(own);
  if (chosen !== undefined) return [first];
  const larger = await Promise.all(TIERS.slice(TIERS.indexOf(own) + 1).map(find));
  return [first, ...larger.filter(({ model }) => model.id !== first.model.id)];
}

/**
 * The cheapest of some offers, the first of which is that of the task's own tier. Another one is
 * taken only where it is warm, larger and still cheaper.
 */
export function cheapestOf<T extends Offer>([own, ...others]: readonly [T, ...T[]]): {
  readonly offer: T;
  readonly reason: string;
} {
  const ownUsd = usdOf(own);
  const warm = others.filter(({ forecast }) => forecast.cachedTokens > 0);
  const priced = warm.flatMap((offer) => {
    const usd = usdOf(offer);
    return usd === undefined ? [] : [{ offer, usd }];
  });
  const best = priced.toSorted((a, b) => a.usd - b.usd)[0];
  if (!best || ownUsd === undefined) return { offer: own, reason: `${partOf(own)}.` };
  return best.usd < ownUsd
    ? { offer: best.offer, reason: compared(best.offer, own) }
    : { offer: own, reason: compared(own, best.offer) };
}

/** What an offer will probably cost: the middle of its range. */
export function usdOf({ forecast: { lowUsd, highUsd } }: Offer): number | undefined {
  return lowUsd === undefined || highUsd === undefined ? undefined : (lowUsd + highUsd) / 2;
}

function compared(chosen: Offer, other: Offer): string {
  return t('{0}; {1} would be {2}.', partOf(chosen), nameOf(other), amountOf(other));
}

function partOf(offer: Offer): string {
  return t('{0}: {1}', nameOf(offer), amountOf(offer));
}

function amountOf(offer: Offer): string {
  const usd = usdOf(offer);
  if (usd === undefined) return t('unpriced');
  const amount = formatFor('en').usd(usd);
  return offer.forecast.cachedTokens > 0 ? t('{0} warm', amount) : t('{0} cold', amount);
}

function nameOf({ model }: Offer): string {
  return model.displayName.replace(/^Claude /, '');
}
