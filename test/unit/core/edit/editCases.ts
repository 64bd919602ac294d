import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { splitLines } from '../../../../src/core/edit/lines';
import type { AnsweredDocument, Applied } from './applyAnswer';

/** An answer to a document, and what is to come of it; see test/fixtures/edits. */
export interface EditCase {
  /** Its language and file name. */
  readonly name: string;
  readonly document: AnsweredDocument;
  readonly answer: string;
  readonly expected: string;
  /** Each as `4: -2 +3`: the line in the new text from 1, and how many lines go and come. */
  readonly hunks: readonly string[];
  readonly leftOut: readonly string[];
}

const FOLDER = path.resolve('test/fixtures/edits');

/** No document and no answer has such a line. */
const HEAD = /^===== (document|answer|expected|hunks|left out)(?: (.*))?$/;

interface Section {
  readonly options: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
}

export function readEditCases(): EditCase[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .toSorted()
    .map(readCase);
}

function readCase(file: string): EditCase {
  const sections = sectionsOf(splitLines(readFileSync(path.join(FOLDER, file), 'utf8')));
  const [document, answer, expected] = ['document', 'answer', 'expected'].map((name) => {
    const section = sections.get(name);
    if (!section) throw new Error(`${file} has no ${name}`);
    return section;
  });
  if (!document || !answer || !expected) throw new Error(`${file} lacks a section`);
  const text = textOf(document);
  return {
    name: file.replaceAll('\\', '/').replace(/\.txt$/, ''),
    document: {
      text,
      path: document.options.get('path') ?? 'src/file',
      selected: selectionOf(document.options.get('select'), text),
    },
    answer: textOf(answer),
    expected: expected.options.has('same') ? text : textOf(expected, document),
    hunks: sections.get('hunks')?.lines ?? [],
    leftOut: sections.get('left out')?.lines ?? [],
  };
}

function sectionsOf(lines: readonly string[]): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  let current: string[] | undefined;
  for (const line of lines.at(-1) === '' ? lines.slice(0, -1) : lines) {
    const [, name, options = ''] = HEAD.exec(line) ?? [];
    if (name !== undefined) {
      current = [];
      sections.set(name, { options: optionsOf(options), lines: current });
    } else current?.push(line);
  }
  return sections;
}

function optionsOf(text: string): ReadonlyMap<string, string> {
  const words = text.split(' ').filter((word) => word !== '');
  return new Map(words.map((word) => [word.split('=')[0] ?? '', word.split('=')[1] ?? '']));
}

/** `eol=crlf` gives the line breaks, `open` a last line without one; both stand at the document. */
function textOf({ lines, options }: Section, like: Pick<Section, 'options'> = { options }): string {
  const eol = like.options.get('eol') === 'crlf' ? '\r\n' : '\n';
  if (lines.length === 0) return '';
  return lines.join(eol) + (options.has('open') ? '' : eol);
}

/** Lines from 1, both included; without them the task is about nothing that is above line 1. */
function selectionOf(lines: string | undefined, text: string): AnsweredDocument['selected'] {
  if (lines === 'all') return { start: 0, end: text.replace(/\r?\n$/, '').split('\n').length };
  const [first = '1', last = '0'] = lines?.split('-') ?? [];
  return { start: Number(first) - 1, end: Number(last) };
}

/** Hunks as the cases tell them. */
export function toldHunks({ hunks }: Applied): string[] {
  return hunks.map((hunk) => `${hunk.start + 1}: -${hunk.old.length} +${hunk.new.length}`);
}
