import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises';

/** An array of so many paths is sorted in about two milliseconds. */
const SORTED_AT_ONCE = 2048;

/**
 * Cuts long work into slices, between which the event loop serves everybody else. All work that
 * goes on at the same time shares one of these, so that together it stays within a slice.
 */
export class Slices {
  private startedMs = performance.now();
  private turn: Promise<void> | undefined;
  private stopped = false;

  /** @param restMs how long the thread is left alone between two slices, where there is no haste */
  constructor(
    private readonly sliceMs = 8,
    private readonly restMs = 0,
  ) {}

  /** Whether the time of this slice is up; then `pause` is to be awaited. */
  get isDue(): boolean {
    return performance.now() - this.startedMs >= this.sliceMs;
  }

  /** Whether the work is not wanted any more. */
  get isStopped(): boolean {
    return this.stopped;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Lets the event loop turn. Everybody who waits goes on in the same slice. */
  async pause(): Promise<void> {
    this.turn ??= this.wait();
    await this.turn;
  }

  private async wait(): Promise<void> {
    if (this.restMs > 0) await rest(this.restMs, undefined, { ref: false });
    else await nextTurn();
    this.startedMs = performance.now();
    this.turn = undefined;
  }
}

interface HasPath {
  readonly path: string;
}

/** By the code units of their paths: the same order on every machine, in every language. */
export function comparePaths(one: HasPath, other: HasPath): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

/** Sorts by path without holding the thread, however many there are. */
export async function sortInSlices<T extends HasPath>(
  items: readonly T[],
  slices: Slices,
): Promise<T[]> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += SORTED_AT_ONCE) {
    runs.push(items.slice(start, start + SORTED_AT_ONCE).toSorted(comparePaths));
    if (slices.isDue) await slices.pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await merge(runs[index] ?? [], runs[index + 1] ?? [], slices));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T extends HasPath>(
  one: readonly T[],
  other: readonly T[],
  slices: Slices,
): Promise<T[]> {
  const merged: T[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [a, b] = [one[left], other[right]];
    const next = a && (!b || comparePaths(a, b) <= 0) ? a : b;
    if (next === undefined) return merged;
    merged.push(next);
    if (next === a) left += 1;
    else right += 1;
    if (merged.length % SORTED_AT_ONCE === 0 && slices.isDue) await slices.pause();
  }
}
