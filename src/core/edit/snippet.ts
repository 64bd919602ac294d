import { diffLines } from './diffLines';
import { indentLike } from './indentation';

export type SnippetPlace =
  | {
      /** Lines [start, end) of the document. */
      readonly start: number;
      readonly end: number;
      readonly fit: (lines: readonly string[]) => readonly string[];
    }
  | { readonly problem: 'notFound' | 'ambiguous' };

/** Of a file that a snippet gives anew, at least so much is in it. */
const WHOLE_FILE_SHARE = 0.6;

/** What begins a comment. */
const COMMENT = String.raw`^\s*(?:\{?/\*+|//|#|--|<!--|;|\*)`;

/** A snippet says so where it leaves something out, and then nobody knows what. */
const LEFT_OUT = [
  new RegExp(String.raw`${COMMENT}\s*[([]?(?:\.\.\.|…)`),
  // Not what spreads something.
  /^\s*(?:\.\.\.|…)(?![\w$([{])/,
  /\{\s*(?:\/\*\s*)?(?:\.\.\.|…)\s*(?:\*\/\s*)?\}/,
  new RegExp(
    String.raw`${COMMENT}.{0,80}\b(?:rest of (?:the|your|this)|(?:existing|remaining|previous|original) (?:code|logic|implementation|methods?|functions?|fields?|imports?)|(?:stays?|remains?) (?:the same|unchanged|as)|(?:same|unchanged|as) before)\b`,
    'i',
  ),
];

/** They do not tell one declaration from another. */
const MODIFIERS =
  /^(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|override|pub(?:\([^)]*\))?|open|sealed|virtual|inline|readonly|declare|suspend)\s+)+/;

/** Words before the name in a declaration, in many languages. */
const DECLARATION =
  /^\s*(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|override|pub(?:\([^)]*\))?|open|sealed|data|virtual|inline|readonly|declare|suspend)\s+){0,6}(?:function\*?|class|interface|type|enum|struct|trait|impl|def|fn|func|fun|module|namespace|const|let|var|val|record|object)\s+(?:\([^)]*\)\s*)?([\w$]+)/;

