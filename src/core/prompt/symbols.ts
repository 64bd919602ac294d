import { extensionOf } from './paths';
import { NO_SYMBOL, SYMBOL_PATTERNS } from './symbolPatterns';

const MAX_SYMBOLS = 40;
const MAX_NAME = 80;

/** A declaration stands at the start of its line; what follows further on is of no matter. */
const MAX_LINE = 300;

/**
 * The names of a file's top-level symbols in their order, as far as its lines tell; none for a
 * language that is not known. A parser would know better, and each language would need its own.
 */
export function symbolsIn(path: string, text: string): string[] {
  const extension = extensionOf(path);
  if (MARKDOWN.has(extension)) return firstOf(headings(text));
  const patterns = SYMBOL_PATTERNS.get(extension);
  if (!patterns) return [];
  const lines = SCRIPTS_IN_PAGES.has(extension) ? scriptLines(text) : linesOf(text);
  return firstOf(declared(lines, patterns));
}

/** A heading may quote a key; no name of a symbol is worth that risk. */
const TOKEN_LIKE = /\d[\w+/=-]{15}|[\w+/=-]{15}\d|[\w+/=-]{8,}\d[\w+/=-]{7,}/;

const MARKDOWN = new Set(['md', 'mdx', 'markdown']);
const SCRIPTS_IN_PAGES = new Set(['vue', 'svelte']);

function firstOf(names: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (name !== '' && name.length <= MAX_NAME && !TOKEN_LIKE.test(name)) found.add(name);
    if (found.size === MAX_SYMBOLS) break;
  }
  return [...found];
}

function* declared(lines: Iterable<string>, patterns: readonly RegExp[]): Generator<string> {
  for (const line of lines) {
    const name = nameIn(line, patterns);
    if (name !== undefined && !NO_SYMBOL.test(name)) yield name;
  }
}

function nameIn(line: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined) return name.replaceAll(/["`[\]]/g, '');
  }
  return undefined;
}

/** One at a time, since the first lines of a long file may well have all the names. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield text.slice(start, Math.min(end, start + MAX_LINE)).trimEnd();
    start = end + 1;
  }
}

/** The lines of the scripts in a page, without the indentation that they have in common. */
function* scriptLines(text: string): Generator<string> {
  let indent: string | undefined;
  let isInScript = false;
  for (const line of linesOf(text)) {
    if (/^\s*<\/script\b/i.test(line)) isInScript = false;
    else if (/^\s*<script\b/i.test(line)) {
      isInScript = true;
      indent = undefined;
    } else if (isInScript && line !== '') {
      indent ??= /^\s*/.exec(line)?.[0] ?? '';
      yield line.startsWith(indent) ? line.slice(indent.length) : line;
    }
  }
}

function* headings(text: string): Generator<string> {
  let fence: string | undefined;
  let before = '';
  for (const line of linesOf(text)) {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
    } else if (fence === undefined) {
      const title = /^#{1,2}[ \t](.+)/.exec(line)?.[1];
      if (title !== undefined) yield title.replace(/(?<=\s)#+$/, '').trim();
      else if (/^={3,}$/.test(line)) yield before.trim();
    }
    before = line;
  }
}
