import assert from 'node:assert/strict';
import { toCsv, toJson } from '../../../../src/core/cost/export';
import { rowsOfPeriod } from '../../../../src/core/cost/period';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { BUNDLED_PRICES } from '../../../../src/core/models/prices';
import { usageOf } from '../support';

const UNKNOWN = 'claude-unheard-of';
const HEAD =
  'at,state,task,tier,model,conversation,folder,branch,input_tokens,cache_write_5m_tokens,' +
  'cache_write_1h_tokens,cache_read_tokens,output_tokens,usd,estimated';

const USAGE = usageOf({
  input_tokens: 1,
  cache_creation_input_tokens: 5000,
  cache_creation: { ephemeral_5m_input_tokens: 3000, ephemeral_1h_input_tokens: 2000 },
  cache_read_input_tokens: 40_000,
  output_tokens: 600,
});
/** Sonnet 4.6, by hand: fresh, written for 5 minutes and for an hour, read, answered. */
const USD = (1 * 3 + 3000 * 3.75 + 2000 * 6 + 40_000 * 0.3 + 600 * 15) / 1e6;

function rowOf(rest: Partial<LedgerRow> = {}): LedgerRow {
  return {
    id: 'r1',
    atMs: Date.parse('2026-11-25T12:00:00.250Z'),
    task: 'chat',
    tier: 'standard',
    model: 'claude-sonnet-4-6',
    conversation: 'c1',
    folder: 'stanza',
    branch: 'main',
    state: 'exact',
    usage: USAGE,
    reservedUsd: 1,
    ...rest,
  };
}

/** The line of one row, without its head. */
function lineOf(rest: Partial<LedgerRow>): string {
  const text = toCsv([rowOf(rest)], BUNDLED_PRICES);
  assert.ok(text.startsWith(`${HEAD}\r\n`) && text.endsWith('\r\n'), text);
  return text.slice(HEAD.length + 2, -2);
}

/** What stands in the column of the branch, as it is written. */
function branchCell(branch: string): string {
  const line = lineOf({ branch });
  return line.slice(line.indexOf(',stanza,') + ',stanza,'.length, line.indexOf(',1,3000,2000,'));
}

/** The last two columns: dollars, and whether they are estimated. */
function money(rest: Partial<LedgerRow>): string[] {
  return lineOf(rest).split(',').slice(-2);
}

function requestsOf(rows: readonly LedgerRow[]): Record<string, unknown>[] {
  const text = toJson(rows, BUNDLED_PRICES, '2026-10-08');
  return (JSON.parse(text) as { requests: Record<string, unknown>[] }).requests;
}

describe('toCsv', () => {
  it('writes one line for each request, with all its tokens and dollars', () => {
    assert.equal(
      lineOf({}),
      `2026-11-25T12:00:00.250Z,exact,chat,standard,claude-sonnet-4-6,c1,stanza,main,` +
        `1,3000,2000,40000,600,${USD},false`,
    );
    assert.equal(USD, 0.044253);
  });

  it('has its head also where there are no requests', () => {
    assert.equal(toCsv([], BUNDLED_PRICES), `${HEAD}\r\n`);
  });

  it('quotes what holds a comma, a quote or the end of a line', () => {
    assert.equal(branchCell('a,b'), '"a,b"');
    assert.equal(branchCell('a"b'), '"a""b"');
    assert.equal(branchCell('a\nb'), '"a\nb"');
    assert.equal(branchCell('a\r\nb'), '"a\r\nb"');
    assert.equal(branchCell("it's plain"), "it's plain");
  });

  it('lets no branch become a formula', () => {
    assert.equal(branchCell('=1+1'), "'=1+1");
    assert.equal(branchCell('+1'), "'+1");
    assert.equal(branchCell('-1'), "'-1");
    assert.equal(branchCell('@SUM(A1)'), "'@SUM(A1)");
    assert.equal(branchCell('\t=1'), "'\t=1");
    assert.equal(branchCell('=HYPERLINK("a","b")'), `"'=HYPERLINK(""a"",""b"")"`);
    assert.equal(branchCell('topic=1'), 'topic=1');
  });

  it('leaves dollars empty where no price is known, and says what is estimated', () => {
    assert.deepEqual(money({ model: UNKNOWN }), ['', 'false']);
    assert.deepEqual(money({ model: UNKNOWN, usage: undefined, state: 'open' }), ['', 'true']);
    assert.deepEqual(money({ usage: undefined, state: 'open' }), ['0', 'true']);
    assert.deepEqual(money({ state: 'estimated' }), [String(USD), 'true']);
    assert.deepEqual(money({ state: 'unbilled' }), ['0', 'false']);
  });

  it('writes no fewer tokens than none where the split says more than the whole', () => {
    const usage = usageOf({
      cache_creation_input_tokens: 10,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 30 },
    });
    assert.match(lineOf({ usage }), /,main,0,0,10,0,0,/);
  });
});

describe('toJson', () => {
  it('holds the same, the raw usage and the day of the prices', () => {
    const text = toJson([rowOf({ branch: '=1' })], BUNDLED_PRICES, '2026-10-08');
    assert.deepEqual(JSON.parse(text), {
      pricesAsOf: '2026-10-08',
      requests: [
        {
          at: '2026-11-25T12:00:00.250Z',
          state: 'exact',
          task: 'chat',
          tier: 'standard',
          model: 'claude-sonnet-4-6',
          conversation: 'c1',
          folder: 'stanza',
          branch: '=1',
          input_tokens: 1,
          cache_write_5m_tokens: 3000,
          cache_write_1h_tokens: 2000,
          cache_read_tokens: 40_000,
          output_tokens: 600,
          usd: USD,
          estimated: false,
          usage: USAGE,
        },
      ],
    });
    assert.ok(text.endsWith('}\n'));
  });

  it('has null where there is no price or no usage', () => {
    const [unpriced, unknown] = requestsOf([
      rowOf({ model: UNKNOWN }),
      rowOf({ usage: undefined, state: 'open' }),
    ]);
    assert.equal(unpriced?.['usd'], null);
    assert.equal(unknown?.['usd'], 0);
    assert.equal(unknown?.['usage'], null);
  });
});

describe('rowsOfPeriod', () => {
  const now = new Date(2026, 10, 25, 12);
  const rows = [new Date(2026, 9, 31, 23), new Date(2026, 10, 1), new Date(2026, 11, 1)].map(
    (date, index) => rowOf({ id: String(index), atMs: date.getTime() }),
  );

  it('gives the rows of a month, of the last days and all', () => {
    const expected = { 'month:2026-10': '0', nothing: '1', 'days:30': '0 1', all: '0 1 2' };
    for (const [period, ids] of Object.entries(expected)) {
      const found = rowsOfPeriod(rows, period, now).map(({ id }) => id);
      assert.equal(found.join(' '), ids, period);
    }
  });
});
