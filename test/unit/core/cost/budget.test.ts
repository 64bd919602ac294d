import assert from 'node:assert/strict';
import { allow, readBudgets, stillFits } from '../../../../src/core/cost/budget';
import { forecastOf } from '../../../../src/core/cost/forecast';
import type { Forecast } from '../../../../src/core/cost/forecast';
import { modelById } from '../../../../src/core/models/catalogue';
import { Random } from '../random';

const NONE = { perRequest: null, perDay: null, perMonth: null };
const NOTHING = { todayUsd: 0, monthUsd: 0 };
const ASKED = { anyway: false };
const WRITTEN = { read: 0, write1h: 0, write5m: 1, input: 0 };

/** Sonnet 5.5: two dollars in, ten dollars out, writes at two and a half. */
function forecast(tokens: number, maxTokens: number, model = 'claude-sonnet-5-5'): Forecast {
  return forecastOf(
    {
      model: modelById(model),
      task: 'chat',
      prompt: { tokens, counted: true, bytes: tokens * 4 },
      maxTokens,
      split: WRITTEN,
      coldSplit: WRITTEN,
    },
    [],
  );
}

function refusalOf(result: ReturnType<typeof allow>): string {
  assert.ok('refusal' in result, 'It was allowed.');
  assert.equal(result.refusal.kind, 'overBudget');
  return result.refusal.message;
}

describe('budgets', () => {
  it('lets everything pass where none is set', () => {
    const result = allow(forecast(1000, 64_000), NONE, { todayUsd: 99, monthUsd: 99 }, ASKED);
    assert.ok('maxTokens' in result);
    assert.equal(result.maxTokens, 64_000);
  });

  it('makes the answer shorter so that it cannot break the budget', () => {
    const result = allow(forecast(1000, 64_000), { ...NONE, perRequest: 0.1 }, NOTHING, ASKED);
    assert.ok('maxTokens' in result);
    // The prompt is written at 2.5 dollars a million with a margin of a twentieth, in the US.
    assert.equal(result.maxTokens, Math.floor((0.1 - 1050 * 2.75e-6) / 11e-6));
    assert.ok((result.reservedUsd ?? Infinity) <= 0.1);
  });

  it('refuses where not even the usual answer fits, and says what is left', () => {
    const spent = { todayUsd: 1.995, monthUsd: 1.995 };
    const message = refusalOf(allow(forecast(1000, 64_000), { ...NONE, perDay: 2 }, spent, ASKED));
    assert.match(message, /^Not sent: it may cost \$0\.0194, and \$0\.0050 is left/);
    assert.match(message, /\$2\.00 per day/);
  });

  it('names the tightest of several', () => {
    const raw = { perRequest: 1, perDay: 1, perMonth: 1 };
    const spent = { todayUsd: 0.5, monthUsd: 1 };
    assert.match(refusalOf(allow(forecast(1000, 64_000), raw, spent, ASKED)), /per month/);
  });

  it('lets nothing pass at a budget of zero', () => {
    refusalOf(allow(forecast(10, 64_000), { ...NONE, perDay: 0 }, NOTHING, ASKED));
  });

  it('sends once anyway when it is told to', () => {
    const result = allow(forecast(10, 64_000), { ...NONE, perDay: 0 }, NOTHING, { anyway: true });
    assert.ok('maxTokens' in result);
  });

  it('refuses a model without a price while a budget is set', () => {
    const unpriced = forecast(10, 100, 'claude-unheard-of');
    assert.match(
      refusalOf(allow(unpriced, { ...NONE, perDay: 5 }, NOTHING, ASKED)),
      /no known price/,
    );
    assert.ok('maxTokens' in allow(unpriced, NONE, NOTHING, ASKED));
  });

  for (const wrong of [-1, '5', Number.NaN, {}, true]) {
    it(`names a budget of ${JSON.stringify(wrong)}, and sends nothing meanwhile`, () => {
      const raw = { ...NONE, perMonth: wrong };
      const read = readBudgets(raw);
      assert.ok('problem' in read);
      assert.match(read.problem, /stanza\.budget\.perMonth/);
      refusalOf(allow(forecast(10, 100), raw, NOTHING, ASKED));
      assert.ok(stillFits(0, raw, NOTHING));
    });
  }

  it('never reserves more than what is left, over thousands of requests', () => {
    const random = new Random(7);
    for (let round = 0; round < 3000; round += 1) {
      const perDay = random.next() * 2;
      const todayUsd = random.next() * 2;
      const request = forecast(random.upTo(150_000), 1 + random.upTo(64_000), 'claude-haiku-5-5');
      const result = allow(request, { ...NONE, perDay }, { todayUsd, monthUsd: todayUsd }, ASKED);
      if ('refusal' in result) continue;
      assert.ok((result.reservedUsd ?? Infinity) <= perDay - todayUsd + 1e-12);
      assert.ok(result.maxTokens >= 1);
    }
  });
});
