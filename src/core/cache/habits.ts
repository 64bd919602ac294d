import type { LedgerRow } from '../cost/row';
import { LIFETIME_MS } from './warmth';

/** What the user's own requests say about the next ones. */
export interface Habits {
  /** The share of gaps between turns of up to 5 minutes, up to an hour, and longer; their sum is 1. */
  readonly within5m: number;
  readonly within1h: number;
  readonly longer: number;
  /** Turns that a conversation probably still has after this many. */
  readonly turnsAfter: (turns: number) => number;
  /** How many gaps the shares are drawn from. */
  readonly gaps: number;
  /** Sorted lengths of the gaps, in milliseconds. */
  readonly gapsMs: readonly number[];
}

/** Tasks that keep the cache warm are no turns of the user's. */
const OWN_TASKS: ReadonlySet<string> = new Set(['prewarm', 'keepAlive']);

/** So many of the last requests say enough. */
const HISTORY = 1000;

/** What is believed of somebody without history, and how many observations that belief weighs. */
const PRIOR = { within5m: 2.6, within1h: 1, longer: 0.4, turns: 6, conversations: 2 };

/** Requests in quicker succession are attempts at one turn. */
const ATTEMPT_MS = 1000;

export function habitsOf(rows: readonly LedgerRow[]): Habits {
  const starts = new Map<string, number[]>();
  for (const { task, state, conversation, atMs } of rows.slice(-HISTORY)) {
    if (state === 'unbilled' || state === 'open' || OWN_TASKS.has(task)) continue;
    const times = starts.get(conversation) ?? [];
    const last = times.at(-1);
    if (last === undefined || atMs - last >= ATTEMPT_MS) times.push(atMs);
    starts.set(conversation, times);
  }
  const gapsMs = [...starts.values()]
    .flatMap((times) => times.slice(1).map((time, index) => time - (times[index] ?? time)))
    .toSorted((a, b) => a - b);
  const lengths = [...starts.values()].map((times) => times.length);
  return { ...sharesOf(gapsMs), gapsMs, gaps: gapsMs.length, turnsAfter: turnsAfter(lengths) };
}

function sharesOf(gapsMs: readonly number[]): Pick<Habits, 'within5m' | 'within1h' | 'longer'> {
  const short = gapsMs.filter((gap) => gap < LIFETIME_MS['5m']).length + PRIOR.within5m;
  const middle =
    gapsMs.filter((gap) => gap >= LIFETIME_MS['5m'] && gap < LIFETIME_MS['1h']).length +
    PRIOR.within1h;
  const all = gapsMs.length + PRIOR.within5m + PRIOR.within1h + PRIOR.longer;
  return {
    within5m: short / all,
    within1h: middle / all,
    longer: Math.max(0, 1 - (short + middle) / all),
  };
}

/** The mean of what conversations that got as far had left, drawn towards the prior. */
function turnsAfter(lengths: readonly number[]): Habits['turnsAfter'] {
  return (turns) => {
    const left = lengths.filter((length) => length > turns).map((length) => length - turns);
    const sum = left.reduce((total, each) => total + each, 0);
    return (sum + PRIOR.turns * PRIOR.conversations) / (left.length + PRIOR.conversations);
  };
}
