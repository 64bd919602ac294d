import { diffArrays } from 'diff';
import type { LineEdit } from './lines';

/** Texts that differ in more lines than this count as wholly different. */
const MOST_DIFFERENCES = 1000;

/** The edits that make one run of lines the other, in order; at worst one that replaces all. */
export function diffLines(one: readonly string[], other: readonly string[]): LineEdit[] {
  const changes = diffArrays([...one], [...other], { maxEditLength: MOST_DIFFERENCES });
  if (!changes) return [{ start: 0, end: one.length, lines: other }];
  const edits: LineEdit[] = [];
  let at = 0;
  let open: { start: number; end: number; lines: string[] } | undefined;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      continue;
    }
    if (!open) {
      open = { start: at, end: at, lines: [] };
      edits.push(open);
    }
    if (added) open.lines.push(...value);
    else {
      at += value.length;
      open.end = at;
    }
  }
  return edits;
}
