import assert from 'node:assert/strict';
import { cachedShare, promptTokens, withEstimatedOutput } from '../../../../src/core/cost/usage';
import { usageOf } from '../support';

describe('usage', () => {
  it('counts fresh, written and read tokens as the prompt', () => {
    const counts = {
      input_tokens: 1,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 300,
      output_tokens: 4000,
    };
    assert.equal(promptTokens(usageOf(counts)), 321);
    const absent = { cache_creation_input_tokens: null, cache_read_input_tokens: null };
    assert.equal(promptTokens(usageOf({ ...counts, ...absent })), 1);
  });

  it('tells which part of the prompt was cached', () => {
    assert.equal(cachedShare(usageOf({ input_tokens: 25, cache_read_input_tokens: 75 })), 0.75);
    assert.equal(cachedShare(usageOf({ cache_read_input_tokens: 75 })), 1);
    assert.equal(cachedShare(usageOf({ input_tokens: 25 })), 0);
    assert.equal(cachedShare(usageOf({ input_tokens: 25, cache_read_input_tokens: null })), 0);
  });

  it('has no cached share of an empty prompt', () => {
    assert.equal(cachedShare(usageOf()), 0);
  });

  it('estimates the output of a cut answer from its text, and rounds up', () => {
    const cut = usageOf({ input_tokens: 10, output_tokens: 1 });
    assert.deepEqual(withEstimatedOutput(cut, 351), { ...cut, output_tokens: 101 });
  });

  it('keeps what the API counted where that is more', () => {
    assert.equal(withEstimatedOutput(usageOf({ output_tokens: 50 }), 35).output_tokens, 50);
    assert.equal(withEstimatedOutput(usageOf({ output_tokens: 1 }), 0).output_tokens, 1);
  });
});
