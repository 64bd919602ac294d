import { diffLines } from './diffLines';
import { moveHunk, touches, withoutHunks } from './hunk';
import type { Hunk, Writing } from './hunk';
import { applyEdits, sameLines } from './lines';
import type { LineEdit } from './lines';

/** A change of more parts is followed as a whole. */
const MOST_PARTS = 100;

/**
 * The hunks after somebody else has changed the document, whose lines are given as they were
 * before, by an edit that changes its first and its last line. A change outside moves them, one
 * inside belongs to the hunk. Where a change joins lines of a hunk with others, the hunk grows over
 * those, and `old` with what they were: nothing that is pending passes for text of the user.
 */
export function followChange(
  hunks: readonly Hunk[],
  before: readonly string[],
  edit: LineEdit,
): readonly Hunk[] {
  const touched = hunks.filter((hunk) => touches(hunk, edit.start, edit.end));
  const [first] = touched;
  if (!first) return hunks.map((hunk) => moved(hunk, edit));
  const after = applyEdits(before, [edit]);
  const isPending = (hunk: Hunk): boolean =>
    hunk.writing !== undefined || !sameLines(after.slice(hunk.start, hunk.end), hunk.old);
  if (edit.lines.length === 0) return hunks.map((hunk) => shrunk(hunk, edit)).filter(isPending);
  if (touched.length === 1 && first.start <= edit.start && edit.end <= first.end) {
    const follow = (hunk: Hunk): Hunk => (hunk === first ? grown(hunk, edit) : moved(hunk, edit));
    return hunks.map(follow).filter(isPending);
  }
  // Which of the lines have moved nobody knows, and those of a hunk must not move out of it.
  if (isMove(before, edit)) return joined(hunks, touched, before, edit);
  const parts = splitEdit(before, edit);
  if (parts.length > 1) return inParts(hunks, before, parts);
  if (isReformatted(before, edit)) return inParts(hunks, before, cutAt(touched, edit));
  return joined(hunks, touched, before, edit);
}

/** A hunk that the change does not touch. */
function moved(hunk: Hunk, edit: LineEdit): Hunk {
  return hunk.start >= edit.end ? moveHunk(hunk, deltaOf(edit)) : hunk;
}

/** A hunk of which a deletion may have taken lines. */
function shrunk(hunk: Hunk, edit: LineEdit): Hunk {
  const map = (line: number): number =>
    line <= edit.start ? line : Math.max(edit.start, line + deltaOf(edit));
  const { writing } = hunk;
  return {
    ...hunk,
    start: map(hunk.start),
    end: map(hunk.end),
    writing: writing && {
      ...writing,
      cursor: map(writing.cursor),
      limit: map(writing.limit),
      isTouched: writing.isTouched || touches(hunk, edit.start, edit.end),
    },
  };
}

/** The hunk that a change lies in. */
function grown(hunk: Hunk, edit: LineEdit): Hunk {
  const { end, writing } = hunk;
  return {
    ...hunk,
    end: end + deltaOf(edit),
    writing: writing && { ...writing, ...grownWriting(writing, edit), isTouched: true },
  };
}

/** What the user types among lines that are still to be replaced counts as written, and stays. */
function grownWriting(
  { cursor, limit }: Writing,
  edit: LineEdit,
): { readonly cursor: number; readonly limit: number } {
  if (edit.start >= limit && edit.start > cursor) return { cursor, limit };
  const delta = deltaOf(edit);
  return {
    cursor: (edit.start < cursor ? Math.max(cursor, edit.end) : edit.end) + delta,
    limit: Math.max(limit, edit.end) + delta,
  };
}

/** A change that spans several hunks, or lines around them: each of its parts by itself. */
function inParts(
  hunks: readonly Hunk[],
  before: readonly string[],
  parts: readonly LineEdit[],
): readonly Hunk[] {
  let lines = before;
  let following = hunks;
  // From the last to the first, so that no part moves another.
  for (const part of parts.toReversed()) {
    following = followChange(following, lines, part);
    lines = applyEdits(lines, [part]);
  }
  return following;
}

/** The parts of an edit that change lines, in their order; the edit itself where they are many. */
export function splitEdit(before: readonly string[], edit: LineEdit): readonly LineEdit[] {
  const parts = diffLines(before.slice(edit.start, edit.end), edit.lines);
  if (parts.length === 0 || parts.length > MOST_PARTS) return [edit];
  return parts.map(({ start, end, lines }) => ({
    start: edit.start + start,
    end: edit.start + end,
    lines,
  }));
}

/** Whether each line is still what it was, but for blanks and punctuation. */
function isReformatted(before: readonly string[], edit: LineEdit): boolean {
  return (
    deltaOf(edit) === 0 &&
    edit.lines.every((line, index) => wordsOf(line) === wordsOf(before[edit.start + index] ?? ''))
  );
}

function wordsOf(line: string): string {
  return line.replaceAll(/\W/g, '');
}

/** Whether an edit puts the same lines into another order. */
export function isMove(before: readonly string[], { start, end, lines }: LineEdit): boolean {
  return lines.length > 1 && sameLines(before.slice(start, end).toSorted(), lines.toSorted());
}

/** An edit of as many lines as before, in parts that lie within one hunk, or outside of all. */
function cutAt(hunks: readonly Hunk[], { start, end, lines }: LineEdit): LineEdit[] {
  const edges = hunks.flatMap((hunk) => [hunk.start, hunk.end]);
  const within = edges.filter((line) => line > start && line < end);
  const cuts = [...new Set([start, ...within, end])].toSorted((a, b) => a - b);
  return cuts.slice(1).map((cut, index) => {
    const from = cuts[index] ?? start;
    return { start: from, end: cut, lines: lines.slice(from - start, cut - start) };
  });
}

/** One hunk in the place of those that a change touches, with the lines between them. */
function joined(
  hunks: readonly Hunk[],
  touched: readonly Hunk[],
  before: readonly string[],
  edit: LineEdit,
): readonly Hunk[] {
  const start = Math.min(edit.start, ...touched.map((hunk) => hunk.start));
  const end = Math.max(edit.end, ...touched.map((hunk) => hunk.end));
  const within = hunks.filter(
    (hunk) => hunk.start >= start && hunk.end <= end && !isOutside(hunk, start, end),
  );
  const writer = within.find(({ writing }) => writing) ?? within[0];
  if (!writer) return hunks;
  const old = withoutHunks(before, within, start, end);
  const grownOver = grown({ ...writer, start, end, old }, edit);
  return hunks.flatMap((hunk) => {
    if (hunk === within[0]) return grownOver;
    return within.includes(hunk) ? [] : moved(hunk, edit);
  });
}

/** A place at the edge belongs to what lies outside. */
function isOutside(hunk: Hunk, start: number, end: number): boolean {
  return hunk.start === hunk.end && (hunk.end === start || hunk.start === end);
}

function deltaOf({ start, end, lines }: LineEdit): number {
  return lines.length - (end - start);
}
