import { languageIdOf } from './languages';

/** What is known of a block of code beside the code. Both are a model's words, and unchecked. */
export interface CodeInfo {
  /** The name of the language as it was written, in lower case; may be empty. */
  readonly language: string;
  /** The file that the code belongs to, as it was written; may be empty. */
  readonly path: string;
}

/** `title="src/a.ts"`, as sites for documentation write it. */
const ATTRIBUTE = /(?:^|\s)(?:title|file|filename|path)=(?:"([^"]+)"|'([^']+)'|([^\s"']+))/i;

/** `12:20:src/a.ts`: lines of a file. */
const LINES_OF_FILE = /^\d+:\d+:(.+)$/;

/** `ts:src/a.ts`; but `c:/src` and `c:\src` are paths of Windows. */
const LANGUAGE_AND_FILE = /^([\w+#-]{2,}|[cr](?!:[/\\])):([^:].*)$/i;

/** `src/a.ts:12-20` and `src/a.ts#L12`: what stands behind the file is not part of its name. */
const LINES_BEHIND = /(?::\d+(?:-\d+)?|#L\d+(?:-L?\d+)?)$/;

/** A comment that holds one word, perhaps with `File:` before it. */
const COMMENT =
  /^\s*(?:\/\/|\/\*+|#|--|;+|%|<!--)\s*(?:(?:file|filename|path):\s*)?(\S+)\s*(?:\*\/|-->)?\s*$/i;

/**
 * What stands behind a fence. Where that names no file, a comment in the first line of the code
 * may do so.
 */
export function codeInfo(info: string, firstLine: string): CodeInfo {
  const { language, path } = fenceInfo(info.trim());
  return { language: language.toLowerCase(), path: path || pathInComment(firstLine, language) };
}

function fenceInfo(info: string): CodeInfo {
  const [, double, single, bare] = ATTRIBUTE.exec(info) ?? [];
  const title = double ?? single ?? bare;
  const [first = '', ...rest] = info.replace(ATTRIBUTE, '').trim().split(/\s+/);
  const named = firstWord(first);
  const path = title ?? (named.path || rest.find(isPath) || '');
  const plain = path.replace(LINES_BEHIND, '');
  return { language: named.language || extensionOf(plain), path: plain };
}

/** The word at the fence itself: a language, a file, or both. */
function firstWord(word: string): CodeInfo {
  const path = LINES_OF_FILE.exec(word)?.[1];
  if (path !== undefined) return { language: '', path };
  const [, language = '', file = ''] = LANGUAGE_AND_FILE.exec(word) ?? [];
  if (isPath(file)) return { language, path: file };
  if (isPath(word)) return { language: '', path: word };
  // Rust's documentation writes `rust,no_run`.
  return { language: word.split(/[,:{]/, 1)[0] ?? '', path: '' };
}

/**
 * In a comment much looks like a file, `console.log` for one, so that a name without a folder
 * must be one of the language of the code.
 */
function pathInComment(line: string, language: string): string {
  const word = COMMENT.exec(line)?.[1] ?? '';
  if (!isPath(word) || extensionOf(word) === '') return '';
  const isOfLanguage =
    language !== '' && languageIdOf(extensionOf(word)) === languageIdOf(language);
  return /[/\\]/.test(word) || isOfLanguage ? word : '';
}

/** Whether a word can be nothing else than the name of a file. */
function isPath(word: string): boolean {
  if (/[<>"'|?*={}]|:\/\/|^!/.test(word)) return false;
  return /[^/\\][/\\][^/\\]|^[/\\][^/\\]/.test(word) || extensionOf(word) !== '';
}

/** Without its dot, and without what stands behind the file; empty where there is none. */
function extensionOf(path: string): string {
  return /[^/\\]\.([A-Za-z]\w{0,9})$/.exec(path.replace(LINES_BEHIND, ''))?.[1] ?? '';
}
