import { t } from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import { tokenPrices } from '../cost/cost';
import type { Model } from '../models/model';
import type { CacheTtl } from '../ports';
import type { Habits } from './habits';

/** How long each part of a request is to be kept. What stands first is never kept shorter. */
export interface Lifetimes {
  /** Instructions and snapshot, which conversations share. */
  readonly prefix: CacheTtl;
  /** The turns. */
  readonly turns: CacheTtl;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** What it is expected to cost to keep some tokens for the turns to come, in dollars. */
interface Expected {
  readonly usd5m: number;
  readonly usd1h: number;
}

interface LifetimeInput {
  readonly model: Model;
  readonly habits: Habits;
  /** Turns that the conversation has had. */
  readonly turns: number;
  readonly setting: 'auto' | CacheTtl;
  /** Tokens of the prefix, and of the whole prompt, which decides on the price band. */
  readonly prefixTokens: number;
  readonly promptTokens: number;
}

/**
 * Chooses lifetimes by expected dollars: an hour costs more to write and is written anew less
 * often. The conversation's next turns come after gaps like those of the user's last turns.
 */
export function chooseLifetimes(input: LifetimeInput): Lifetimes {
  const { habits, turns, setting } = input;
  if (setting !== 'auto') {
    const reason = t('Kept for {0}, as your settings say.', nameOf(setting));
    return { prefix: setting, turns: setting, reason };
  }
  const ahead = habits.turnsAfter(turns);
  // The snapshot serves later conversations as well.
  const prefixUses = Math.max(ahead, habits.turnsAfter(0));
  const forTurns = expected(input, ahead, 1000);
  const forPrefix = expected(input, prefixUses, input.prefixTokens);
  if (!forTurns || !forPrefix) {
    return { prefix: '5m', turns: '5m', reason: t('Kept for 5 minutes: the model is unpriced.') };
  }
  const turnsTtl = cheaper(forTurns);
  const prefix = turnsTtl === '1h' ? '1h' : cheaper(forPrefix);
  return { prefix, turns: turnsTtl, reason: reasonFor(prefix, turnsTtl, forPrefix, habits) };
}

function cheaper({ usd5m, usd1h }: Expected): CacheTtl {
  return usd1h < usd5m ? '1h' : '5m';
}

/**
 * A write now, and at each later turn a read where the tokens are still there and a write where
 * they are not. The gap runs from the start of one request to the start of the next.
 */
function expected(
  { model, habits, promptTokens }: LifetimeInput,
  turns: number,
  tokens: number,
): Expected | undefined {
  const usd = tokenPrices(model, promptTokens);
  if (!usd) return undefined;
  const { within5m, longer } = habits;
  const over = (write: number, kept: number): number =>
    tokens * (write + turns * (kept * usd.read + (1 - kept) * write));
  return { usd5m: over(usd.write5m, within5m), usd1h: over(usd.write1h, 1 - longer) };
}

function reasonFor(
  prefix: CacheTtl,
  turns: CacheTtl,
  { usd5m, usd1h }: Expected,
  { gaps, within5m }: Habits,
): string {
  const format = formatFor('en');
  const late = format.percent(1 - within5m);
  const dollars = [
    format.usd(prefix === '1h' ? usd1h : usd5m),
    format.usd(prefix === '1h' ? usd5m : usd1h),
  ];
  const sentence =
    gaps === 0
      ? t('Kept for {0}: expected to cost {1} rather than {2}.', nameOf(prefix), ...dollars)
      : t(
          'Kept for {0}: {1} of your turns come later than 5 minutes after the one before, so that it is expected to cost {2} rather than {3}.',
          nameOf(prefix),
          late,
          ...dollars,
        );
  return prefix === turns ? sentence : `${sentence} ${t('The turns are kept for 5 minutes.')}`;
}

function nameOf(ttl: CacheTtl): string {
  return ttl === '1h' ? t('an hour') : t('5 minutes');
}
