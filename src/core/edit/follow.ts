import { diffLines } from './diffLines';
import { moveHunk, touches, withoutHunks } from './hunk';
import type { Hunk, Writing } from './hunk';
import { applyEdits, sameLines } from './lines';
import type { LineEdit } from './lines';

/** A change of more parts is followed as a whole. */
const MOST_PARTS = 100;

/**
 * The hunks after somebody else has changed the document, whose lines are given as they were
 * before, by an edit that changes its first and its last line. A change outside moves them, one inside belongs to the hunk. Where a change joins lines
 * of a hunk with others, the hunk grows over those, and `old` with what they were: nothing that is
 * pending passes for text of the user.
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
  const parts = diffLines(before.slice(edit.start, edit.end), edit.lines);
  if (parts.length > 1 && parts.length <= MOST_PARTS) return inParts(hunks, before, edit, parts);
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
  edit: LineEdit,
  parts: readonly LineEdit[],
): readonly Hunk[] {
  let lines = before;
  let following = hunks;
  // From the last to the first, so that no part moves another.
  for (const { start, end, lines: added } of parts.toReversed()) {
    const part = { start: edit.start + start, end: edit.start + end, lines: added };
    following = followChange(following, lines, part);
    lines = applyEdits(lines, [part]);
  }
  return following;
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
