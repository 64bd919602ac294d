/** Lines [start, end) of a document become `lines`. Line breaks are not part of a line. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** A document's lines; a text that ends with a line break has an empty last line. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** Edits in the order of their lines, none overlapping, all in the lines as they are before. */
export function applyEdits(lines: readonly string[], edits: readonly LineEdit[]): string[] {
  const result: string[] = [];
  let next = 0;
  for (const { start, end, lines: added } of edits) {
    append(result, lines, next, start);
    append(result, added, 0, added.length);
    next = end;
  }
  append(result, lines, next, lines.length);
  return result;
}

/** A spread of many thousand lines would not fit onto the stack. */
function append(to: string[], from: readonly string[], start: number, end: number): void {
  for (let index = start; index < end; index += 1) to.push(from[index] ?? '');
}

/** Without the lines that stay the same at both ends. */
export function trimEdit(before: readonly string[], edit: LineEdit): LineEdit {
  let { start, end } = edit;
  let from = 0;
  let to = edit.lines.length;
  while (start < end && from < to && before[start] === edit.lines[from]) {
    start += 1;
    from += 1;
  }
  while (end > start && to > from && before[end - 1] === edit.lines[to - 1]) {
    end -= 1;
    to -= 1;
  }
  return { start, end, lines: edit.lines.slice(from, to) };
}

export function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
