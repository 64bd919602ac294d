import { AnswerParser } from '../../src/core/edit/answerParser';
import { locate } from '../../src/core/edit/locate';
import { PendingText } from '../../src/core/edit/pendingText';
import type { Plan } from '../../src/core/edit/pendingText';
import { Random } from '../unit/core/random';
import { longEdit, newLines, sampleLines } from './editSamples';
import { median, summary } from './statistics';
import type { Row } from './table';

const runs = 9;
const documentLines = 20_000;
const quotedLines = 300;
/** About 24,000 words: quoted and replaced. */
const longLines = 3_000;
/** Pieces have one to so many letters. */
const mostLetters = 40;
/** At 500 words a second, so many come between two updates. */
const wordsOfUpdate = 33;
const lettersOfWord = 7;
const taskGoalMs = 50;
const lastQuarterGoal = 1.2;

/** What the host does with an answer between its pieces, without an editor. */
export function measureEditSpeed(): Row[] {
  const document = sampleLines(documentLines);
  return [...locateRows(document), streamRow(document)];
}

function locateRows(document: readonly string[]): Row[] {
  const start = document.length / 2;
  const exact = document.slice(start, start + quotedLines);
  // Somebody has changed every tenth line since it was read.
  const stale = exact.map((line, index) => (index % 10 === 1 ? `${line} // TODO` : line));
  return [
    locateRow('exact', document, exact),
    locateRow(
      'reindented',
      document,
      exact.map((line) => (line === '' ? line : `    ${line}`)),
    ),
    locateRow('stale', document, stale),
  ];
}

function locateRow(how: string, document: readonly string[], old: readonly string[]): Row {
  const times = Array.from({ length: runs }, () => {
    const startMs = performance.now();
    const found = locate(document, old, 0);
    if (!('how' in found) || found.how !== how) throw new Error(`Not found as ${how}.`);
    found.fit(old);
    return performance.now() - startMs;
  });
  return {
    what: `Finding ${quotedLines} quoted lines in 20,000: ${how}`,
    how: 'until the new lines could be written, plain Node',
    result: summary(times, 'ms', 1),
    goal: 'at most 50 ms',
    met: median(times) <= taskGoalMs,
  };
}

function streamRow(document: readonly string[]): Row {
  const answer = longEdit(document, document.length / 2, longLines, 1);
  const all = Array.from({ length: runs }, (_, run) => readAnswer(document, answer, run));
  const megabytes = Buffer.byteLength(answer) / 1e6;
  const perMegabyte = all.map(({ totalMs }) => totalMs / megabytes);
  const first = median(all.map(({ quartersMs }) => quartersMs[0] ?? Number.NaN));
  const last = median(all.map(({ quartersMs }) => quartersMs[3] ?? Number.NaN));
  const words = answer.match(/\S+/g)?.length ?? 0;
  return {
    what: `An edit of ${words.toLocaleString('en')} words in 20,000 lines: last quarter to first`,
    how: 'processor time of parser and pending lines in plain Node, pieces of random length, an update each 33 words as at 500 words a second; quarters of the new lines',
    result: `${(last / first).toFixed(2)} times; ${summary(perMegabyte, 'ms')} for each MB`,
    goal: 'at most 1.2 times',
    met: last / first <= lastQuarterGoal,
  };
}

type Reading = { readonly totalMs: number; readonly quartersMs: readonly number[] };

/** Reads an answer of one edit as the host does, and updates the document as often as it does. */
function readAnswer(document: readonly string[], answer: string, seed: number): Reading {
  const parser = new AnswerParser();
  const text = new PendingText(document);
  let hunk = 0;
  let waiting: string[] = [];
  let words = 0;
  /** When each of the updates was made. */
  const updates: number[] = [];
  const startMs = workedMs();
  for (const piece of piecesOf(answer, new Random(seed))) {
    for (const event of parser.push(piece)) {
      if (event.type === 'line') waiting.push(event.text);
      else if (event.type === 'begin' && event.target.type === 'quote') {
        const found = locate(text.lines, event.target.old, 0);
        if ('problem' in found) throw new Error(`It was ${found.problem}.`);
        hunk = text.begin(found.start, found.end);
        updates.push(workedMs());
      } else if (event.type === 'end') {
        commit(text, text.planEnd(hunk, waiting));
        waiting = [];
      }
    }
    words += piece.length / lettersOfWord;
    if (words < wordsOfUpdate || waiting.length === 0) continue;
    words = 0;
    commit(text, text.planLines(hunk, waiting));
    waiting = [];
    updates.push(workedMs());
  }
  const totalMs = workedMs() - startMs;
  if (newLines(document, text.lines) < longLines / 2) throw new Error('It was not written.');
  const marks = [0, 0.25, 0.5, 0.75, 1].map(
    (part) => updates[Math.round((updates.length - 1) * part)] ?? Number.NaN,
  );
  return {
    totalMs,
    quartersMs: marks.slice(1).map((mark, index) => mark - (marks[index] ?? Number.NaN)),
  };
}

/** Processor time, since other programs on the machine would count otherwise. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function commit(text: PendingText, plan: Plan | undefined): void {
  if (!plan) throw new Error('The hunk is gone.');
  text.commit(plan);
}

function* piecesOf(text: string, random: Random): Generator<string> {
  for (let start = 0; start < text.length;) {
    const length = 1 + random.upTo(mostLetters - 1);
    yield text.slice(start, start + length);
    start += length;
  }
}
