import type { Hunk } from './hunk';
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
  const isWithin = stretch.start <= start && end <= stretch.end && stretch.start < stretch.end;
  const isAtEdge = start === end && (start === stretch.start || start === stretch.end);
  if (isWithin && !isAtEdge) return { ...stretch, end: stretch.end + delta };
  const map = (line: number): number =>
    line >= end ? line + delta : line <= start ? line : start + lines.length;
  if (isAtEdge && start === stretch.end && stretch.start < stretch.end) return stretch;
  return { ...stretch, start: map(stretch.start), end: map(stretch.end) };
}
