import { t } from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import { tokenPrices } from '../cost/cost';
import type { TokenPrices } from '../cost/cost';
import type { Model } from '../models/model';
import type { CacheTtl } from '../ports';
import type { Habits, Rhythm } from './habits';

/** How long each part of a request is to be kept. What stands first is never kept shorter. */
export interface Lifetimes {
  /** Instructions and snapshot, which conversations share. */
  readonly prefix: CacheTtl;
  /** The turns. */
  readonly turns: CacheTtl;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** Tokens that are not warm, and will be written whatever is chosen. */
export interface ColdTokens {
  readonly prefix: number;
  readonly turns: number;
}

interface LifetimeInput {
  readonly model: Model;
  readonly habits: Habits;
  /** Turns of the conversation, the one that is sent included. */
  readonly turns: number;
  readonly setting: 'auto' | CacheTtl;
  readonly cold: ColdTokens;
  /** Of the whole prompt, which decides on the price band. */
  readonly promptTokens: number;
}

/** What can be chosen: a later part cannot be kept longer than an earlier one. */
const CHOICES: readonly (readonly [prefix: CacheTtl, turns: CacheTtl])[] = [
  ['5m', '5m'],
  ['1h', '5m'],
  ['1h', '1h'],
];

/**
 * Chooses lifetimes by expected dollars: an hour costs more to write and is written anew less
 * often. Later requests come after gaps like those of the user's last ones: for the turns, those
 * within a conversation; for the prefix, all of a sitting, since conversations share it.
 */
export function chooseLifetimes(input: LifetimeInput): Lifetimes {
  const { model, habits, turns, setting, cold, promptTokens } = input;
  if (setting !== 'auto') {
    const reason = t('Kept for {0}, as your settings say.', nameOf(setting));
    return { prefix: setting, turns: setting, reason };
  }
  const prices = tokenPrices(model, promptTokens);
  if (!prices) {
    return { prefix: '5m', turns: '5m', reason: t('Kept for 5 minutes: the model is unpriced.') };
  }
  const aheadTurns = habits.turns.after(turns);
  const aheadPrefix = habits.sittings.after(1);
  const usdOf = ([prefixTtl, turnsTtl]: (typeof CHOICES)[number]): number =>
    cold.prefix * expectedUsd(prices, prefixTtl, habits.sittings, aheadPrefix) +
    // Of what is warm nothing is written; then it is the next turn that decides.
    Math.max(1, cold.turns) * expectedUsd(prices, turnsTtl, habits.turns, aheadTurns);
  const [best, next] = CHOICES.map((choice) => ({ choice, usd: usdOf(choice) })).toSorted(
    (a, b) => a.usd - b.usd,
  );
  const [prefix, turnsTtl] = best?.choice ?? ['5m', '5m'];
  const other = CHOICES.filter(([first]) => first !== prefix).map(usdOf);
  const otherUsd = other.length > 0 ? Math.min(...other) : (next?.usd ?? 0);
  return {
    prefix,
    turns: turnsTtl,
    reason: reasonFor(prefix, turnsTtl, [best?.usd ?? 0, otherUsd], habits.turns),
  };
}

/**
 * For a token that is written now: at each later request a read where it is still there, and a
 * write where it is not. The gap runs from the start of one request to the start of the next.
 */
function expectedUsd(
  { read, write5m, write1h }: TokenPrices,
  ttl: CacheTtl,
  { within5m, longer }: Rhythm,
  requests: number,
): number {
  const write = ttl === '1h' ? write1h : write5m;
  const kept = ttl === '1h' ? 1 - longer : within5m;
  return write + requests * (kept * read + (1 - kept) * write);
}

function reasonFor(
  prefix: CacheTtl,
  turns: CacheTtl,
  usd: readonly number[],
  { gapsMs, within5m }: Rhythm,
): string {
  const format = formatFor('en');
  const dollars = usd.map((each) => format.usd(each));
  const sentence =
    gapsMs.length === 0
      ? t('Kept for {0}: expected to cost {1} rather than {2}.', nameOf(prefix), ...dollars)
      : t(
          'Kept for {0}: {1} of your turns come later than 5 minutes after the one before, so that it is expected to cost {2} rather than {3}.',
          nameOf(prefix),
          format.percent(1 - within5m),
          ...dollars,
        );
  return prefix === turns ? sentence : `${sentence} ${t('The turns are kept for 5 minutes.')}`;
}

function nameOf(ttl: CacheTtl): string {
  return ttl === '1h' ? t('an hour') : t('5 minutes');
}
