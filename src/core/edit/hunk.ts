/** One changed region of a document: lines [start, end) stand where `old` stood. */
export interface Hunk {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly old: readonly string[];
  /** There while its lines still arrive. */
  readonly writing?: Writing | undefined;
}

/** How far a region is written, in lines of the document. */
export interface Writing {
  /** Where the next line goes; what stands from there up to `limit` is still to be replaced. */
  readonly cursor: number;
  readonly limit: number;
  /** Whether the user has changed something in the region since it was begun. */
  readonly isTouched: boolean;
  /** What the region held when it was begun, and the hunks that it took up, by its own lines. */
  readonly before: readonly string[];
  readonly absorbed: readonly Hunk[];
}

/** Moves a hunk and all that is in it by some lines. */
export function moveHunk(hunk: Hunk, lines: number): Hunk {
  if (lines === 0) return hunk;
  const { writing } = hunk;
  return {
    ...hunk,
    start: hunk.start + lines,
    end: hunk.end + lines,
    writing: writing && {
      ...writing,
      cursor: writing.cursor + lines,
      limit: writing.limit + lines,
    },
  };
}

/** Lines [start, end) as they would be without the hunks, which must not reach beyond them. */
export function withoutHunks(
  lines: readonly string[],
  hunks: readonly Hunk[],
  start: number,
  end: number,
): string[] {
  const result: string[] = [];
  let next = start;
  for (const hunk of hunks) {
    result.push(...lines.slice(next, hunk.start), ...hunk.old);
    next = hunk.end;
  }
  for (let index = next; index < end; index += 1) result.push(lines[index] ?? '');
  return result;
}

/** Whether a hunk shares lines with [start, end), or one of the two is a place within the other. */
export function touches(hunk: Hunk, start: number, end: number): boolean {
  return (
    Math.max(hunk.start, start) < Math.min(hunk.end, end) ||
    (hunk.start === hunk.end && start < hunk.start && hunk.start < end) ||
    (start === end && hunk.start < start && start < hunk.end)
  );
}
