import { findElided, hasElision } from './elision';
import { findExact, findReindented, isNear } from './findLines';
import type { Found } from './findLines';
import { mergeStale } from './staleContext';

/** Where a replacement belongs, and how its lines fit there. */
export interface Placement {
  /** Lines [start, end) of the document. */
  readonly start: number;
  readonly end: number;
  readonly how: 'exact' | 'reindented' | 'elided' | 'stale';
  /** Maps a new line as it arrives; undefined where it takes all of them to know. */
  readonly fitLine: ((line: string) => string) | undefined;
  /** The new lines as they are to stand there; undefined where they cannot be reconciled. */
  readonly fit: (lines: readonly string[]) => readonly string[] | undefined;
}

export type LocateProblem = 'notFound' | 'ambiguous';

type Result = Placement | { readonly problem: LocateProblem };

const NOT_FOUND = { problem: 'notFound' } as const;

/**
 * Finds the lines that an edit quotes: as they are, with another indentation, by their ends, or
 * although some of them have changed meanwhile.
 * @param near the line that the task is about; of several places the one there counts
 */
export function locate(document: readonly string[], old: readonly string[], near: number): Result {
  const quoted = withoutBlankEnds(old);
  if (quoted.length === 0) return atEnd(document);
  const literal = locateLiteral(document, old, quoted, near);
  if (literal) return literal;
  const inner = withoutFence(quoted);
  if (inner !== quoted) return locateFenced(document, inner, near);
  if (hasElision(quoted)) return locateElided(document, quoted, near);
  return locateStale(document, quoted, near);
}

/** Some answers put a fence around the code within the tags, which is none of the document. */
function locateFenced(document: readonly string[], inner: readonly string[], near: number): Result {
  const placement = locate(document, inner, near);
  if ('problem' in placement) return placement;
  return {
    ...placement,
    fitLine: undefined,
    fit: (lines) => placement.fit(withoutFence(withoutBlankEnds(lines))),
  };
}

/** The same lines where no fence stands around all of them. */
function withoutFence(lines: readonly string[]): readonly string[] {
  const [, mark] = /^\s*(`{3,}|~{3,})[^`]*$/.exec(lines[0] ?? '') ?? [];
  const isFenced = mark !== undefined && lines.length > 2 && lines.at(-1)?.trim() === mark;
  return isFenced ? lines.slice(1, -1) : lines;
}

/** Nothing quoted: the lines come behind all others. */
function atEnd(document: readonly string[]): Placement {
  const end = document.length - (document.at(-1) === '' ? 1 : 0);
  return placed({ start: end, end }, 'exact', (line) => line);
}

function locateLiteral(
  document: readonly string[],
  old: readonly string[],
  quoted: readonly string[],
  near: number,
): Result | undefined {
  // Blank lines at the ends are often a matter of layout, but not where the document has them.
  for (const lines of old.length === quoted.length ? [old] : [old, quoted]) {
    const exact = choose(findExact(document, lines), near);
    if (exact && 'problem' in exact) return exact;
    if (exact) return placed(exact, 'exact', (line) => line);
  }
  const reindented = choose(findReindented(document, quoted, near), near);
  if (!reindented || 'problem' in reindented) return reindented;
  return placed(reindented, 'reindented', reindented.fitLine);
}

function placed(
  { start, end }: { readonly start: number; readonly end: number },
  how: Placement['how'],
  fitLine: (line: string) => string,
): Placement {
  return { start, end, how, fitLine, fit: (lines) => lines.map(fitLine) };
}

function choose<T extends Found>(
  found: readonly T[],
  near: number,
): T | { readonly problem: 'ambiguous' } | undefined {
  if (found.length <= 1) return found[0];
  const close = found.filter((place) => isNear(place, near));
  const [only] = close;
  return only && close.length === 1 ? only : { problem: 'ambiguous' };
}

function locateElided(
  document: readonly string[],
  quoted: readonly string[],
  near: number,
): Result {
  const found = choose(findElided(document, quoted, near), near) ?? NOT_FOUND;
  return 'problem' in found ? found : { ...found, how: 'elided', fitLine: undefined };
}

function locateStale(document: readonly string[], quoted: readonly string[], near: number): Result {
  const merge = mergeStale(document, quoted, near);
  return merge ? { ...merge, how: 'stale', fitLine: undefined } : NOT_FOUND;
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex(hasText);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(hasText) + 1);
}

function hasText(line: string): boolean {
  return line.trim() !== '';
}
