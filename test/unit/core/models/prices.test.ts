import assert from 'node:assert/strict';
import { BUNDLED_PRICES, PriceBook } from '../../../../src/core/models/prices';

const OPUS = 'claude-opus-5-5';

function book(setting: unknown): PriceBook {
  return new PriceBook(() => setting);
}

describe('PriceBook', () => {
  it('is the bundled table where nothing is set', () => {
    for (const nothing of [undefined, null, {}]) {
      assert.deepEqual(book(nothing).pricingOf(OPUS), BUNDLED_PRICES.pricingOf(OPUS));
      assert.deepEqual(book(nothing).problems(), []);
    }
    assert.equal(book({}).pricingOf('claude-unheard-of'), undefined);
  });

  it("takes an override, and the model's own multiples for what it leaves out", () => {
    const rates = book({ [OPUS]: { input: 8, output: 30 } }).pricingOf(OPUS)?.bands[0].rates;
    assert.deepEqual(rates, {
      input: 8,
      output: 30,
      cacheWrite5m: 10,
      cacheWrite1h: 16,
      cacheRead: 0.4,
    });
  });

  it('finds an override under every name of the model', () => {
    const prices = book({ 'claude-haiku-4-5': { input: 2, output: 9, cacheRead: 0 } });
    const rates = prices.pricingOf('claude-haiku-4-5-20251001')?.bands[0].rates;
    assert.deepEqual([rates?.input, rates?.cacheRead], [2, 0]);
    assert.deepEqual(prices.problems(), []);
  });

  it('makes one band of an override, and keeps what a batch and inference in the US cost', () => {
    const setting = { input: 1, output: 2 };
    const haiku = book({ 'claude-haiku-5-5': setting }).pricingOf('claude-haiku-5-5');
    assert.equal(haiku?.bands.length, 1);
    assert.equal(haiku.bands[0].maxPromptTokens, Infinity);
    assert.deepEqual([haiku.batchFactor, haiku.usInferenceFactor], [0.5, 1.1]);
    const older = book({ 'claude-sonnet-4-5': setting }).pricingOf('claude-sonnet-4-5');
    assert.equal(older?.usInferenceFactor, 1);
    const unknown = book({ 'claude-next': setting }).pricingOf('claude-next');
    assert.deepEqual([unknown?.batchFactor, unknown?.usInferenceFactor], [0.5, 1.1]);
  });

  it('changes the fast rates by as much as the others, where the model has any', () => {
    const prices = book({
      [OPUS]: { input: 8, output: 30, cacheRead: 0 },
      'claude-sonnet-5-5': { input: 1, output: 2 },
      'claude-next': { input: 1, output: 2 },
    });
    assert.deepEqual(prices.pricingOf(OPUS)?.fast, {
      input: 16,
      output: 60,
      cacheWrite5m: 20,
      cacheWrite1h: 32,
      cacheRead: 0,
    });
    assert.equal(prices.pricingOf('claude-sonnet-5-5')?.fast, undefined);
    assert.equal(prices.pricingOf('claude-next')?.fast, undefined);
  });

  it('names every field that is wrong, and the model with it', () => {
    const problems = book({ [OPUS]: { input: NaN, cached: 1, cacheRead: '0' } }).problems();
    assert.equal(problems.length, 4);
    for (const [index, field] of ['cached', 'input', 'output', 'cacheRead'].entries()) {
      assert.match(problems[index] ?? '', new RegExp(`claude-opus-5-5.*"${field}"`));
    }
  });

  it('names a model that it does not know, and keeps its price all the same', () => {
    const prices = book({ 'claude-next': { input: 10, output: 20 } });
    assert.match(prices.problems().join(), /"claude-next", which Stanza does not know/);
    assert.deepEqual(prices.pricingOf('claude-next')?.bands[0].rates, {
      input: 10,
      output: 20,
      cacheWrite5m: 12.5,
      cacheWrite1h: 20,
      cacheRead: 1,
    });
  });

  const wrong: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    'a price below zero': [{ input: -1, output: 2 }, /"input" must be dollars/],
    'a price in words': [{ input: 1, output: '2' }, /"output" must be dollars/],
    'a price that is missing': [{ input: 1 }, /"output" must be dollars/],
    'a name that is none': [{ input: 1, output: 2, cached: 3 }, /knows no "cached"/],
    'a number alone': [3, /must be an object/],
  };
  for (const [what, [override, sentence]] of Object.entries(wrong)) {
    it(`names ${what}, keeps the table's price there and the other overrides`, () => {
      const prices = book({ [OPUS]: override, 'claude-sonnet-5-5': { input: 9, output: 9 } });
      assert.equal(prices.problems().length, 1);
      assert.match(prices.problems()[0] ?? '', /claude-opus-5-5/);
      assert.match(prices.problems()[0] ?? '', sentence);
      assert.deepEqual(prices.pricingOf(OPUS), BUNDLED_PRICES.pricingOf(OPUS));
      assert.equal(prices.pricingOf('claude-sonnet-5-5')?.bands[0].rates.input, 9);
    });
  }

  it('names a setting that is no object', () => {
    for (const setting of [[], 'cheap', 3]) assert.equal(book(setting).problems().length, 1);
  });

  it('follows the setting', () => {
    let setting: unknown = {};
    const prices = new PriceBook(() => setting);
    assert.equal(prices.pricingOf(OPUS)?.bands[0].rates.input, 4);
    setting = { [OPUS]: { input: 5, output: 5 } };
    prices.reset();
    assert.equal(prices.pricingOf(OPUS)?.bands[0].rates.input, 5);
  });
});
