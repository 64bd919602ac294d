import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { rowsOfPeriod } from '../../../../src/core/cost/period';
import { reportOf } from '../../../../src/core/cost/report';
import type { ReportOptions } from '../../../../src/core/cost/report';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { modelById } from '../../../../src/core/models/catalogue';
import { BUNDLED_PRICES } from '../../../../src/core/models/prices';
import type { SpendGroup, SpendReport } from '../../../../src/shared/spendProtocol';
import { Random } from '../random';
import { assertUsd, usageOf } from '../support';

const HAIKU = 'claude-haiku-4-5';
const SONNET = 'claude-sonnet-4-6';
const OPUS = 'claude-opus-4-7';
const UNKNOWN = 'claude-unheard-of';

/** At three dollars for a million tokens of input. */
const THREE_DOLLARS = usageOf({ input_tokens: 1_000_000 });

function rowOf(at: string, rest: Partial<LedgerRow> = {}): LedgerRow {
  return {
    id: at,
    atMs: Date.parse(at),
    task: 'chat',
    tier: 'standard',
    model: SONNET,
    conversation: 'c1',
    state: 'exact',
    usage: THREE_DOLLARS,
    reservedUsd: 0,
    ...rest,
  };
}

function report(
  rows: readonly LedgerRow[],
  options: Partial<ReportOptions> = {},
): Promise<SpendReport> {
  return reportOf(rows, {
    now: new Date('2026-11-25T12:00:00Z'),
    periodId: undefined,
    prices: BUNDLED_PRICES,
    pricesAsOf: '8 October 2026',
    locale: 'en',
    lineOf: (id) => modelById(id).line ?? 'other',
    modelName: (id) => modelById(id).displayName,
    taskName: (task) => `The ${task}`,
    strategyModels: { haiku: HAIKU, sonnet: SONNET, opus: OPUS },
    budgets: {},
    problems: [],
    ...options,
  });
}

/** One request in November 2026 with this usage. */
function single(counts: Partial<Usage>, model = SONNET): Promise<SpendReport> {
  return report([rowOf('2026-11-10T10:00:00Z', { model, usage: usageOf(counts) })]);
}

function strategy({ strategies }: SpendReport, id: string): number | undefined {
  return strategies.find((each) => each.id === id)?.usd;
}

/** The days on which something was spent. */
function spendingDays({ days }: SpendReport): Record<string, number> {
  return Object.fromEntries(days.flatMap(({ day, usd }) => (usd === 0 ? [] : [[day, usd]])));
}

function groupsOf({ byModel, byTask, byConversation, byBranch }: SpendReport): SpendGroup[][] {
  return [byModel, byTask, byConversation, byBranch].map((groups) => [...groups]);
}

function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}

function randomRows(random: Random): LedgerRow[] {
  const startMs = Date.parse('2026-08-01T00:00:00Z');
  const endMs = Date.parse('2026-12-05T00:00:00Z');
  return Array.from({ length: 300 }, () => startMs + random.upTo(endMs - startMs))
    .toSorted((a, b) => a - b)
    .map((atMs) =>
      rowOf(new Date(atMs).toISOString(), {
        model: random.pick([HAIKU, SONNET, OPUS, UNKNOWN]),
        task: random.pick(['chat', 'edit']),
        conversation: `c${random.upTo(5)}`,
        branch: random.pick([undefined, 'main', 'topic']),
        state: random.pick(['exact', 'estimated', 'open', 'unbilled']),
        usage: random.chance(0.1)
          ? undefined
          : usageOf({
              input_tokens: random.upTo(5000),
              output_tokens: random.upTo(2000),
              cache_creation_input_tokens: random.upTo(3000),
              cache_read_input_tokens: random.upTo(90_000),
              service_tier: random.pick(['standard', 'batch']),
            }),
      }),
    );
}

