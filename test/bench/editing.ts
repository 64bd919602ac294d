import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openFile, openStage } from '../ui/support';
import type { Stage } from '../ui/support';
import { longEdit, sampleLines } from './editSamples';
import { measureEditSpeed } from './editSpeed';
import { measureEditTokens } from './editTokens';
import { measureFirstLine } from './firstLine';
import { busiestSecond, takeHostSight, tasksWithin, watchExtensionHost } from './hostWatch';
import type { HostSight } from './hostWatch';
import { refactorWith, rejectAll } from './refactoring';
import type { Report } from './report';
import { median, summary } from './statistics';
import type { Row } from './table';

const file = 'large.go';
const fileLines = 20_000;
const editedLines = 300;
const runs = 5;
const taskGoalMs = 50;
/** One each 66 ms, and the last lines of a hunk at once. */
const updatesGoal = 16;

/** One answer that was written into the document, or a span of time in which nothing was. */
type Run = {
  readonly taskMs: number;
  readonly workedMs: number;
  readonly updates: number;
  readonly spanMs: number;
};

/** How changes stream into a document, in a real VS Code. */
export async function measureEditing(report: Report): Promise<Row[]> {
  const { stage, end } = await openStage();
  try {
    const document = sampleLines(fileLines);
    await writeFile(path.join(stage.folder, file), `${document.join('\n')}\n`);
    report('Ten changed lines of 2,000');
    const tokens = await measureEditTokens(stage);
    await openFile(stage, file);
    const rows = await measureLarge(stage, document, report);
    report('The first changed line');
    rows.push(await measureFirstLine(stage, document));
    report('Finding and reading edits');
    return [...rows, tokens, ...measureEditSpeed()];
  } finally {
    await end();
  }
}

async function measureLarge(
  stage: Stage,
  document: readonly string[],
  report: Report,
): Promise<Row[]> {
  // The first task loads what it needs, and makes the engine compile it.
  await streamOnce(stage, document, 0, Number.MAX_SAFE_INTEGER, { isWatched: false });
  await watchExtensionHost(stage.workbench.server);
  const paced: Run[] = [];
  const fast: Run[] = [];
  for (let run = 1; run <= runs; run += 1) {
    report(`300 lines into 20,000, ${run} of ${runs}`);
    paced.push(await streamOnce(stage, document, run, 500));
    fast.push(await streamOnce(stage, document, run, Number.MAX_SAFE_INTEGER));
  }
  report('The idle extension host, for comparison');
  const idle: Run[] = [];
  for (const { spanMs } of paced) idle.push(await idleOnce(stage, spanMs));
  return [
    ...rowsAbout('at 500 words a second', paced, idle),
    ...rowsAbout('at full speed', fast, idle),
  ];
}

async function streamOnce(
  stage: Stage,
  document: readonly string[],
  run: number,
  wordsPerSecond: number,
  { isWatched = true } = {},
): Promise<Run> {
  const { server } = stage.workbench;
  const start = document.length / 2;
  const text = longEdit(document, start, editedLines, run);
  if (isWatched) await takeHostSight(server);
  const { at: from, to } = await refactorWith(stage, { text, wordsPerSecond }, start + 1);
  const sight = isWatched ? await takeHostSight(server) : undefined;
  await rejectAll(stage);
  if (sight && !sight.text.includes(`In${run}(`)) throw new Error('The lines are not there.');
  return runOf(sight, from, to);
}

async function idleOnce({ workbench }: Stage, spanMs: number): Promise<Run> {
  await takeHostSight(workbench.server);
  const from = Date.now();
  await workbench.page.waitForTimeout(spanMs);
  const to = Date.now();
  return runOf(await takeHostSight(workbench.server), from, to);
}

function runOf(sight: HostSight | undefined, from: number, to: number): Run {
  const tasks = sight ? tasksWithin(sight, from, to) : [];
  return {
    taskMs: Math.max(0, ...tasks.map(({ durationMs }) => durationMs)),
    workedMs: Math.max(0, ...tasks.map(({ workedMs }) => workedMs)),
    updates: sight ? busiestSecond(sight) : 0,
    spanMs: to - from,
  };
}

function rowsAbout(speed: string, all: readonly Run[], idle: readonly Run[]): Row[] {
  const updates = all.map((run) => run.updates);
  const worked = all.map(({ workedMs }) => workedMs);
  const what = `300 lines into a file of 20,000 lines, ${speed}`;
  return [
    {
      what: `${what}: longest task in the extension host`,
      how: 'processor time in the longest turn of its event loop between the request and the settled change, by a timer of 1 ms',
      result: `${summary(worked, 'ms')}, by the clock ${describe(all)}; idle for as long by the clock ${describe(idle)}`,
      goal: 'at most 50 ms',
      met: median(worked) <= taskGoalMs,
    },
    {
      what: `${what}: updates a second`,
      how: 'changes of the document that extensions are told of, in the busiest second',
      result: summary(updates, 'updates'),
      goal: 'at most about 15',
      met: Math.max(...updates) <= updatesGoal,
    },
  ];
}

/** A busy machine shows in an idle extension host too. */
function describe(all: readonly Run[]): string {
  return summary(
    all.map(({ taskMs }) => taskMs),
    'ms',
  );
}
