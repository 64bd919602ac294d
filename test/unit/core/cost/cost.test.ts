import type { TextBlockParam, Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { costUsd } from '../../../../src/core/cost/cost';
import { promptTokens } from '../../../../src/core/cost/usage';
import { modelById } from '../../../../src/core/models/catalogue';
import { costUsd as billedUsdOf } from '../../../simulator/bill';
import type { BilledUsage } from '../../../simulator/bill';
import { models as simulatedModels } from '../../../simulator/modelTable';
import { Random } from '../random';
import {
  apiOf,
  assertUsd,
  exchange,
  expectEvent,
  requestOf,
  simulatorForEach,
  usageOf,
} from '../support';

/** Dollars for a million tokens: input, output, 5-minute write, 1-hour write, read. */
const PRICES: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  'claude-fable-5-2': [8, 40, 10, 16, 0.2],
  'claude-mythos-5-2': [8, 40, 10, 16, 0.2],
  'claude-opus-5-5': [4, 20, 5, 8, 0.2],
  'claude-sonnet-5-5': [2, 10, 2.5, 4, 0.1],
  'claude-haiku-5-5': [0.1, 0.5, 0.125, 0.2, 0.01],
  'claude-fable-5-1': [10, 50, 12.5, 20, 0.25],
  'claude-mythos-5-1': [10, 50, 12.5, 20, 0.25],
  'claude-fable-5': [10, 50, 12.5, 20, 1],
  'claude-mythos-5': [10, 50, 12.5, 20, 1],
  'claude-opus-5': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-8': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-7': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-6': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-5': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-5-20251101': [5, 25, 6.25, 10, 0.5],
  'claude-sonnet-5': [2, 10, 2.5, 4, 0.2],
  'claude-sonnet-4-6': [3, 15, 3.75, 6, 0.3],
  'claude-sonnet-4-5': [3, 15, 3.75, 6, 0.3],
  'claude-sonnet-4-5-20250929': [3, 15, 3.75, 6, 0.3],
  'claude-haiku-4-5': [1, 5, 1.25, 2, 0.1],
  'claude-haiku-4-5-20251001': [1, 5, 1.25, 2, 0.1],
};

function usdOf(model: string, counts: Partial<Usage>): number | undefined {
  return costUsd(usageOf(counts), modelById(model).pricing);
}

function written(tokens5m: number, tokens1h: number): Partial<Usage> {
  return {
    cache_creation_input_tokens: tokens5m + tokens1h,
    cache_creation: {
      ephemeral_5m_input_tokens: tokens5m,
      ephemeral_1h_input_tokens: tokens1h,
    },
  };
}

function usdOf1000(model: string): number {
  return 1000 * (usdOf(model, { input_tokens: 2000, output_tokens: 500 }) ?? NaN);
}

/** A prompt of so many tokens of all kinds. */
function promptOf(total: number): Partial<Usage> {
  return {
    input_tokens: total - 60_000,
    cache_read_input_tokens: 30_000,
    ...written(20_000, 10_000),
    output_tokens: 1000,
  };
}

function markedBlock(text: string, ttl: '5m' | '1h'): TextBlockParam {
  return { type: 'text', text, cache_control: { type: 'ephemeral', ttl } };
}

/** Models of the 4.5 generation know no place of inference. */
function placeFor(model: string, random: Random): { inference_geo?: string } {
  const hasPlaces = !model.includes('-4-5');
  return hasPlaces && random.chance(0.4) ? { inference_geo: random.pick(['us', 'global']) } : {};
}

