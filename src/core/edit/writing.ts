import type { LineEdit } from './lines';

/** A new line that is this far down in the old ones is taken for one that stays. */
const LOOK_AHEAD = 60;

export interface Written {
  readonly edits: readonly LineEdit[];
  /** Where the next line goes after the edits. */
  readonly cursor: number;
  /** How many of the lines that were to be replaced are done with. */
  readonly taken: number;
}

/**
 * The edits that write new lines where old ones stand. A line that also stands further down stays,
 * and those before it go; so the document shows soon what really changes.
 */
export function writeLines(
  text: readonly string[],
  { cursor, limit }: { readonly cursor: number; readonly limit: number },
  lines: readonly string[],
): Written {
  const edits: LineEdit[] = [];
  let at = cursor;
  let delta = 0;
  for (const line of lines) {
    const found = findAhead(text, line, at, limit);
    if (found === undefined) {
      edits.push({ start: at, end: at, lines: [line] });
      delta += 1;
    } else {
      if (found > at) edits.push({ start: at, end: found, lines: [] });
      delta -= found - at;
      at = found + 1;
    }
  }
  return { edits, cursor: at + delta, taken: at - cursor };
}

function findAhead(
  text: readonly string[],
  line: string,
  at: number,
  limit: number,
): number | undefined {
  if (at < limit && text[at] === line) return at;
  // Brackets and blank lines stand everywhere.
  if (!/\w{2}/.test(line)) return undefined;
  const end = Math.min(limit, at + LOOK_AHEAD);
  for (let index = at + 1; index < end; index += 1) if (text[index] === line) return index;
  return undefined;
}

/** Edits that follow each other without a line in between are one. */
export function joinAdjacent(edits: readonly LineEdit[]): LineEdit[] {
  const joined: LineEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last?.end === edit.start) {
      joined[joined.length - 1] = {
        start: last.start,
        end: edit.end,
        lines: [...last.lines, ...edit.lines],
      };
    } else joined.push(edit);
  }
  return joined;
}

/** Regions with nothing but brackets and blanks between them are reviewed as one. */
export function mergeNear(edits: readonly LineEdit[], old: readonly string[]): LineEdit[] {
  const merged: LineEdit[] = [];
  for (const edit of edits) {
    const last = merged.at(-1);
    const between = last && old.slice(last.end, edit.start);
    if (last && between && between.length <= 2 && between.every((line) => !/\w/.test(line))) {
      const lines = [...last.lines, ...between, ...edit.lines];
      merged[merged.length - 1] = { start: last.start, end: edit.end, lines };
    } else merged.push(edit);
  }
  return merged;
}
