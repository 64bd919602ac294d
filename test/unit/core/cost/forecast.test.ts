import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { estimateTokens, forecastOf } from '../../../../src/core/cost/forecast';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { modelById } from '../../../../src/core/models/catalogue';
import { assertUsd, usageOf } from '../support';

const NOW = new Date('2026-11-25T12:00:00Z');
const SONNET = modelById('claude-sonnet-5-5');

function row(usage: Partial<Usage>, rest: Partial<LedgerRow> = {}): LedgerRow {
  return {
    id: 'r',
    atMs: NOW.getTime() - 60_000,
    task: 'chat',
    tier: 'standard',
    model: SONNET.id,
    conversation: 'c',
    state: 'exact',
    usage: usageOf(usage),
    reservedUsd: 0,
    ...rest,
  };
}

const WRITTEN = { read: 0, write1h: 0, write5m: 1, input: 0 };

function forecast(
  tokens: number,
  rows: readonly LedgerRow[] = [],
  { model = SONNET, split = WRITTEN, coldSplit = WRITTEN } = {},
) {
  const prompt = { tokens, counted: true, bytes: tokens * 4 };
  return forecastOf({ model, task: 'chat', prompt, maxTokens: 64_000, split, coldSplit }, rows);
}

describe('forecastOf', () => {
  it('prices a cold prompt as written to the cache, and a range of answers', () => {
    const { lowUsd, highUsd, cachedTokens } = forecast(10_000);
    assert.equal(cachedTokens, 0);
    assertUsd(lowUsd, 0.025 + 150 * 10e-6);
    assertUsd(highUsd, 0.025 + 1500 * 10e-6);
  });

  it('prices each part of the prompt by what is done with it, and the whole as cold', () => {
    const split = { read: 0.6, write1h: 0.1, write5m: 0.2, input: 0.1 };
    const coldSplit = { read: 0, write1h: 0.7, write5m: 0.2, input: 0.1 };
    const { lowUsd, coldLowUsd, cachedTokens } = forecast(10_000, [], { split, coldSplit });
    const answer = 150 * 10e-6;
    assert.equal(cachedTokens, 6000);
    assertUsd(lowUsd, 6000 * 0.1e-6 + 1000 * 4e-6 + 2000 * 2.5e-6 + 1000 * 2e-6 + answer);
    assertUsd(coldLowUsd, 7000 * 4e-6 + 2000 * 2.5e-6 + 1000 * 2e-6 + answer);
  });

  it('learns the length of answers from the history of the task', () => {
    const rows = Array.from({ length: 101 }, (_, index) => row({ output_tokens: 100 + index }));
    const { low, high } = forecast(100, rows).outputTokens;
    assert.ok(low >= 150 && low <= 160, `${low}`);
    assert.ok(high >= 190 && high <= 200, `${high}`);
  });

  it('foresees the worst: nothing cached, the longest answer, the higher band, the US', () => {
    const haiku = forecast(98_000, [], { model: modelById('claude-haiku-5-5') });
    assertUsd(haiku.worstUsd, 1.1 * (102_900 * 0.625e-6 + 64_000 * 2.5e-6));
  });

  it('takes every byte for a token in the worst case where nothing was counted', () => {
    const prompt = { tokens: 1000, counted: false, bytes: 12_000 };
    const { inputWorstUsd } = forecastOf(
      { model: SONNET, task: 'chat', prompt, maxTokens: 10, split: WRITTEN, coldSplit: WRITTEN },
      [],
    );
    assertUsd(inputWorstUsd, 1.1 * 12_000 * 2.5e-6);
  });

  it('has no dollars for a model without a price', () => {
    const { lowUsd, worstUsd } = forecast(100, [], { model: modelById('claude-unheard-of') });
    assert.deepEqual([lowUsd, worstUsd], [undefined, undefined]);
  });
});

const LETTERS = { text: 'x'.repeat(3500), imageTokens: 0 };

describe('estimateTokens', () => {
  it('begins with 3.5 characters a token', () => {
    assert.equal(estimateTokens(LETTERS, SONNET.id, []), 1000);
  });

  it('is calibrated by what earlier prompts of the same model counted', () => {
    const rows = [
      row({ input_tokens: 500 }, { characters: 1000 }),
      row({ input_tokens: 1, cache_read_input_tokens: 499 }, { characters: 1000 }),
      row({ input_tokens: 9 }, { characters: 1000, model: 'claude-opus-5-5' }),
    ];
    assert.equal(estimateTokens(LETTERS, SONNET.id, rows), 1750);
  });

  it('adds the tokens of images, which are known, and learns nothing from them', () => {
    const rows = [row({ input_tokens: 2500 }, { characters: 1000, imageTokens: 2000 })];
    const prompt = { ...LETTERS, imageTokens: 300 };
    assert.equal(estimateTokens(prompt, SONNET.id, rows), 2050);
  });
});
