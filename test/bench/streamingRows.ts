import { newConversation, openBenchWindow, startChat } from './chat';
import type { Chat } from './chat';
import { measureFirstToken } from './firstToken';
import { mixedMarkdown, oneCodeBlock, oneList, oneParagraph } from './longAnswer';
import { installProbe, noteLongTasks } from './pageProbe';
import type { LongTask } from './pageProbe';
import { Renderer } from './renderer';
import type { Report } from './report';
import { median, summary } from './statistics';
import { fullSpeed, measureIdle, streamAnswer } from './streaming';
import type { Idle, Speed, Streamed } from './streaming';
import type { Row } from './table';

const readingSpeed: Speed = { wordsPerSecond: 500, sampleMs: 200 };
const idleMs = 48_000;
const fullSpeedRuns = 9;
const lateGoalMs = 1_000;
const lastQuarterGoal = 1.2;
/** Two collections of an unchanged page differ by about so much. */
const memoryNoiseBytes = 1_000_000;

export type StreamingResult = { readonly rows: readonly Row[]; readonly browserVersion: string };

/** Everything that is measured in one window with the chat open. */
export async function measureStreaming(report: Report): Promise<StreamingResult> {
  const window = await openBenchWindow();
  try {
    const chat = await startChat(window);
    const { page, browser } = chat.workbench;
    await installProbe(chat.frame);
    await noteLongTasks(page);
    const rows = await measureChat(chat, report);
    return { rows, browserVersion: browser.browser()?.version() ?? 'of unknown version' };
  } finally {
    await window.close();
  }
}

async function measureChat(chat: Chat, report: Report): Promise<Row[]> {
  const renderer = await Renderer.of(chat.workbench.page, chat.frame);
  report('First token');
  const firstToken = await measureFirstToken(chat);
  await newConversation(chat);
  report('The idle window, for comparison');
  const idle = await measureIdle(chat, renderer, idleMs);
  const stream = async (text: string, speed: Speed): Promise<Streamed> =>
    streamAnswer(chat, renderer, text, speed, idle);
  const text = mixedMarkdown();
  // The first long answer makes the browser compile what it only interpreted until then.
  await stream(text, fullSpeed);
  report('A long answer at 500 words a second');
  const paced = await stream(text, readingSpeed);
  const fast: Streamed[] = [];
  for (let run = 1; run <= fullSpeedRuns; run += 1) {
    report(`A long answer at full speed, ${run} of ${fullSpeedRuns}`);
    fast.push(await stream(text, fullSpeed));
  }
  report('The worst cases');
  const worst = [
    worstRow('code block', await stream(oneCodeBlock(), fullSpeed), idle),
    worstRow('paragraph', await stream(oneParagraph(), fullSpeed), idle),
    worstRow('list', await stream(oneList(), fullSpeed), idle),
  ];
  return [
    firstToken,
    ...rowsAbout('at 500 words a second', [paced], idle),
    ...rowsAbout('at full speed', fast, idle),
    memoryRow([paced, ...fast], text.length),
    ...worst,
  ];
}

function rowsAbout(speed: string, runs: readonly Streamed[], idle: Idle): Row[] {
  const late = runs.map(({ lateMs }) => lateMs);
  const complete = runs.filter((run) => run.complete).length;
  const tasks = runs.flatMap(({ longTasks }) => longTasks);
  const ratio = lastToFirst(runs);
  return [
    {
      what: `24,000 words ${speed}: complete`,
      how: 'from the end of the stream to the frame that shows the end; every letter compared',
      result: `${summary(late, 'ms')} after the end; complete in ${complete} of ${runs.length}`,
      goal: 'within 1 s',
      met: complete === runs.length && Math.max(...late) <= lateGoalMs,
    },
    {
      what: `24,000 words ${speed}: long tasks`,
      how: 'tasks over 50 ms on the thread that the chat shares with the workbench',
      result: `${describeTasks(tasks)}; idle: ${describeTasks(idle.longTasks)}`,
      goal: 'none',
      met: tasks.length === 0,
    },
    {
      what: `24,000 words ${speed}: last quarter to first`,
      how: "the renderer's processor time for each quarter of the text, median of the runs, less its idle work",
      result: `${ratio.toFixed(2)} times (${describeQuarters(runs)})`,
      goal: 'at most 1.2 times',
      met: ratio <= lastQuarterGoal,
    },
  ];
}

function memoryRow(runs: readonly Streamed[], textLength: number): Row {
  const grown = runs.map(({ memory }) => (memory.withBytes - memory.beforeBytes) / 1e6);
  const kept = runs.map(({ memory }) => (memory.afterBytes - memory.beforeBytes) / 1e6);
  const first = runs.at(0)?.memory.beforeBytes ?? Number.NaN;
  const last = runs.at(-1)?.memory.afterBytes ?? Number.NaN;
  return {
    what: '24,000 words: memory',
    how: `memory of scripts and documents in the renderer after a collection, with the answer (${textLength} characters) and after New Conversation`,
    result:
      `${summary(grown, 'MB', 1)} with the answer; ${summary(kept, 'MB', 1)} afterwards, ` +
      `${((last - first) / 1e6).toFixed(1)} MB over all ${runs.length}`,
    goal: 'no growth beyond the text',
    met: last - first <= memoryNoiseBytes,
  };
}

function worstRow(what: string, run: Streamed, idle: Idle): Row {
  const [complete] = rowsAbout('at full speed', [run], idle);
  return {
    what: `24,000 words as one ${what}, at full speed`,
    how: 'as above',
    result: `${complete?.result}; long tasks: ${describeTasks(run.longTasks)}; quarters ${describeQuarters([run])}`,
    goal: '',
    met: undefined,
  };
}

function lastToFirst(runs: readonly Streamed[]): number {
  const [first, , , last] = medianQuarters(runs);
  return (last ?? Number.NaN) / (first ?? Number.NaN);
}

function describeQuarters(runs: readonly Streamed[]): string {
  return `${medianQuarters(runs)
    .map((ms) => ms.toFixed(0))
    .join(', ')} ms`;
}

/** A quarter at full speed is a few slices long, so that a single run says little. */
function medianQuarters(runs: readonly Streamed[]): number[] {
  return [0, 1, 2, 3].map((index) =>
    median(runs.map(({ quartersMs }) => quartersMs[index] ?? Number.NaN)),
  );
}

/** Tells the workbench's own tasks from those of the chat, whose page is below its own. */
function describeTasks(tasks: readonly LongTask[]): string {
  if (tasks.length === 0) return 'none';
  const own = tasks.filter(isWorkbench);
  const chats = tasks.filter((task) => !isWorkbench(task));
  return [describe('chat', chats), describe('workbench', own)].filter(Boolean).join(', ');
}

function isWorkbench({ name }: LongTask): boolean {
  return name === 'self';
}

function describe(whose: string, tasks: readonly LongTask[]): string {
  if (tasks.length === 0) return '';
  const longestMs = Math.max(...tasks.map(({ durationMs }) => durationMs));
  return `${tasks.length} of the ${whose} up to ${longestMs.toFixed(0)} ms`;
}
