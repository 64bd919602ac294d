import type { StoredHunk } from './stored';

/** Lines from `start` up to `end`, which is the first one behind. */
export type RestoredHunk =
  | {
      readonly hunk: StoredHunk;
      /** Whether its new lines stand there, or its old ones, to be replaced again. */
      readonly state: 'shown' | 'hidden';
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly hunk: StoredHunk;
      /** Neither was found, or more than one place would do. */
      readonly state: 'lost';
    };

type Found = Extract<RestoredHunk, { start: number }>;

/** A place where a hunk may stand. */
interface Candidate {
  readonly found: Found;
  /** Whether all of its context is there too. */
  readonly isWhole: boolean;
  /** The number of lines that speak for this place. */
  readonly score: number;
}

/** Where a hunk is looked for: lines from `from` up to `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** Where it stands if nothing but other hunks has changed. */
  readonly expected: number;
}

/**
 * Finds stored hunks in a document that may have been closed, saved or edited since. Those come
 * first that stand with all of their context; the others are looked for between them.
 *
 * @param isShown whether the document is what it was when the hunks were stored
 * @returns one for each hunk, in document order; those that are found never overlap
 */
export function restoreHunks(
  lines: readonly string[],
  stored: readonly StoredHunk[],
  isShown: boolean,
): readonly RestoredHunk[] {
  const hunks = stored.toSorted((a, b) => a.start - b.start);
  if (isShown) return hunks.map((hunk) => placeOf(hunk, 'shown', hunk.start));
  const found: (Found | undefined)[] = hunks.map(() => undefined);
  for (const needsAll of [true, false]) {
    for (const [index, hunk] of hunks.entries()) {
      found[index] ??= findHunk(lines, hunk, rangeOf(hunk, index, found, lines.length), needsAll);
    }
  }
  return hunks.map((hunk, index) => found[index] ?? { hunk, state: 'lost' });
}

/** Between the nearest hunks that have been found, and moved as far as the one above. */
function rangeOf(
  hunk: StoredHunk,
  index: number,
  found: readonly (Found | undefined)[],
  length: number,
): Range {
  const above = found.slice(0, index).findLast((each) => each !== undefined);
  const below = found.slice(index + 1).find((each) => each !== undefined);
  const from = above?.end ?? 0;
  const storedFrom = above ? above.hunk.start + above.hunk.new.length : 0;
  return { from, to: below?.start ?? length, expected: from + hunk.start - storedFrom };
}

/** @param needsAll whether only places count where all of its context is */
function findHunk(
  lines: readonly string[],
  hunk: StoredHunk,
  range: Range,
  needsAll: boolean,
): Found | undefined {
  const candidates: Candidate[] = [];
  for (const state of ['shown', 'hidden'] as const) {
    for (let start = range.from; start <= range.to; start += 1) {
      const found = placeOf(hunk, state, start);
      const candidate = found.end <= range.to ? judge(lines, found, range) : undefined;
      if (candidate && (candidate.isWhole || !needsAll)) candidates.push(candidate);
    }
  }
  return chooseBest(candidates, range);
}

/** The best one; among equals the one that has not moved, if nothing of its context is missing. */
function chooseBest(candidates: readonly Candidate[], range: Range): Found | undefined {
  const score = candidates.reduce((most, candidate) => Math.max(most, candidate.score), 0);
  const best = candidates.filter((candidate) => candidate.score === score);
  if (best.length === 1) return best[0]?.found;
  return best.find(({ found, isWhole }) => isWhole && found.start === range.expected)?.found;
}

/** Undefined where the hunk does not stand, or too little of its context does. */
function judge(lines: readonly string[], found: Found, range: Range): Candidate | undefined {
  const { start, end, hunk, state } = found;
  const text = textOf(hunk, state);
  if (!text.every((line, index) => lines[start + index] === line)) return undefined;
  const { before, after } = hunk;
  const above = countEqual(before.toReversed(), (index) => lines[start - 1 - index]);
  const below = countEqual(after, (index) => lines[end + index]);
  // Where there is no context, the document or another hunk ends instead.
  const touchesAbove = before.length > 0 ? above > 0 : start === range.from;
  const touchesBelow = after.length > 0 ? below > 0 : end === range.to;
  // Between two lines is everywhere, so nothing at all needs both of them.
  const touches = text.length > 0 ? touchesAbove || touchesBelow : touchesAbove && touchesBelow;
  if (!touches || 2 * (above + below) < before.length + after.length) return undefined;
  return {
    found,
    isWhole: touchesAbove && touchesBelow && above === before.length && below === after.length,
    score: text.length + above + below,
  };
}

function placeOf(hunk: StoredHunk, state: Found['state'], start: number): Found {
  return { hunk, state, start, end: start + textOf(hunk, state).length };
}

function textOf(hunk: StoredHunk, state: Found['state']): readonly string[] {
  return state === 'shown' ? hunk.new : hunk.old;
}

/** How many of the lines are what stands at their index, up to the first that is not. */
function countEqual(
  lines: readonly string[],
  lineAt: (index: number) => string | undefined,
): number {
  const different = lines.findIndex((line, index) => line !== lineAt(index));
  return different === -1 ? lines.length : different;
}
