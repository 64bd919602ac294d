import { reindenter } from './reindent';

/** Lines [start, end) of a document. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/** So many lines away from what the task is about is still there. */
const NEAR_LINES = 3;

export function isNear({ start, end }: Found, near: number): boolean {
  return start - NEAR_LINES <= near && near < Math.max(end, start + 1) + NEAR_LINES;
}

/** All places where the lines stand just so. */
export function findExact(document: readonly string[], lines: readonly string[]): Found[] {
  return findBy(document, lines, (line) => line).map((start) => ({
    start,
    end: start + lines.length,
  }));
}

/** All places where they stand with another indentation, or other blanks at their ends. */
export function findReindented(
  document: readonly string[],
  lines: readonly string[],
): (Found & { readonly fitLine: (line: string) => string })[] {
  return findBy(document, lines, (line) => line.trim()).flatMap((start) => {
    const end = start + lines.length;
    const fitLine = reindenter(lines, document.slice(start, end));
    return fitLine ? [{ start, end, fitLine }] : [];
  });
}

/** The longest line is looked for first, for it stands in few places. */
function findBy(
  document: readonly string[],
  lines: readonly string[],
  keyOf: (line: string) => string,
): number[] {
  const keys = lines.map(keyOf);
  const [longest] = [...keys.keys()].toSorted(
    (a, b) => (keys[b]?.length ?? 0) - (keys[a]?.length ?? 0),
  );
  if (longest === undefined) return [];
  const found: number[] = [];
  const last = document.length - lines.length;
  for (let start = 0; start <= last; start += 1) {
    if (keyOf(document[start + longest] ?? '') !== keys[longest]) continue;
    if (keys.every((key, index) => keyOf(document[start + index] ?? '') === key)) found.push(start);
  }
  return found;
}
