import { reindenter } from './reindent';

/** Lines [start, end) of a document. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/** A place where lines stand, and how others are to be indented there. */
export interface FoundReindented extends Found {
  readonly fitLine: (line: string) => string;
}

/** So many lines away from what the task is about is still there. */
const NEAR_LINES = 3;

/** Of lines that stand in more places than this, not each one is looked at. */
const MANY_PLACES = 100;

export function isNear({ start, end }: Found, near: number): boolean {
  return start - NEAR_LINES <= near && near < Math.max(end, start + 1) + NEAR_LINES;
}

/** All places where the lines stand just so. */
export function findExact(document: readonly string[], lines: readonly string[]): Found[] {
  return placesOf(document, lines).map((start) => ({ start, end: start + lines.length }));
}

/**
 * The places where they stand with another indentation, or other blanks at their ends. Of very
 * many, those near a line and two others: enough to know that there is more than one.
 */
export function findReindented(
  document: readonly string[],
  lines: readonly string[],
  near: number,
): FoundReindented[] {
  const places = placesOf(trimmed(document), trimmed(lines)).map((start) => ({
    start,
    end: start + lines.length,
  }));
  return fewOf(places, near).flatMap(({ start, end }) => {
    const fitLine = reindenter(lines, document.slice(start, end));
    return fitLine ? [{ start, end, fitLine }] : [];
  });
}

export function fewOf<T extends Found>(found: readonly T[], near: number): readonly T[] {
  if (found.length <= MANY_PLACES) return found;
  return found.filter((place, index) => index < 2 || isNear(place, near));
}

export function trimmed(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim());
}

/**
 * Where the lines begin in the document, in order. Each line of it is looked at about once,
 * however often the lines repeat themselves (the method of Knuth, Morris and Pratt).
 */
export function placesOf(document: readonly string[], lines: readonly string[]): number[] {
  if (lines.length === 0) return [];
  const shorter = borders(lines);
  const found: number[] = [];
  let matched = 0;
  for (const [index, line] of document.entries()) {
    while (matched > 0 && line !== lines[matched]) matched = shorter[matched - 1] ?? 0;
    if (line === lines[matched]) matched += 1;
    if (matched === lines.length) {
      found.push(index + 1 - lines.length);
      matched = shorter[matched - 1] ?? 0;
    }
  }
  return found;
}

/** For each line, how many lines up to it are the same as the first ones. */
function borders(lines: readonly string[]): number[] {
  const found = [0];
  let matched = 0;
  for (const line of lines.slice(1)) {
    while (matched > 0 && line !== lines[matched]) matched = found[matched - 1] ?? 0;
    if (line === lines[matched]) matched += 1;
    found.push(matched);
  }
  return found;
}