describe('reportOf', () => {
  let zone: string | undefined;

  beforeEach(() => {
    zone = process.env['TZ'];
    process.env['TZ'] = 'UTC';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('says nothing was spent where there are no rows', async () => {
    const empty = await report([]);
    assert.deepEqual(empty.period, { id: 'month:2026-11', name: 'November 2026' });
    assert.deepEqual(empty.total, {
      requests: 0,
      usd: 0,
      estimatedUsd: 0,
      estimatedRequests: 0,
      unpricedRequests: 0,
    });
    assert.equal(empty.cachedShare, 0);
    assert.deepEqual(empty.saved, { cachingUsd: 0, routingUsd: 0, batchUsd: 0 });
    assert.equal(empty.days.length, 30);
    assert.deepEqual(groupsOf(empty), [[], [], [], []]);
    assert.deepEqual(empty.problems, []);
    assert.equal(empty.pricesAsOf, '8 October 2026');
  });

  it('adds up to the table that is often quoted: 1,000 requests of 2,000 in and 500 out', async () => {
    const models = [
      ...Array.from({ length: 800 }, () => HAIKU),
      ...Array.from({ length: 150 }, () => SONNET),
      ...Array.from({ length: 50 }, () => OPUS),
    ];
    const usage = usageOf({ input_tokens: 2000, output_tokens: 500 });
    const quoted = await report(
      models.map((model) => rowOf('2026-11-10T10:00:00Z', { model, usage })),
    );
    assertUsd(strategy(quoted, 'opus-uncached'), 22.5, 'Opus');
    assertUsd(strategy(quoted, 'sonnet-uncached'), 13.5, 'Sonnet');
    assertUsd(strategy(quoted, 'haiku-uncached'), 4.5, 'Haiku');
    assertUsd(strategy(quoted, 'as-it-was'), 6.75, 'as it was');
    assertUsd(strategy(quoted, 'routed-batch'), 3.375, 'as batches');
    assertUsd(quoted.total.usd, 6.75, 'total');
    assertUsd(quoted.saved.routingUsd, 22.5 - 6.75, 'saved by routing');
    assertUsd(quoted.saved.cachingUsd, 0, 'saved by caching');
    assert.deepEqual(
      quoted.byModel.map(({ name, requests, usd }) => [name, requests, usd.toFixed(4)]),
      [
        ['Claude Haiku 4.5', 800, '3.6000'],
        ['Claude Sonnet 4.6', 150, '2.0250'],
        ['Claude Opus 4.7', 50, '1.1250'],
      ],
    );
  });

  it('tells what caching saved, also where it cost more', async () => {
    const read = await single({ input_tokens: 100_000, cache_read_input_tokens: 900_000 });
    // A million at 3 dollars, against 0.3 fresh and 0.27 read.
    assertUsd(read.saved.cachingUsd, 3 - 0.57);
    assert.equal(read.cachedShare, 0.9);
    assertUsd(strategy(read, 'routed-uncached'), 3);
    assertUsd(strategy(read, 'opus-cached'), 0.5 + 0.45);
    assertUsd(strategy(read, 'opus-uncached'), 5);
    const written = await single({ cache_creation_input_tokens: 1_000_000 });
    assertUsd(written.saved.cachingUsd, 3 - 3.75);
    assert.equal(written.cachedShare, 0);
  });

  it('tells what batches saved, and counts it in all the ways', async () => {
    const batch = await single({ input_tokens: 1_000_000, service_tier: 'batch' });
    assertUsd(batch.total.usd, 1.5);
    assertUsd(batch.saved.batchUsd, 1.5);
    assertUsd(strategy(batch, 'routed-batch'), 1.5);
    assertUsd(strategy(batch, 'opus-uncached'), 2.5);
  });

  it('names the ways with the models that they mean', async () => {
    const { strategies } = await report([], {
      strategyModels: { haiku: HAIKU, sonnet: UNKNOWN, opus: 'claude-opus-5-5' },
    });
    assert.deepEqual(
      strategies.map(({ id, name }) => [id, name]),
      [
        ['as-it-was', 'As it was: routed, cached'],
        ['routed-uncached', 'Routed, not cached'],
        ['routed-batch', 'Routed, cached, all as batches'],
        ['opus-cached', 'All Opus 5.5, cached'],
        ['opus-uncached', 'All Opus 5.5, not cached'],
        ['haiku-cached', 'All Haiku 4.5, cached'],
        ['haiku-uncached', 'All Haiku 4.5, not cached'],
      ],
    );
  });

  it('counts a fast request at the usual speed of models that have no fast one', async () => {
    const fast = await single({ input_tokens: 1_000_000, speed: 'fast' }, 'claude-opus-5-5');
    assertUsd(fast.total.usd, 8);
    assertUsd(strategy(fast, 'as-it-was'), 8);
    assertUsd(strategy(fast, 'sonnet-uncached'), 3);
    assertUsd(strategy(fast, 'opus-uncached'), 5);
  });

  it('claims no saving by routing where the deep tier has no price', async () => {
    const rows = [rowOf('2026-11-10T10:00:00Z')];
    const { saved } = await report(rows, {
      strategyModels: { haiku: HAIKU, sonnet: SONNET, opus: UNKNOWN },
    });
    assert.equal(saved.routingUsd, 0);
  });

  it('counts requests without a price apart, and in no way of spending', async () => {
    const mixed = await report([
      rowOf('2026-11-10T10:00:00Z'),
      rowOf('2026-11-10T11:00:00Z', { model: UNKNOWN }),
    ]);
    assert.equal(mixed.total.requests, 2);
    assert.equal(mixed.total.unpricedRequests, 1);
    assertUsd(mixed.total.usd, 3);
    assertUsd(strategy(mixed, 'opus-cached'), 5);
    assertUsd(strategy(mixed, 'as-it-was'), 3);
    assert.deepEqual(
      mixed.byModel.map(({ key, usd, unpricedRequests }) => [key, usd, unpricedRequests]),
      [
        [SONNET, 3, 0],
        [UNKNOWN, 0, 1],
      ],
    );
  });

  it('tells what is estimated, and leaves out what was never billed', async () => {
    const { total, today, month } = await report([
      rowOf('2026-11-10T10:00:00Z'),
      rowOf('2026-11-25T09:00:00Z', { state: 'estimated' }),
      rowOf('2026-11-25T10:00:00Z', { state: 'open' }),
      rowOf('2026-11-25T10:30:00Z', { state: 'open', usage: undefined }),
      rowOf('2026-11-25T11:00:00Z', { state: 'unbilled' }),
    ]);
    assert.deepEqual(total, {
      requests: 4,
      usd: 9,
      estimatedUsd: 6,
      estimatedRequests: 3,
      unpricedRequests: 0,
    });
    assert.deepEqual(today, { usd: 6, estimated: true, budgetUsd: undefined });
    assert.deepEqual(month, { usd: 9, estimated: true, budgetUsd: undefined });
  });

  it('holds today and this month against the budgets, whatever period is looked at', async () => {
    const rows = [
      rowOf('2026-10-31T23:59:59Z'),
      rowOf('2026-11-01T00:00:00Z'),
      rowOf('2026-11-24T23:59:59Z'),
      rowOf('2026-11-25T00:00:00Z'),
    ];
    const october = await report(rows, {
      periodId: 'month:2026-10',
      budgets: { perDayUsd: 5, perMonthUsd: 50 },
    });
    assert.deepEqual(october.today, { usd: 3, estimated: false, budgetUsd: 5 });
    assert.deepEqual(october.month, { usd: 9, estimated: false, budgetUsd: 50 });
    assertUsd(october.total.usd, 3);
  });

  it('lets requests from the future count on their own day, and says so', async () => {
    const rows = [rowOf('2026-11-25T09:00:00Z'), rowOf('2026-12-24T09:00:00Z')];
    const all = await report(rows, { periodId: 'all', problems: ['A line is broken.'] });
    assert.deepEqual(spendingDays(all), { '2026-11-25': 3, '2026-12-24': 3 });
    assert.equal(all.today.usd, 6);
    assert.equal(all.month.usd, 6);
    assert.equal(all.problems.length, 2);
    assert.equal(all.problems[0], 'A line is broken.');
    assert.match(all.problems[1] ?? '', /future.* 1\b/);
    const november = await report(rows);
    assertUsd(november.total.usd, 3);
  });

  describe('its groups', () => {
    it('are in the order of their dollars, then of their requests', async () => {
      const { byTask } = await report([
        rowOf('2026-11-10T10:00:00Z', { task: 'once', model: UNKNOWN }),
        rowOf('2026-11-10T10:00:01Z', { task: 'twice', model: UNKNOWN }),
        rowOf('2026-11-10T10:00:02Z', { task: 'twice', model: UNKNOWN }),
        rowOf('2026-11-10T10:00:03Z', { task: 'dear' }),
      ]);
      assert.deepEqual(
        byTask.map(({ key, name }) => [key, name]),
        [
          ['dear', 'The dear'],
          ['twice', 'The twice'],
          ['once', 'The once'],
        ],
      );
    });

    it('have names also for what has no branch and for conversations that are gone', async () => {
      const { byBranch, byConversation } = await report([
        rowOf('2026-11-10T10:00:00Z', { branch: 'main' }),
        rowOf('2026-11-10T10:00:01Z', { branch: 'main' }),
        rowOf('2026-11-10T10:00:02Z', { conversation: 'c2' }),
      ]);
      assert.deepEqual(
        byBranch.map(({ name, requests }) => [name, requests]),
        [
          ['main', 2],
          ['no branch', 1],
        ],
      );
      assert.deepEqual(
        byConversation.map(({ name }) => name),
        ['c1', 'c2'],
      );
    });

    it('sum to the total, and so do the days, for random rows', async () => {
      const random = new Random(7);
      for (let round = 0; round < 30; round += 1) {
        const rows = randomRows(random);
        const periodId = random.pick(['all', 'days:30', 'month:2026-10', 'month:2026-11']);
        const result = await report(rows, { periodId });
        const { total } = result;
        const counted = rowsOfPeriod(rows, periodId, new Date('2026-11-25T12:00:00Z'));
        assert.equal(total.requests, counted.filter(({ state }) => state !== 'unbilled').length);
        for (const groups of groupsOf(result)) {
          assertUsd(
            sumOf(groups, ({ usd }) => usd),
            total.usd,
          );
          assertUsd(
            sumOf(groups, ({ estimatedUsd }) => estimatedUsd),
            total.estimatedUsd,
          );
          assert.equal(
            sumOf(groups, ({ requests }) => requests),
            total.requests,
          );
          assert.equal(
            sumOf(groups, ({ unpricedRequests }) => unpricedRequests),
            total.unpricedRequests,
          );
        }
        assertUsd(
          sumOf(result.days, ({ usd }) => usd),
          total.usd,
          'days',
        );
        for (const { usd, byLine } of result.days) {
          assertUsd(
            sumOf(byLine, (line) => line.usd),
            usd,
            'lines',
          );
        }
        assertUsd(strategy(result, 'as-it-was'), total.usd, 'as it was');
      }
    });
  });

  describe('its periods', () => {
    it('are the last days, each month with requests and this one, and all', async () => {
      const rows = [rowOf('2025-12-31T10:00:00Z'), rowOf('2026-09-01T10:00:00Z')];
      assert.deepEqual((await report(rows)).periods, [
        { id: 'days:30', name: 'Last 30 days' },
        { id: 'month:2026-11', name: 'November 2026' },
        { id: 'month:2026-09', name: 'September 2026' },
        { id: 'month:2025-12', name: 'December 2025' },
        { id: 'all', name: 'All time' },
      ]);
      assert.equal((await report(rows, { locale: 'de' })).period.name, 'November 2026');
      assert.equal((await report(rows, { locale: 'fr' })).period.name, 'novembre 2026');
    });

    it('fall back to this month where the id says nothing', async () => {
      for (const periodId of ['', 'week', 'month:now', 'days:7']) {
        assert.equal((await report([], { periodId })).period.id, 'month:2026-11');
      }
    });

    it('have every day, also those without any spending', async () => {
      const rows = [rowOf('2026-10-25T10:00:00Z'), rowOf('2026-10-27T10:00:00Z')];
      const days30 = await report(rows, { periodId: 'days:30' });
      assert.equal(days30.days.length, 30);
      assert.equal(days30.days[0]?.day, '2026-10-27');
      assert.equal(days30.days.at(-1)?.day, '2026-11-25');
      assert.deepEqual(spendingDays(days30), { '2026-10-27': 3 });
      const all = await report(rows, { periodId: 'all' });
      assert.equal(all.days[0]?.day, '2026-10-25');
      assert.equal(all.days.at(-1)?.day, '2026-11-25');
      assert.deepEqual(all.days[0]?.byLine, [{ line: 'sonnet', usd: 3 }]);
    });

    it('reach no further than a clock can have been wrong by accident', async () => {
      const all = await report([rowOf('1970-01-01T10:00:00Z'), rowOf('2999-11-10T10:00:00Z')], {
        periodId: 'all',
      });
      assert.equal(all.days[0]?.day, '2016-11-01');
      assert.equal(all.days.at(-1)?.day, '2027-11-01');
    });

    it('begin and end a day where the clocks change at local midnight', async () => {
      process.env['TZ'] = 'America/New_York';
      const rows = [
        // 8 March has 23 hours: from 05:00 to 04:00, as UTC tells the time.
        rowOf('2026-03-08T05:00:00Z'),
        rowOf('2026-03-09T03:59:59Z'),
        rowOf('2026-03-09T04:00:00Z'),
        // 1 November has 25 hours: from 04:00 to 05:00.
        rowOf('2026-11-01T03:59:59Z'),
        rowOf('2026-11-01T04:00:00Z'),
        rowOf('2026-11-02T04:59:59Z'),
        rowOf('2026-11-02T05:00:00Z'),
      ];
      const all = await report(rows, { periodId: 'all' });
      assert.deepEqual(spendingDays(all), {
        '2026-03-08': 6,
        '2026-03-09': 3,
        '2026-10-31': 3,
        '2026-11-01': 6,
        '2026-11-02': 3,
      });
      const names = all.days.map(({ day }) => day);
      assert.equal(new Set(names).size, names.length);
      const november = await report(rows);
      assertUsd(november.total.usd, 9);
      assert.equal(november.days.length, 30);
      const { today } = await report(rows, { now: new Date('2026-11-02T04:30:00Z') });
      assertUsd(today.usd, 9);
    });
  });

  it('lets others have the thread', async () => {
    let breaths = 0;
    const rows = Array.from({ length: 10_000 }, () => rowOf('2026-11-10T10:00:00Z'));
    const { total } = await report(rows, {
      breathe: () => {
        breaths += 1;
        return Promise.resolve();
      },
    });
    assertUsd(total.usd, 30_000);
    assert.equal(breaths, 5);
  });
});
