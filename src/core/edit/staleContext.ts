import { diffLines } from './diffLines';
import { isNear, trimmed } from './findLines';
import { reindenter } from './reindent';

/** So much of what is quoted must still be there. */
const LEAST_SHARE = 0.6;

/** So many lines that stand nowhere else must be among it. */
const LEAST_ANCHORS = 2;

export interface StaleMerge {
  readonly start: number;
  readonly end: number;
  readonly fit: (lines: readonly string[]) => readonly string[] | undefined;
}

/**
 * Places an edit whose quotation is not what the document says any more, because somebody has
 * changed some of its lines. The lines that the edit changes must be there as quoted; what merely
 * stands around them may differ, and stays as it is.
 */
export function mergeStale(
  document: readonly string[],
  quoted: readonly string[],
  near: number,
): StaleMerge | undefined {
  const anchors = anchorsIn(document, quoted);
  const [first] = anchors;
  const last = anchors.at(-1);
  if (!first || !last || anchors.length < LEAST_ANCHORS) return undefined;
  const start = Math.max(0, first.place - first.index * 2);
  const end = Math.min(document.length, last.place + 1 + (quoted.length - last.index) * 2);
  // A window much larger than what was quoted holds other things.
  if (last.place - first.place > quoted.length * 2 + 20) return undefined;
  const places = align(quoted, document, anchors, start, end);
  const texts = quoted.filter((line) => line.trim() !== '').length;
  const found = [...places.keys()].filter((index) => quoted[index]?.trim() !== '').length;
  const inOrder = [...places.values()];
  const [from, to] = [inOrder[0] ?? start, (inOrder.at(-1) ?? start) + 1];
  if (
    found < texts * LEAST_SHARE &&
    !(found >= texts / 2 && isNear({ start: from, end: to }, near))
  ) {
    return undefined;
  }
  return { start: from, end: to, fit: (lines) => merge(document, quoted, lines, places, from, to) };
}

interface Anchor {
  /** In the quotation, and in the document. */
  readonly index: number;
  readonly place: number;
}

/** Quoted lines that stand in the document once, as far as they are in the same order there. */
function anchorsIn(document: readonly string[], quoted: readonly string[]): Anchor[] {
  const wanted = new Set(quoted.map((line) => line.trim()).filter(isDistinctive));
  const places = new Map<string, number>();
  for (const [place, line] of document.entries()) {
    const text = line.trim();
    if (wanted.has(text)) places.set(text, places.has(text) ? -1 : place);
  }
  return longestRising(
    quoted.flatMap((line, index) => {
      const place = places.get(line.trim()) ?? -1;
      return place === -1 ? [] : [{ index, place }];
    }),
  );
}

/** As many as can be kept with each one further down than the one before. */
function longestRising(anchors: readonly Anchor[]): Anchor[] {
  interface Link extends Anchor {
    readonly before: Link | undefined;
  }
  /** The lowest end of all chains of a length. */
  const ends: Link[] = [];
  for (const anchor of anchors) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.place ?? 0) < anchor.place) low = middle + 1;
      else high = middle;
    }
    ends[low] = { ...anchor, before: ends[low - 1] };
  }
  const chain: Anchor[] = [];
  for (let link = ends.at(-1); link; link = link.before) chain.push(link);
  return chain.toReversed();
}

function isDistinctive(text: string): boolean {
  return text.length >= 6 && (text.match(/\w{2,}/g) ?? []).length >= 2;
}

/** For each quoted line that is still there its place in the document, by what lies between anchors. */
function align(
  quoted: readonly string[],
  document: readonly string[],
  anchors: readonly Anchor[],
  start: number,
  end: number,
): Map<number, number> {
  const places = new Map<number, number>();
  let [index, place] = [0, start];
  for (const next of [...anchors, { index: quoted.length, place: end }]) {
    const own = trimmed(quoted.slice(index, next.index));
    const theirs = trimmed(document.slice(place, next.place));
    for (const [one, other] of sameIn(own, theirs)) places.set(index + one, place + other);
    if (next.index < quoted.length) places.set(next.index, next.place);
    [index, place] = [next.index + 1, next.place + 1];
  }
  return places;
}

/** Pairs of lines that are the same in both. */
function sameIn(one: readonly string[], other: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  let [index, place] = [0, 0];
  const edits = diffLines(one, other);
  for (const edit of [...edits, { start: one.length, end: one.length, lines: [] }]) {
    for (; index < edit.start; index += 1, place += 1) pairs.push([index, place]);
    index = edit.end;
    place += edit.lines.length;
  }
  return pairs;
}

function merge(
  document: readonly string[],
  quoted: readonly string[],
  lines: readonly string[],
  places: ReadonlyMap<number, number>,
  from: number,
  to: number,
): readonly string[] | undefined {
  const pairs = [...places].filter(([index]) => quoted[index]?.trim() !== '');
  const fitLine = reindenter(
    pairs.map(([index]) => quoted[index] ?? ''),
    pairs.map(([, place]) => document[place] ?? ''),
  );
  if (!fitLine) return undefined;
  const result: string[] = [];
  let next = from;
  for (const { start, end, lines: added } of diffLines(quoted, lines)) {
    const place = placeOf(places, start, end);
    if (place === undefined || place < next) return undefined;
    result.push(...document.slice(next, place), ...added.map(fitLine));
    next = place + (end - start);
  }
  return [...result, ...document.slice(next, to)];
}

/** Where lines [start, end) of the quotation stand, all of them one below the other. */
function placeOf(
  places: ReadonlyMap<number, number>,
  start: number,
  end: number,
): number | undefined {
  if (start === end) {
    const before = places.get(start - 1);
    return before === undefined ? places.get(start) : before + 1;
  }
  const first = places.get(start);
  if (first === undefined) return undefined;
  for (let index = start; index < end; index += 1) {
    if (places.get(index) !== first + (index - start)) return undefined;
  }
  return first;
}