describe('costUsd', () => {
  for (const [model, [input, output, write5m, write1h, read]] of Object.entries(PRICES)) {
    it(`knows the five rates of ${model}`, () => {
      const million = 100_000 / 1e6;
      assertUsd(usdOf(model, { input_tokens: 100_000 }), input * million, 'input');
      assertUsd(usdOf(model, { output_tokens: 100_000 }), output * million, 'output');
      assertUsd(usdOf(model, written(100_000, 0)), write5m * million, '5-minute write');
      assertUsd(usdOf(model, written(0, 100_000)), write1h * million, '1-hour write');
      assertUsd(usdOf(model, { cache_read_input_tokens: 100_000 }), read * million, 'read');
    });
  }

  it('prices a thousand requests of 2,000 tokens in and 500 out', () => {
    assertUsd(usdOf1000('claude-opus-4-7'), 22.5);
    assertUsd(usdOf1000('claude-sonnet-4-6'), 13.5);
    assertUsd(usdOf1000('claude-haiku-4-5'), 4.5);
    const split = [
      0.8 * usdOf1000('claude-haiku-4-5'),
      0.15 * usdOf1000('claude-sonnet-4-6'),
      0.05 * usdOf1000('claude-opus-4-7'),
    ];
    assertUsd(
      split.reduce((sum, usd) => sum + usd),
      6.75,
      '80 / 15 / 5',
    );
    assertUsd(usdOf1000('claude-haiku-5-5'), 0.45);
    assertUsd(usdOf1000('claude-sonnet-5-5'), 9);
    assertUsd(usdOf1000('claude-opus-5-5'), 18);
    assertUsd(usdOf1000('claude-fable-5-2'), 36);
  });

  it('adds the kinds of tokens up', () => {
    const counts = {
      input_tokens: 1000,
      output_tokens: 2000,
      cache_read_input_tokens: 50_000,
      ...written(3000, 4000),
    };
    assertUsd(
      usdOf('claude-opus-5-5', counts),
      (1000 * 4 + 2000 * 20 + 50_000 * 0.2 + 3000 * 5 + 4000 * 8) / 1e6,
    );
  });

  it('counts writes without a split at the rate of five minutes', () => {
    assertUsd(usdOf('claude-sonnet-5-5', { cache_creation_input_tokens: 1000 }), 0.0025);
  });

  it('takes absent cache counts as none', () => {
    const counts = { cache_creation_input_tokens: null, cache_read_input_tokens: null };
    assertUsd(usdOf('claude-sonnet-5-5', { ...counts, input_tokens: 1000 }), 0.002);
  });

  describe('the bands of Haiku 5.5', () => {
    it('bills a prompt of 100,000 tokens at the lower one', () => {
      assertUsd(
        usdOf('claude-haiku-5-5', promptOf(100_000)),
        (40_000 * 0.1 + 30_000 * 0.01 + 20_000 * 0.125 + 10_000 * 0.2 + 1000 * 0.5) / 1e6,
      );
    });

    it('bills all tokens at the higher one from 100,001 on', () => {
      assertUsd(
        usdOf('claude-haiku-5-5', promptOf(100_001)),
        (40_001 * 0.5 + 30_000 * 0.05 + 20_000 * 0.625 + 10_000 * 1 + 1000 * 2.5) / 1e6,
      );
    });

    it('does not count the output towards the band', () => {
      assertUsd(
        usdOf('claude-haiku-5-5', { input_tokens: 99_000, output_tokens: 50_000 }),
        (99_000 * 0.1 + 50_000 * 0.5) / 1e6,
      );
    });
  });

  it('halves every token of a batch', () => {
    const counts = { input_tokens: 1000, output_tokens: 1000, cache_read_input_tokens: 1000 };
    assertUsd(usdOf('claude-opus-5-5', { ...counts, service_tier: 'batch' }), 0.0242 / 2);
  });

  it('adds a tenth for inference in the US, and to a batch too', () => {
    const counts = { input_tokens: 100_000, inference_geo: 'us' };
    assertUsd(usdOf('claude-sonnet-5-5', counts), 0.22);
    assertUsd(usdOf('claude-sonnet-4-6', counts), 0.33);
    assertUsd(usdOf('claude-sonnet-5-5', { ...counts, service_tier: 'batch' }), 0.11);
    assertUsd(usdOf('claude-sonnet-5-5', { ...counts, inference_geo: 'global' }), 0.2);
    assertUsd(usdOf('claude-sonnet-4-5', { input_tokens: 100_000, inference_geo: 'us' }), 0.3);
  });

  it('adds a cent for each web search, whatever the place and the batch', () => {
    const searches = {
      input_tokens: 100_000,
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 2 },
    };
    assertUsd(usdOf('claude-sonnet-5-5', searches), 0.23);
    assertUsd(
      usdOf('claude-sonnet-5-5', { ...searches, inference_geo: 'us', service_tier: 'batch' }),
      0.14,
    );
  });

  it('knows no price for an unknown model, nor for a fast speed that a model does not have', () => {
    const fast = usageOf({ output_tokens: 1_000_000, speed: 'fast' });
    assert.equal(costUsd(fast, modelById('claude-unheard-of').pricing), undefined);
    assert.equal(costUsd(fast, modelById('claude-sonnet-5-5').pricing), undefined);
    assertUsd(costUsd(fast, modelById('claude-opus-5-5').pricing), 40);
    assertUsd(costUsd(fast, modelById('claude-opus-5').pricing), 50);
    assertUsd(costUsd(fast, modelById('claude-fable-5-2').pricing), 80);
  });
});

/** The random counts of a response; every other prompt lies near the boundary of the bands. */
function randomCounts(random: Random): Required<BilledUsage> {
  const most = random.chance(0.5) ? 50_000 : 300_000;
  return {
    inputTokens: random.upTo(most),
    write5mTokens: random.upTo(most),
    write1hTokens: random.upTo(most),
    readTokens: random.upTo(most),
    outputTokens: random.upTo(128_000),
    webSearches: random.chance(0.2) ? random.upTo(20) : 0,
  };
}

