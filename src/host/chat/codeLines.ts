/** Lines that take the place of others, from `start` up to `end`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** The lines of a block of code; the break at its end begins no other one. */
export function linesOf(code: string): readonly string[] {
  return code.replace(/\n$/, '').split('\n');
}

/**
 * Code at a cursor: a single line goes into the line, right where the cursor is; several lines take
 * the place of a blank line, or stand above or below the line, so that they never cut it in two.
 */
export function atCursor(
  code: readonly string[],
  { line, character, text }: { readonly line: number; readonly character: number; text: string },
): Replacement {
  const [only = ''] = code;
  const before = text.slice(0, character);
  const after = text.slice(character);
  if (text.trim() === '') return { start: line, end: line + 1, lines: indentedLike(code, [text]) };
  if (code.length === 1) {
    return { start: line, end: line + 1, lines: [`${before}${only.trim()}${after}`] };
  }
  const start = before.trim() === '' ? line : line + 1;
  return { start, end: start, lines: indentedLike(code, [text]) };
}

/** Code moved as a whole to where other lines stand. Blank lines have no say, and stay empty. */
export function indentedLike(code: readonly string[], others: readonly string[]): string[] {
  const own = indentOf(code);
  const wanted = others.every(isBlank) ? (others[0] ?? '') : indentOf(others);
  return code.map((line) => (isBlank(line) ? '' : `${wanted}${line.slice(own.length)}`));
}

/** What all lines that are not blank begin with in white space. */
function indentOf(lines: readonly string[]): string {
  const indents = lines
    .filter((line) => !isBlank(line))
    .map((line) => /^\s*/.exec(line)?.[0] ?? '');
  return indents.reduce(commonStart, indents[0] ?? '');
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
