/** Where a text that still grows can be cut. Pure functions over Markdown source. */

/** A fence that has been opened and not yet closed. */
export interface Fence {
  /** The whole first line, with its line break. */
  readonly line: string;
  /** How far the fence is indented; its lines lose as much. */
  readonly indent: number;
  readonly info: string;
  /** Matches the line that closes it. */
  readonly closing: RegExp;
}

/** The fence with which a text begins, once its first line is complete. */
export function openingFence(text: string): Fence | undefined {
  const match = /^( {0,3})(`{3,}|~{3,})([^\n]*)\n/.exec(text);
  if (!match) return undefined;
  const [line, indent = '', marks = '', info = ''] = match;
  if (marks.startsWith('`') && info.includes('`')) return undefined;
  const closing = new RegExp(`^ {0,3}${marks.charAt(0)}{${marks.length},}[ \\t]*$`);
  return { line, indent: indent.length, info: info.trim(), closing };
}

/** Whether a text is the beginning of a fence's first line, which says nothing by itself. */
export function isHalfFence(text: string): boolean {
  return /^ {0,3}(`{3,}|~{3,})[^\n]*$/.test(text);
}

/** What of a fenced block has arrived: its complete lines, and whether it has ended. */
export function linesOfFence(
  text: string,
  { indent, closing }: Fence,
): { code: string; length: number; closed: boolean } {
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end === -1) return { code: lines.join(''), length: start, closed: false };
    const line = text.slice(start, end);
    start = end + 1;
    if (closing.test(line)) return { code: lines.join(''), length: start, closed: true };
    lines.push(`${withoutIndent(line, indent)}\n`);
  }
}

export function withoutIndent(line: string, indent: number): string {
  const spaces = /^ */.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(indent, spaces));
}

/**
 * The end of the last sentence in a paragraph after which the rest can stand alone: no emphasis,
 * code or link is open there, and what follows begins with a letter, so that it cannot be taken
 * for a list or a heading. Zero where there is none.
 */
export function sentenceEnd(paragraph: string): number {
  const ends = [...paragraph.matchAll(/[.!?…。][)"'”»]?\s+(?=\p{L})/gu)];
  for (const match of ends.toReversed()) {
    const end = match.index + match[0].length;
    if (isBalanced(paragraph.slice(0, end))) return end;
  }
  return 0;
}

function isBalanced(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return (
    count('`') % 2 === 0 &&
    count('*') % 2 === 0 &&
    count('_') % 2 === 0 &&
    count('~') % 2 === 0 &&
    count('[') === count(']') &&
    count('(') === count(')')
  );
}
