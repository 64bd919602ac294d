import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportOf } from '../../src/core/cost/report';
import type { LedgerRow } from '../../src/core/cost/row';
import { modelById } from '../../src/core/models/catalogue';
import { PriceBook } from '../../src/core/models/prices';
import { Random } from '../unit/core/random';
import { usageOf } from '../unit/core/support';
import { median, summary } from './statistics';
import type { Row } from './table';

const rowCount = 100_000;
const months = 12;
const runs = 5;
const goalMs = 1000;
/** The extension host answers nobody while a stretch lasts. */
const stretchGoalMs = 50;

const now = new Date(2026, 10, 25, 12);

/** How long Show Spend computes over a year of heavy use, and how long it holds the thread. */
export async function measureReport(): Promise<Row[]> {
  const rows = randomRows();
  const all: Run[] = [];
  const month: Run[] = [];
  for (let run = 0; run < runs; run += 1) {
    all.push(await timeReport(rows, 'all'));
    month.push(await timeReport(rows, undefined));
  }
  const togetherMs = all.map(({ ms }, run) => ms + (month[run]?.ms ?? 0));
  const stretchesMs = [...all, ...month].map(({ longestStretchMs }) => longestStretchMs);
  const how = `${rowCount.toLocaleString('en')} requests over ${months} months`;
  return [
    row('Spend, all time', how, summary(msOf(all), 'ms')),
    row('Spend, this month', how, summary(msOf(month), 'ms')),
    {
      ...row('Spend, both', how, summary(togetherMs, 'ms')),
      goal: `under ${goalMs / 1000} s`,
      met: median(togetherMs) < goalMs,
    },
    {
      ...row('Spend, longest without yielding', how, `${Math.max(...stretchesMs).toFixed(1)} ms`),
      goal: `under ${stretchGoalMs} ms`,
      met: Math.max(...stretchesMs) < stretchGoalMs,
    },
  ];
}

type Run = { readonly ms: number; readonly longestStretchMs: number };

function row(what: string, how: string, result: string): Row {
  return { what, how, result, goal: '', met: undefined };
}

function msOf(measured: readonly Run[]): number[] {
  return measured.map(({ ms }) => ms);
}

async function timeReport(rows: readonly LedgerRow[], periodId: string | undefined): Promise<Run> {
  let longestStretchMs = 0;
  const startedMs = performance.now();
  let resumedMs = startedMs;
  const endStretch = (): void => {
    longestStretchMs = Math.max(longestStretchMs, performance.now() - resumedMs);
  };
  await reportOf(rows, {
    now,
    periodId,
    prices: new PriceBook(() => ({ 'claude-opus-5-5': { input: 4, output: 20 } })),
    pricesAsOf: '',
    locale: 'en',
    lineOf: (id) => modelById(id).line ?? 'other',
    modelName: (id) => modelById(id).displayName,
    taskName: (task) => task,
    conversationName: (id) => id,
    strategyModels: {
      haiku: 'claude-haiku-5-5',
      sonnet: 'claude-sonnet-5-5',
      opus: 'claude-opus-5-5',
    },
    budgets: {},
    problems: [],
    breathe: async () => {
      endStretch();
      await nextTurn();
      resumedMs = performance.now();
    },
  });
  endStretch();
  return { ms: performance.now() - startedMs, longestStretchMs };
}

function randomRows(): LedgerRow[] {
  const random = new Random(1);
  const startMs = new Date(now.getFullYear(), now.getMonth() - months, now.getDate()).getTime();
  const times = Array.from(
    { length: rowCount },
    () => startMs + random.upTo(now.getTime() - startMs),
  );
  return times
    .toSorted((a, b) => a - b)
    .map((atMs, index) => ({
      id: String(index),
      atMs,
      task: random.pick(['chat', 'edit', 'title']),
      tier: 'standard',
      model: random.pick([
        'claude-haiku-5-5',
        'claude-sonnet-5-5',
        'claude-opus-5-5',
        'unheard-of',
      ]),
      conversation: `conversation ${random.upTo(2000)}`,
      branch: random.chance(0.2) ? undefined : `branch-${random.upTo(200)}`,
      state: random.pick(['exact', 'exact', 'exact', 'estimated', 'open']),
      usage: usageOf({
        input_tokens: random.upTo(5000),
        cache_read_input_tokens: random.upTo(120_000),
        cache_creation_input_tokens: random.upTo(4000),
        output_tokens: random.upTo(2000),
        service_tier: random.chance(0.1) ? 'batch' : 'standard',
      }),
      reservedUsd: 0,
    }));
}
