import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ledger } from '../../src/core/cost/ledger';
import { reportOf } from '../../src/core/cost/report';
import { modelById } from '../../src/core/models/catalogue';
import { PriceBook } from '../../src/core/models/prices';
import { LineFiles } from '../../src/host/lineFiles';
import { Random } from '../unit/core/random';
import { usageOf } from '../unit/core/support';
import { MemoryLog } from '../unit/fakes';
import { median, summary } from './statistics';
import type { Row } from './table';
import { watchTasks } from './tasks';

const recordCount = 100_000;
const months = 12;
const runs = 5;
const goalMs = 1000;
/** The extension host answers nobody while a task lasts. */
const taskGoalMs = 50;

const now = new Date(2026, 10, 25, 12);

type Run = { readonly firstMs: number; readonly againMs: number; readonly longestTaskMs: number };

/** How long Show Spend takes over a year of heavy use, and how long it holds the thread. */
export async function measureReport(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stanza-ledger-'));
  try {
    await writeYear(folder);
    const measured: Run[] = [];
    for (let run = 0; run < runs; run += 1) measured.push(await openOnce(folder));
    const firsts = measured.map(({ firstMs }) => firstMs);
    const tasks = measured.map(({ longestTaskMs }) => longestTaskMs);
    const records = `${recordCount.toLocaleString('en')} requests over ${months} months`;
    return [
      {
        what: 'Show Spend over a year',
        how: `${records}, three lines each, from the files to the report of all time`,
        result: `${summary(firsts, 'ms')}; opened again ${summary(
          measured.map(({ againMs }) => againMs),
          'ms',
        )}`,
        goal: 'under 1 s',
        met: median(firsts) < goalMs,
      },
      {
        what: 'Show Spend over a year: longest task',
        how: 'the longest time for which the thread served nothing else meanwhile',
        result: summary(tasks, 'ms'),
        goal: 'at most 50 ms',
        met: median(tasks) <= taskGoalMs,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openOnce(folder: string): Promise<Run> {
  const prices = new PriceBook(() => ({ 'claude-opus-5-5': { input: 4, output: 20 } }));
  const clock = { now: () => now };
  const log = new MemoryLog();
  const ledger = new Ledger(
    new LineFiles(folder),
    clock,
    () => '',
    log,
    () => {},
    prices,
  );
  const stopWatching = watchTasks();
  const first = await timed(() => show(ledger, prices));
  const longestTaskMs = stopWatching();
  const again = await timed(() => show(ledger, prices));
  return { firstMs: first, againMs: again, longestTaskMs };
}

async function show(ledger: Ledger, prices: PriceBook): Promise<void> {
  const report = await reportOf(await ledger.all(), {
    now,
    periodId: 'all',
    prices,
    pricesAsOf: '',
    locale: 'en',
    lineOf: (id) => modelById(id).line ?? 'other',
    modelName: (id) => modelById(id).displayName,
    taskName: (task) => task,
    strategyModels: {
      haiku: 'claude-haiku-5-5',
      sonnet: 'claude-sonnet-5-5',
      opus: 'claude-opus-5-5',
    },
    budgets: {},
    problems: [],
  });
  if (report.total.requests !== recordCount) throw new Error('Requests are missing.');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** A line for each request, one for the beginning of its response and one for the end. */
async function writeYear(folder: string): Promise<void> {
  const random = new Random(1);
  const startMs = new Date(now.getFullYear(), now.getMonth() - months, now.getDate()).getTime();
  const stepMs = (now.getTime() - startMs) / recordCount;
  const files = new Map<string, string[]>();
  for (let index = 0; index < recordCount; index += 1) {
    const at = new Date(startMs + index * stepMs).toISOString();
    const model = random.pick(['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5']);
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const usage = usageOf({
      input_tokens: random.upTo(50),
      cache_read_input_tokens: random.upTo(60_000),
      cache_creation_input_tokens: random.upTo(4000),
      cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 100 },
      output_tokens: random.upTo(2000),
    });
    const request = {
      v: 1,
      type: 'request',
      id,
      at,
      prices: '2026-10-08',
      reservedUsd: 0.7,
      task: random.pick(['chat', 'explain', 'refactor']),
      tier: 'standard',
      model,
      conversation: `conversation-${random.upTo(2000)}`,
      folder: 'pantry',
      branch: `feature/${random.upTo(100)}`,
      characters: 100_000,
      expected: {
        input_tokens: 0,
        cache_creation_input_tokens: 4000,
        cache_read_input_tokens: 60_000,
        output_tokens: 0,
      },
    };
    const begun = { v: 1, type: 'usage', id, model, usage, exact: false, underWay: true };
    const ended = { v: 1, type: 'usage', id, model, usage, exact: true };
    const file = `${at.slice(0, 7)}.jsonl`;
    const lines = files.get(file) ?? [];
    for (const line of [request, begun, ended]) lines.push(JSON.stringify(line));
    files.set(file, lines);
  }
  await mkdir(path.join(folder, 'ledger'));
  for (const [file, lines] of files) {
    await writeFile(path.join(folder, 'ledger', file), `${lines.join('\n')}\n`);
  }
}
