import assert from 'node:assert/strict';
import { Ledger } from '../../../../src/core/cost/ledger';
import { stillFits } from '../../../../src/core/cost/budget';
import { modelById } from '../../../../src/core/models/catalogue';
import type { LedgerRequest } from '../../../../src/core/cost/ledger';
import { countingIds, FakeClock, MemoryLines, MemoryLog } from '../../fakes';
import { assertUsd, usageOf } from '../support';

const REQUEST: LedgerRequest = {
  task: 'chat',
  tier: 'standard',
  model: 'claude-sonnet-5-5',
  conversation: 'c-1',
};
const MODEL = REQUEST.model;
/** A dollar at two dollars for a million tokens. */
const ONE_DOLLAR = usageOf({ input_tokens: 500_000 });
const HALF_A_DOLLAR = usageOf({ input_tokens: 250_000 });
const NOVEMBER = 'ledger/2026-11.jsonl';

async function spend(ledger: Ledger, usage = ONE_DOLLAR, model = MODEL): Promise<void> {
  await (await ledger.open(REQUEST)).record(usage, model, { exact: true });
}

describe('Ledger', () => {
  let lines: MemoryLines;
  let clock: FakeClock;
  let log: MemoryLog;
  let changes: number;
  let zone: string | undefined;

  beforeEach(() => {
    lines = new MemoryLines();
    clock = new FakeClock();
    log = new MemoryLog();
    changes = 0;
    zone = process.env['TZ'];
    process.env['TZ'] = 'UTC';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  /** Another window on the same files has ids of its own. */
  function open(window = 'a'): Ledger {
    return new Ledger(lines, clock, countingIds(window), log, () => (changes += 1));
  }

  it('is empty before the first request', async () => {
    assert.deepEqual(await open().today(), { usd: 0, estimated: false, unpriced: 0 });
  });

  it('writes the row before the request leaves, and says that its price is not known yet', async () => {
    const ledger = open();
    await ledger.open(REQUEST);
    assert.deepEqual(lines.records(), [
      {
        v: 1,
        type: 'request',
        id: 'a-1',
        at: '2026-11-23T12:00:00.000Z',
        prices: '2026-10-08',
        reservedUsd: 0,
        ...REQUEST,
      },
    ]);
    assert.deepEqual(await ledger.today(), { usd: 0, estimated: true, unpriced: 0 });
  });

  it('keeps the raw usage, so that it can be priced again', async () => {
    const usage = usageOf({ input_tokens: 12, output_tokens: 34, inference_geo: 'us' });
    await spend(open(), usage);
    assert.deepEqual(lines.records().at(-1)?.['usage'], usage);
  });

  it('is estimated until the exact usage is there', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    await entry.record(HALF_A_DOLLAR, MODEL, { exact: false });
    assert.deepEqual(await ledger.today(), { usd: 0.5, estimated: true, unpriced: 0 });
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    assert.deepEqual(await ledger.today(), { usd: 1, estimated: false, unpriced: 0 });
  });

  it('lets the last estimate count', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    await entry.record(HALF_A_DOLLAR, MODEL, { exact: false });
    await entry.record(ONE_DOLLAR, MODEL, { exact: false });
    assert.deepEqual(await ledger.today(), { usd: 1, estimated: true, unpriced: 0 });
    assertUsd((await open('b').today()).usd, 1);
  });

  it('keeps an exact usage when an estimate comes late', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    await entry.record(HALF_A_DOLLAR, MODEL, { exact: false });
    assert.deepEqual(await ledger.today(), { usd: 1, estimated: false, unpriced: 0 });
  });

  it('counts a request that was refused as nothing, for certain', async () => {
    const ledger = open();
    await (await ledger.open(REQUEST)).recordUnbilled();
    const nothing = { usd: 0, estimated: false, unpriced: 0 };
    assert.deepEqual(await ledger.today(), nothing);
    assert.deepEqual(await open('b').today(), nothing);
  });

  it('prices by the model that answered, and counts unpriced responses apart', async () => {
    const ledger = open();
    await spend(ledger, ONE_DOLLAR, 'claude-opus-5-5');
    await spend(ledger, ONE_DOLLAR, 'claude-opus-9');
    const expected = { usd: 2, estimated: false, unpriced: 1 };
    assert.deepEqual(await ledger.today(), expected);
    assert.deepEqual(await open('b').today(), expected);
  });

  it('tells of every change', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    assert.equal(changes, 1);
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    assert.equal(changes, 2);
    await ledger.refresh();
    assert.equal(changes, 3);
  });

  it('reads back what an earlier window wrote', async () => {
    await spend(open('a'));
    await spend(open('b'));
    assert.deepEqual(await open('c').today(), { usd: 2, estimated: false, unpriced: 0 });
  });

  it('adds its own rows to those on the disk, in whichever order they come', async () => {
    await spend(open('a'));
    const ledger = open('b');
    await spend(ledger);
    assertUsd((await ledger.today()).usd, 2);
    await spend(ledger);
    assertUsd((await ledger.today()).usd, 3);
  });

  it('sees what another window spent after a refresh, however often', async () => {
    const first = open('a');
    const second = open('b');
    await spend(first);
    await second.today();
    await spend(first);
    await spend(second);
    for (let round = 0; round < 3; round += 1) {
      await second.refresh();
      assertUsd((await second.today()).usd, 3);
      await first.refresh();
      assertUsd((await first.today()).usd, 3);
    }
  });

  it('learns from a refresh that the row of another window became exact', async () => {
    const first = open('a');
    const second = open('b');
    const entry = await first.open(REQUEST);
    await entry.record(HALF_A_DOLLAR, MODEL, { exact: false });
    assert.equal((await second.today()).estimated, true);
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    await second.refresh();
    assert.deepEqual(await second.today(), { usd: 1, estimated: false, unpriced: 0 });
  });

  it('keeps what it records itself while the files are read again', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    const whenAsked = [...lines.linesOf(NOVEMBER)];
    lines.readFrom = async function* read() {
      await entry.record(ONE_DOLLAR, MODEL, { exact: true });
      yield { lines: whenAsked, end: whenAsked.length };
    };
    await ledger.refresh();
    assert.deepEqual(await ledger.today(), { usd: 1, estimated: false, unpriced: 0 });
  });

  it('leaves out lines that are torn or of another version, and counts them in the log', async () => {
    await spend(open('a'));
    const whole = [...lines.linesOf(NOVEMBER)];
    const torn = whole[0]?.slice(0, 40) ?? '';
    const later = JSON.stringify({ v: 2, type: 'request', id: 'z-1', cents: 12 });
    const unknown = JSON.stringify({ v: 1, type: 'refund', id: 'z-1' });
    lines.files.set(NOVEMBER, [torn, ...whole, later, unknown, 'null', '12', '{"v":1']);
    assert.deepEqual(await open('b').today(), { usd: 1, estimated: false, unpriced: 0 });
    assert.equal(log.warnings.length, 1);
    assert.match(log.warnings[0] ?? '', /2026-11\.jsonl: 6 lines/);
  });

  it('ignores a usage whose own row was lost', async () => {
    await spend(open('a'));
    lines.files.set(NOVEMBER, lines.linesOf(NOVEMBER).slice(1));
    assert.deepEqual(await open('b').today(), { usd: 0, estimated: false, unpriced: 0 });
  });

  it('keeps what a full disk did not take, and writes it with the next line', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    const append = lines.append.bind(lines);
    lines.append = () => Promise.reject(new Error('ENOSPC'));
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    assert.equal(ledger.isBehind, true);
    assertUsd((await ledger.today()).usd, 1, 'counted all the same');
    await assert.rejects(ledger.open(REQUEST), /ENOSPC/, 'no request leaves without its row');
    lines.append = append;
    await spend(ledger, HALF_A_DOLLAR);
    assert.equal(ledger.isBehind, false);
    assertUsd((await open('b').today()).usd, 1.5, 'read back');
  });

  it('counts an answer without a price as the most that it was thought to cost', async () => {
    const ledger = open();
    const entry = await ledger.open({ ...REQUEST, reservedUsd: 0.5 });
    await entry.record(ONE_DOLLAR, 'gateway/sonnet', { exact: true });
    assertUsd((await ledger.committed()).todayUsd, 0.5);
    const budgets = { perRequest: null, perDay: 1, perMonth: null };
    assert.ok(stillFits(undefined, budgets, await ledger.committed()));
  });

  it('writes what it kept when it is told to, and not only with the next request', async () => {
    const ledger = open();
    const entry = await ledger.open(REQUEST);
    const append = lines.append.bind(lines);
    lines.append = () => Promise.reject(new Error('ENOSPC'));
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    lines.append = append;
    await ledger.flush();
    assertUsd((await open('b').today()).usd, 1);
  });

  it('keeps the recent rows to themselves after all of them were read', async () => {
    clock.set('2026-08-01T12:00:00Z');
    await spend(open('a'));
    clock.set('2026-11-23T12:00:00Z');
    const ledger = open('b');
    await spend(ledger, HALF_A_DOLLAR);
    assert.deepEqual(
      (await ledger.all()).map(({ id }) => id),
      ['a-1', 'b-1'],
    );
    assert.deepEqual(
      (await ledger.recent()).map(({ id }) => id),
      ['b-1'],
    );
    assertUsd((await ledger.spend(() => true)).usd, 0.5);
  });

  it('sees the rows of a window whose month has begun already', async () => {
    clock.set('2026-11-30T23:59:59Z');
    const late = open('a');
    clock.set('2026-12-01T00:00:00Z');
    await open('b').open({ ...REQUEST, reservedUsd: 2 });
    clock.set('2026-11-30T23:59:59Z');
    const budget = { perRequest: null, perDay: 3, perMonth: null };
    const asked = late.open({ ...REQUEST, reservedUsd: 2 }, (before) =>
      stillFits(2, budget, before),
    );
    await assert.rejects(asked, /Not sent/);
  });

  it('holds nothing back for a request that could not be judged', async () => {
    const ledger = open();
    const read = lines.readFrom.bind(lines);
    lines.readFrom = () => {
      throw new Error('The disk is away.');
    };
    await assert.rejects(ledger.open({ ...REQUEST, reservedUsd: 3 }), /The disk is away/);
    lines.readFrom = read;
    assert.deepEqual(await open('b').committed(), { todayUsd: 0, monthUsd: 0 });
  });

  it('counts what a clock that was set back left in the future as spent today', async () => {
    clock.set('2026-12-24T12:00:00Z');
    await spend(open('a'));
    clock.set('2026-11-23T12:00:00Z');
    assertUsd((await open('b').today()).usd, 1);
    assertUsd((await open('c').month()).usd, 1);
  });

  it('prices what it holds anew when the prices change', async () => {
    let pricing = modelById(MODEL).pricing;
    const prices = { pricingOf: () => pricing };
    const ledger = new Ledger(lines, clock, countingIds('a'), log, () => {}, prices);
    await spend(ledger);
    pricing = undefined;
    ledger.reprice();
    assert.deepEqual(await ledger.today(), { usd: 0, estimated: false, unpriced: 1 });
  });

  it('keeps an open reservation back, and frees it with the usage', async () => {
    const ledger = open();
    const entry = await ledger.open({ ...REQUEST, reservedUsd: 3 });
    assertUsd((await ledger.committed()).todayUsd, 3);
    await entry.record(HALF_A_DOLLAR, MODEL, { exact: false, underWay: true });
    assertUsd((await ledger.committed()).todayUsd, 3, 'still streaming');
    await entry.record(ONE_DOLLAR, MODEL, { exact: true });
    assertUsd((await ledger.committed()).todayUsd, 1);
    assert.deepEqual(await open('b').committed(), { todayUsd: 1, monthUsd: 1 });
  });

  it('holds the reservation of a killed window for an hour', async () => {
    await open('a').open({ ...REQUEST, reservedUsd: 3 });
    assertUsd((await open('b').committed()).monthUsd, 3);
    clock.advance(61 * 60_000);
    assertUsd((await open('c').committed()).monthUsd, 0);
  });

  it('lets one of many windows that ask at once have the last dollar', async () => {
    const budget = { perRequest: null, perDay: 2, perMonth: null };
    const windows = Array.from({ length: 8 }, (_, index) => open(`w${index}`));
    const results = await Promise.allSettled(
      windows.map((ledger) =>
        ledger.open({ ...REQUEST, reservedUsd: 1.5 }, (before) => stillFits(1.5, budget, before)),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assertUsd((await open('z').committed()).todayUsd, 1.5);
  });

  it('can be asked again after the disk could not be read', async () => {
    await spend(open('a'));
    const ledger = open('b');
    const read = lines.readFrom.bind(lines);
    lines.readFrom = () => {
      throw new Error('The disk is away.');
    };
    await assert.rejects(ledger.today(), /The disk is away/);
    await assert.rejects(ledger.refresh(), /The disk is away/);
    lines.readFrom = read;
    assertUsd((await ledger.today()).usd, 1);
  });

  describe('today', () => {
    beforeEach(() => {
      process.env['TZ'] = 'America/New_York';
    });

    it('begins at local midnight', async () => {
      const ledger = open();
      clock.set('2026-11-24T04:59:59.999Z');
      await spend(ledger);
      assertUsd((await ledger.today()).usd, 1, 'one moment before midnight in New York');
      clock.set('2026-11-24T05:00:00Z');
      assertUsd((await ledger.today()).usd, 0, 'at midnight');
      await spend(ledger, HALF_A_DOLLAR);
      assertUsd((await ledger.today()).usd, 0.5);
      assertUsd((await open('b').today()).usd, 0.5, 'read back');
    });

    it('counts an answer on the day on which its request left', async () => {
      const ledger = open();
      clock.set('2026-11-24T04:59:59Z');
      const entry = await ledger.open(REQUEST);
      clock.set('2026-11-24T05:00:10Z');
      await entry.record(ONE_DOLLAR, MODEL, { exact: true });
      assertUsd((await ledger.today()).usd, 0);
      assertUsd((await open('b').today()).usd, 0, 'read back');
      clock.set('2026-11-24T04:59:59Z');
      assertUsd((await open('c').today()).usd, 1, 'the day before');
    });

    it('spans two files when the month ends elsewhere in the world', async () => {
      clock.set('2026-10-31T14:00:00Z');
      await spend(open('a'));
      clock.set('2026-11-01T01:00:00Z');
      await spend(open('b'));
      assert.deepEqual([...lines.files.keys()], ['ledger/2026-10.jsonl', NOVEMBER]);
      assertUsd((await open('c').today()).usd, 2, 'nine in the evening of 31 October');
      clock.set('2026-11-01T04:00:00Z');
      assertUsd((await open('d').today()).usd, 0, 'midnight of 1 November');
    });

    it('starts a new month in a window that stays open', async () => {
      const ledger = open();
      clock.set('2026-11-30T20:00:00Z');
      await spend(ledger);
      assertUsd((await ledger.today()).usd, 1);
      clock.set('2026-12-01T12:00:00Z');
      await spend(ledger, HALF_A_DOLLAR);
      assertUsd((await ledger.today()).usd, 0.5);
      assertUsd((await open('b').today()).usd, 0.5, 'read back');
    });

    it('keeps the usage in the file of its request when the month changes meanwhile', async () => {
      clock.set('2026-10-31T23:59:59Z');
      const entry = await open('a').open(REQUEST);
      clock.set('2026-11-01T00:00:10Z');
      await entry.record(ONE_DOLLAR, MODEL, { exact: true });
      assertUsd((await open('b').today()).usd, 1);
    });
  });
});
