import { moveHunk } from './hunk';
import type { Hunk } from './hunk';
import { leaveOneLine } from './lines';
import type { LineEdit } from './lines';

/** Lines [start, end) of a document. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A hunk while it is out of the document: its old lines stand at [start, end). */
export interface HiddenHunk extends Stretch {
  readonly hunk: Hunk;
  /** What the hunk showed. */
  readonly lines: readonly string[];
}

/** Lines that are kept in mind, as they were then. */
export interface Mark extends Stretch {
  readonly lines: readonly string[];
}

/** A stretch after an edit: what happens within it makes it longer, the rest moves it. */
export function followEdit<T extends Stretch>(stretch: T, { start, end, lines }: LineEdit): T {
  const delta = lines.length - (end - start);
  // As many lines as before: each is taken for the one that stood there.
  if (delta === 0) return stretch;
  const isWithin = stretch.start <= start && end <= stretch.end && stretch.start < stretch.end;
  const isAtEdge = start === end && (start === stretch.start || start === stretch.end);
  if (isWithin && !isAtEdge) return { ...stretch, end: stretch.end + delta };
  const map = (line: number): number =>
    line >= end ? line + delta : line <= start ? line : start + lines.length;
  if (isAtEdge && start === stretch.end && stretch.start < stretch.end) return stretch;
  return { ...stretch, start: map(stretch.start), end: map(stretch.end) };
}

/** What a document becomes when hunks are taken out of it, or put back. */
interface Exchange {
  readonly edits: readonly LineEdit[];
  readonly hunks: readonly Hunk[];
  readonly hidden: readonly HiddenHunk[];
}

/** Takes all hunks out of a document. */
export function takeOut(text: readonly string[], hunks: readonly Hunk[]): Exchange {
  const hidden: HiddenHunk[] = [];
  const edits: LineEdit[] = [];
  let delta = 0;
  for (const hunk of hunks) {
    const { start, end, old } = hunk;
    const edit = leaveOneLine(text, { start, end, lines: old });
    edits.push(edit);
    const at = start + delta;
    const lines = text.slice(start, end);
    hidden.push({ start: at, end: at + edit.lines.length, hunk: moveHunk(hunk, delta), lines });
    delta += edit.lines.length - lines.length;
  }
  return { edits, hunks: [], hidden };
}

/** Puts hunks back; what they replace is what stands there by now. */
export function putBack(text: readonly string[], hidden: readonly HiddenHunk[]): Exchange {
  const hunks: Hunk[] = [];
  let delta = 0;
  for (const { start, end, hunk, lines } of hidden) {
    const moved = moveHunk(hunk, start + delta - hunk.start);
    hunks.push({ ...moved, end: moved.start + lines.length, old: text.slice(start, end) });
    delta += lines.length - (end - start);
  }
  const edits = hidden.map(({ start, end, lines }) => ({ start, end, lines }));
  return { edits, hunks, hidden: [] };
}
