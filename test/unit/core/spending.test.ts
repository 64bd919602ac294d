import assert from 'node:assert/strict';
import { Ledger } from '../../../src/core/cost/ledger';
import { ApiProblem } from '../../../src/core/failure';
import { modelById } from '../../../src/core/models/catalogue';
import { promptOf } from '../../../src/core/prompt/measure';
import { Spending } from '../../../src/core/spending';
import type { Priced } from '../../../src/core/spending';
import type { RawBudgets } from '../../../src/core/ports';
import { countingIds, FakeClock, MemoryLines, MemoryLog, settingsOf } from '../fakes';
import { apiOf, assertUsd, requestOf, simulatorForEach } from './support';
import { endOf, partsFor, say } from './turnParts';

const SONNET = modelById('claude-sonnet-5-5');
const ASKED = { anyway: false, signal: new AbortController().signal };
const COUNTED = { counts: true, signal: ASKED.signal };
const LONG = 'What was said, and what was meant? '.repeat(300);

const readPlace = () => Promise.resolve({ folder: 'pantry', branch: 'main' });

function priced(text = LONG): Priced {
  const request = requestOf(text, { max_tokens: 64_000 });
  const written = { read: 0, write1h: 0, write5m: 1, input: 0 };
  const prompt = promptOf(request, SONNET);
  const cache = { prompt, marks: [], split: written, coldSplit: written };
  return { task: 'chat', tier: 'standard', model: SONNET, conversation: 'c', request, ...cache };
}

describe('Spending', () => {
  const simulator = simulatorForEach();
  let lines: MemoryLines;

  beforeEach(() => {
    lines = new MemoryLines();
  });

  function open(window = 'a', budgets: Partial<RawBudgets> = {}): Spending {
    const ledger = new Ledger(
      lines,
      new FakeClock(),
      countingIds(window),
      new MemoryLog(),
      () => {},
    );
    const settings = settingsOf(() => 'sonnet', budgets);
    return new Spending({ api: apiOf(simulator()), ledger, settings, readPlace });
  }

  function counts(): number {
    return simulator().requests.filter(({ path }) => path.endsWith('count_tokens')).length;
  }

  it("forecasts by the API's own count, and counts the same prompt once", async () => {
    const spending = open();
    const { forecast } = await spending.forecast(priced(), COUNTED);
    await spending.forecast(priced(), COUNTED);
    assert.equal(counts(), 1);
    await spending.plan(priced(), ASKED);
    assert.equal(counts(), 1, 'sending counts nothing');
    const { promptTokens } = forecast;
    assert.ok(promptTokens > 2900 && promptTokens < 3100, `${promptTokens}`);
  });

  it('says what the budgets would refuse, also where nothing is counted', async () => {
    const poor = open('a', { perDay: 0.001 });
    const { refusal } = await poor.forecast(priced(), { ...COUNTED, counts: false });
    assert.equal(refusal?.kind, 'overBudget');
    assert.equal(counts(), 0);
  });

  it('estimates where the count cannot be had', async () => {
    const spending = open();
    await simulator().close();
    const { forecast } = await spending.forecast(priced(), COUNTED);
    const { promptTokens, lowUsd } = forecast;
    assert.ok(promptTokens > 2500 && promptTokens < 3500, `${promptTokens}`);
    assert.ok((lowUsd ?? 0) > 0);
  });

  it('names folder and branch, what is expected and what is kept back, before the request leaves', async () => {
    const admission = await open().plan(priced(), ASKED);
    await admission.open();
    const [row] = lines.records();
    assert.equal(row?.['folder'], 'pantry');
    assert.equal(row?.['branch'], 'main');
    assertUsd(Number(row?.['reservedUsd']), admission.forecast.worstUsd ?? Number.NaN);
    assert.ok(Number(row?.['characters']) > LONG.length);
  });

  it('does not let two windows spend the same remainder', async () => {
    const windows = ['a', 'b', 'c'].map((name) => open(name, { perDay: 0.7 }));
    const admissions = await Promise.all(windows.map((spending) => spending.plan(priced(), ASKED)));
    const results = await Promise.allSettled(admissions.map((admission) => admission.open()));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      assert.ok(result.reason instanceof ApiProblem);
      assert.equal(result.reason.failure.kind, 'overBudget');
    }
  });

  it('keeps a turn within its budget: the answer ends where the money does', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'on and on '.repeat(20_000) }] });
    const parts = partsFor(simulator(), { budgets: { perRequest: 0.035 } });
    const conversation = parts.store.create();
    await say(parts, conversation, LONG);
    const { outcome } = endOf(conversation);
    assert.equal(outcome.type === 'done' && outcome.stopReason, 'max_tokens');
    const { totalUsd } = simulator().bill();
    assert.ok(totalUsd > 0.025 && totalUsd <= 0.035, `${totalUsd}`);
  });

  it('sends nothing over the budget, and keeps the message for later', async () => {
    const parts = partsFor(simulator(), { budgets: { perDay: 0.001 } });
    const conversation = parts.store.create();
    await say(parts, conversation, LONG);
    const { outcome } = endOf(conversation);
    assert.equal(outcome.type === 'failed' && outcome.failure.kind, 'overBudget');
    assert.equal(simulator().requests.filter(({ path }) => path === '/v1/messages').length, 0);
    assert.deepEqual(await parts.ledger.today(), { usd: 0, estimated: false, unpriced: 0 });
  });
});