/** The same counts in the words of the API. */
function reported(counts: Required<BilledUsage>): Partial<Usage> {
  return {
    input_tokens: counts.inputTokens,
    output_tokens: counts.outputTokens,
    cache_read_input_tokens: counts.readTokens,
    ...written(counts.write5mTokens, counts.write1hTokens),
    server_tool_use: { web_search_requests: counts.webSearches, web_fetch_requests: 0 },
  };
}

/** Equal but for the rounding of the last digits. */
function assertSame(actual: number | undefined, expected: number, what: string): void {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= expected * 1e-12, `${actual} instead of ${expected}: ${what}`);
}

describe('costUsd beside the prices of the simulator', () => {
  const ROUNDS = 1000;

  const living = simulatedModels.filter(({ lifecycle }) => lifecycle !== 'retired');

  for (const [seed, model] of living.entries()) {
    it(`bills ${ROUNDS} random usages of ${model.id} as they are billed there`, () => {
      const random = new Random(seed);
      const lengths = { short: 0, long: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        const counts = randomCounts(random);
        const fast = random.chance(0.3);
        const usOnly = model.inferenceGeo && random.chance(0.3);
        // The fast speed is not to be had in batches.
        const batch = !fast && random.chance(0.3);
        const actual = usdOf(random.pick([model.id, ...model.aliases]), {
          ...reported(counts),
          inference_geo: usOnly ? 'us' : 'global',
          service_tier: batch ? 'batch' : 'standard',
          speed: fast ? 'fast' : 'standard',
        });
        const what = JSON.stringify({ ...counts, fast, usOnly, batch });
        if (fast && model.fastPrice === null) {
          assert.equal(actual, undefined, what);
          continue;
        }
        assertSame(actual, billedUsdOf(model, counts, { fast, usOnly, batch }), what);
        lengths[promptTokens(usageOf(reported(counts))) > 100_000 ? 'long' : 'short'] += 1;
      }
      assert.ok(lengths.short > 100 && lengths.long > 100, JSON.stringify(lengths));
    });
  }
});

describe('costUsd beside the bill of the simulator', () => {
  const simulator = simulatorForEach({ verifiedOrganization: true });
  const models = Object.keys(PRICES) as [string, ...string[]];

  it('is the same for random usages of all models', async () => {
    const random = new Random(1);
    const api = apiOf(simulator());
    for (let round = 0; round < 60; round += 1) {
      const model = random.pick(models);
      simulator().script({
        blocks: [{ type: 'text', text: 'Yes.' }],
        usage: {
          input_tokens: random.upTo(120_000),
          output_tokens: random.upTo(5000),
          cache_creation_input_tokens: random.upTo(90_000),
          cache_read_input_tokens: random.upTo(90_000),
        },
      });
      await sendAndCompare(api, { model, ...placeFor(model, random) });
    }
  });

  it('is the same where the cache is written for an hour, written for five minutes and read', async () => {
    const api = apiOf(simulator());
    const long = 'The head of the prompt. '.repeat(1500);
    const kinds = new Set<string>();
    for (const model of ['claude-haiku-5-5', 'claude-opus-5-5', 'claude-sonnet-4-6']) {
      for (const text of [long, `${long} and more`, 'short']) {
        const usage = await sendAndCompare(api, {
          model,
          system: [markedBlock(long, '1h')],
          messages: [{ role: 'user', content: [markedBlock(text, '5m')] }],
        });
        if ((usage.cache_creation?.ephemeral_1h_input_tokens ?? 0) > 0) kinds.add('1h');
        if ((usage.cache_creation?.ephemeral_5m_input_tokens ?? 0) > 0) kinds.add('5m');
        if ((usage.cache_read_input_tokens ?? 0) > 0) kinds.add('read');
      }
    }
    assert.deepEqual([...kinds].toSorted(), ['1h', '5m', 'read']);
  });

  async function sendAndCompare(
    api: ReturnType<typeof apiOf>,
    rest: Parameters<typeof requestOf>[1],
  ): Promise<Usage> {
    const { thinking: _none, ...request } = requestOf('Hello', rest);
    const { last } = await exchange(api, request);
    const { received } = expectEvent(last, 'done');
    assert.ok(received.usage && received.model !== undefined);
    const billedUsd = simulator().requests.at(-1)?.billedUsd ?? NaN;
    assertUsd(
      costUsd(received.usage, modelById(received.model).pricing),
      billedUsd,
      JSON.stringify(received),
    );
    assert.ok(billedUsd > 0);
    return received.usage;
  }
});