/** A method without such a word: its parameters stand on its line, and its body begins there. */
const METHOD = /^\s*(?:[^\s()=;]+\s+){0,6}?((?:[gs]et\s+)?[\w$:~]+)\s*\([^()]*\)[^()=;]*\{$/;

/** They look like methods. */
const STATEMENT =
  /^\s*(?:[})]|(?:if|else|for|foreach|while|switch|match|when|catch|with|using|lock|return|do|synchronized|function)\b)|\bfunction\s*\(/;

/**
 * Finds the lines that a piece of code from the chat replaces: the declaration of the same name,
 * the lines between its first and its last one, or the whole file. Never by likeness alone.
 */
export function placeSnippet(
  document: readonly string[],
  snippet: readonly string[],
): SnippetPlace {
  const code = snippet.map((line) => line.trimEnd());
  const texts = code.filter((line) => line.trim() !== '');
  const [first] = texts;
  const last = texts.at(-1);
  if (first === undefined || last === undefined || code.some(leavesOut)) {
    return { problem: 'notFound' };
  }
  if (document.every((line) => line.trim() === '')) return whole(document);
  if (isWholeFile(document, texts)) return whole(document);
  return (
    placeDeclaration(document, code) ??
    placeBetween(document, first, last, texts.length) ?? {
      problem: 'notFound',
    }
  );
}

function leavesOut(line: string): boolean {
  return LEFT_OUT.some((sign) => sign.test(line));
}

function whole(document: readonly string[]): SnippetPlace {
  const end = document.length - (document.at(-1) === '' ? 1 : 0);
  return { start: 0, end, fit: (lines) => lines };
}

/** Most of the document stands in the snippet, in the same order. */
function isWholeFile(document: readonly string[], texts: readonly string[]): boolean {
  const own = document.map((line) => line.trim()).filter((line) => line !== '');
  if (texts.length < own.length * WHOLE_FILE_SHARE) return false;
  const edits = diffLines(
    own,
    texts.map((line) => line.trim()),
  );
  const gone = edits.reduce((sum, { start, end }) => sum + end - start, 0);
  return own.length - gone >= own.length * WHOLE_FILE_SHARE && own.length - gone >= 3;
}

/** A snippet that is one declaration takes the place of the one with the same words and name. */
function placeDeclaration(
  document: readonly string[],
  code: readonly string[],
): SnippetPlace | undefined {
  const head = code.findIndex((line) => wordsOf(line) !== undefined);
  const words = head === -1 ? undefined : wordsOf(code[head]);
  if (words === undefined || blockEnd(code, head) < code.findLastIndex(isText) + 1)
    return undefined;
  // Above the declaration nothing but its comments and decorators.
  if (code.slice(0, head).some((line) => isText(line) && !isAbove(line))) return undefined;
  const places = document.flatMap((line, place) => (wordsOf(line) === words ? place : []));
  const [place] = places;
  if (place === undefined) return undefined;
  if (places.length > 1) return { problem: 'ambiguous' };
  let start = place;
  if (head > 0) while (start > 0 && isAbove(document[start - 1] ?? '')) start -= 1;
  return between(document, start, blockEnd(document, place));
}

/** What is declared, and its name. */
function wordsOf(line = ''): string | undefined {
  const found = DECLARATION.exec(line);
  if (found) return found[0].trim().replace(MODIFIERS, '');
  const method = STATEMENT.test(line) ? undefined : METHOD.exec(line.trimEnd());
  return method?.[1] && `${method[1]}()`;
}

function isText(line: string): boolean {
  return line.trim() !== '';
}

function isAbove(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*|#|--|;|@|\[|"""|''')/.test(line);
}

/** Where the block that begins at a line ends, by indentation; a closing bracket belongs to it. */
function blockEnd(lines: readonly string[], start: number): number {
  const indent = indentOf(lines[start]);
  let end = start + 1;
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (!isText(line)) continue;
    const isDeeper = indentOf(line) > indent;
    const closes = indentOf(line) === indent && /^\s*(?:[})\]]|end\b)/.test(line);
    const opens = index === end && indentOf(line) === indent && line.trim() === '{';
    if (!isDeeper && !closes && !opens) break;
    end = index + 1;
    // A list of parameters may end there, and the body begin.
    if (closes && !/[{([:,]\s*$|=>\s*$/.test(line)) break;
  }
  return end;
}

function indentOf(line = ''): number {
  return /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
}

/** The lines from the first to the last one of the snippet, where both stand there just once. */
function placeBetween(
  document: readonly string[],
  first: string,
  last: string,
  texts: number,
): SnippetPlace | undefined {
  if (!isDistinctive(first) || !isDistinctive(last)) return undefined;
  const starts = placesOf(document, first);
  const ends = placesOf(document, last);
  const [start] = starts;
  const [end] = ends;
  if (start === undefined || end === undefined || end < start) return undefined;
  if (starts.length > 1 || ends.length > 1) return { problem: 'ambiguous' };
  return end - start > texts * 3 + 20 ? undefined : between(document, start, end + 1);
}

function placesOf(document: readonly string[], line: string): number[] {
  const exact = document.flatMap((text, place) => (text === line ? place : []));
  if (exact.length > 0) return exact;
  return document.flatMap((text, place) => (text.trim() === line.trim() ? place : []));
}

function isDistinctive(line: string): boolean {
  return (line.match(/\w{2,}/g) ?? []).length >= 2;
}

function between(document: readonly string[], start: number, end: number): SnippetPlace {
  return {
    start,
    end,
    fit: (lines) => lines.map(indentLike(document.slice(start, end))),
  };
}
