import type { LedgerRow } from '../cost/row';
import { TASKS } from '../tasks';
import { LIFETIME_MS } from './warmth';

/** How requests that share something in the cache follow each other. */
export interface Rhythm {
  /** The share of gaps up to 5 minutes, and of those that are longer than an hour. */
  readonly within5m: number;
  readonly longer: number;
  /** How many requests a row of them probably still gets that has so many. */
  readonly after: (requests: number) => number;
  /** Lengths of the gaps, in milliseconds. */
  readonly gapsMs: readonly number[];
}

/** What the user's own requests say about the next ones. */
export interface Habits {
  /** Turns of one conversation. */
  readonly turns: Rhythm;
  /** Requests of one sitting in a folder, which share a snapshot whatever their conversation. */
  readonly sittings: Rhythm;
}

/** Neither what keeps the cache warm nor a task that is done in one turn says how conversations go on. */
const OTHER_TASKS: ReadonlySet<string> = new Set([
  'prewarm',
  'keepAlive',
  ...Object.entries(TASKS).flatMap(([task, { isSingleTurn }]) => (isSingleTurn ? task : [])),
]);

/** So many of the last requests say enough. */
const HISTORY = 1000;

/** What is believed of somebody without history, and how many observations that belief weighs. */
const PRIOR_GAPS = { within5m: 2.6, within1h: 1, longer: 0.4 };
const PRIOR_LENGTH = 6;
const PRIOR_ROWS = 2;

/** Requests in quicker succession are attempts at one turn. */
const ATTEMPT_MS = 1000;

export function habitsOf(rows: readonly LedgerRow[]): Habits {
  const counted = rows
    .slice(-HISTORY)
    .filter(
      ({ task, state }) => state !== 'unbilled' && state !== 'open' && !OTHER_TASKS.has(task),
    );
  const turns = startsBy(counted, ({ conversation }) => conversation);
  const folders = startsBy(counted, ({ folder, model }) => `${model}\n${folder ?? ''}`);
  return { turns: rhythmOf(turns), sittings: rhythmOf(folders.flatMap(sittingsOf)) };
}

/** When the requests of each group began. */
function startsBy(rows: readonly LedgerRow[], groupOf: (row: LedgerRow) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const times = groups.get(groupOf(row)) ?? [];
    const last = times.at(-1);
    if (last === undefined || row.atMs - last >= ATTEMPT_MS) times.push(row.atMs);
    groups.set(groupOf(row), times);
  }
  return [...groups.values()];
}

/** A sitting ends where nothing is warm any more. */
function sittingsOf(times: readonly number[]): number[][] {
  const sittings: number[][] = [];
  for (const time of times) {
    const last = sittings.at(-1);
    if (last && time - (last.at(-1) ?? 0) < LIFETIME_MS['1h']) last.push(time);
    else sittings.push([time]);
  }
  return sittings;
}

function rhythmOf(sequences: readonly (readonly number[])[]): Rhythm {
  const gapsMs = sequences.flatMap((times) =>
    times.slice(1).map((time, index) => time - (times[index] ?? time)),
  );
  const all = gapsMs.length + PRIOR_GAPS.within5m + PRIOR_GAPS.within1h + PRIOR_GAPS.longer;
  const within = (ttl: keyof typeof LIFETIME_MS): number =>
    gapsMs.filter((gap) => gap < LIFETIME_MS[ttl]).length;
  const within1h = within('1h') + PRIOR_GAPS.within5m + PRIOR_GAPS.within1h;
  return {
    within5m: (within('5m') + PRIOR_GAPS.within5m) / all,
    longer: Math.max(0, 1 - within1h / all),
    after: lengthAfter(sequences.map((times) => times.length)),
    gapsMs,
  };
}

/** The mean of what sequences that got as far had left, drawn towards the prior. */
function lengthAfter(lengths: readonly number[]): Rhythm['after'] {
  return (requests) => {
    const left = lengths.filter((length) => length >= requests).map((length) => length - requests);
    const sum = left.reduce((total, each) => total + each, 0);
    return (sum + PRIOR_LENGTH * PRIOR_ROWS) / (left.length + PRIOR_ROWS);
  };
}
