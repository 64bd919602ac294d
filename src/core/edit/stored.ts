import * as v from 'valibot';

/** With fewer, a place is easily taken for another; with more, an edit nearby hides it. */
const CONTEXT_LINES = 3;

const LineNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
const Lines = v.pipe(v.array(v.string()), v.readonly());

/** A pending hunk as it is kept on the disk. Lines are without their breaks. */
export const StoredHunk = v.pipe(
  v.object({
    /** Where its new lines begin in the document that shows all hunks, from 0. */
    start: LineNumber,
    old: Lines,
    new: Lines,
    /** Up to three lines above; fewer where another hunk or the document ends. */
    before: Lines,
    after: Lines,
  }),
  v.readonly(),
);
export type StoredHunk = v.InferOutput<typeof StoredHunk>;

/**
 * Adds the context that hunks are found by.
 *
 * @param lines of the document that shows all hunks
 * @param hunks in document order
 */
export function withContext(
  lines: readonly string[],
  hunks: readonly Pick<StoredHunk, 'start' | 'old' | 'new'>[],
): readonly StoredHunk[] {
  let above = 0;
  return hunks.map(({ start, old, new: shown }, index) => {
    const end = start + shown.length;
    const below = hunks[index + 1]?.start ?? lines.length;
    const before = lines.slice(Math.max(above, start - CONTEXT_LINES), start);
    const after = lines.slice(end, Math.min(below, end + CONTEXT_LINES));
    above = end;
    return { start, old, new: shown, before, after };
  });
}
