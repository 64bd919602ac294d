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
  const [only] = edits;
  // Every keystroke comes here, and a copy by slices takes no time.
  if (only && edits.length === 1)
    return lines.slice(0, only.start).concat(only.lines, lines.slice(only.end));
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

/** A document whose lines all go has an empty one left. */
export function leaveOneLine(before: readonly string[], edit: LineEdit): LineEdit {
  const isAll = edit.start === 0 && edit.end === before.length && edit.lines.length === 0;
  return isAll ? { ...edit, lines: [''] } : edit;
}

export function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

/** A change as VS Code tells it: from one place up to another, by line and character. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** The lines that a change touches, and what they become. */
export function toLineEdit(lines: readonly string[], { range, text }: TextChange): LineEdit {
  const { start, end } = range;
  const head = (lines[start.line] ?? '').slice(0, start.character);
  const tail = (lines[end.line] ?? '').slice(end.character);
  return { start: start.line, end: end.line + 1, lines: splitLines(`${head}${text}${tail}`) };
}

/** Changes, each in the text that those before it left, as one edit of all lines between them. */
export function asOneEdit(before: readonly string[], changes: readonly TextChange[]): LineEdit {
  let lines = before;
  for (const change of changes) lines = applyEdits(lines, [toLineEdit(lines, change)]);
  return trimEdit(before, { start: 0, end: before.length, lines });
}

/** The change that makes an edit, as VS Code takes it. */
export function toTextChange(lines: readonly string[], edit: LineEdit, eol: string): TextChange {
  const { start, end, lines: added } = edit;
  const text = added.join(eol);
  const endOf = (line: number) => ({ line, character: (lines[line] ?? '').length });
  if (end < lines.length) {
    const range = { start: { line: start, character: 0 }, end: { line: end, character: 0 } };
    return { range, text: added.length > 0 ? text + eol : '' };
  }
  const last = endOf(lines.length - 1);
  if (start === end) return { range: { start: last, end: last }, text: eol + text };
  // The last line has no break of its own, so the one before it goes.
  if (added.length === 0 && start > 0)
    return { range: { start: endOf(start - 1), end: last }, text };
  return { range: { start: { line: start, character: 0 }, end: last }, text };
}
