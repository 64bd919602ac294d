import type { Hunk } from './hunk';
import type { LineEdit } from './lines';

/** A hunk while it is out of the document: its old lines stand at [start, end). */
export interface HiddenHunk {
  readonly start: number;
  readonly end: number;
  readonly hunk: Hunk;
  /** What the hunk showed. */
  readonly lines: readonly string[];
}

/** While it is out of the document, a hunk keeps to the lines that it will replace. */
export function followHidden(hidden: HiddenHunk, { start, end, lines }: LineEdit): HiddenHunk {
  const delta = lines.length - (end - start);
  const isWithin = hidden.start <= start && end <= hidden.end && hidden.start < hidden.end;
  if (isWithin) return { ...hidden, end: hidden.end + delta };
  const map = (line: number): number =>
    line >= end ? line + delta : line <= start ? line : start + lines.length;
  return { ...hidden, start: map(hidden.start), end: map(hidden.end) };
}
