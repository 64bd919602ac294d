import assert from 'node:assert/strict';
import { isUsage } from '../../../../src/core/cost/usageSchema';
import { usageOf } from '../support';

describe('isUsage', () => {
  const good: unknown = JSON.parse(JSON.stringify(usageOf({ input_tokens: 3, output_tokens: 4 })));

  it('accepts what the API sends, with what it may send one day', () => {
    assert.ok(isUsage(good));
    assert.ok(isUsage({ input_tokens: 0, output_tokens: 0 }));
    assert.ok(isUsage({ ...(good as object), something_new: { deep: true } }));
    const cache_creation = { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 2 };
    assert.ok(isUsage({ ...(good as object), cache_creation }));
  });

  for (const [what, value] of Object.entries({
    nothing: undefined,
    null: null,
    text: 'usage',
    'an empty object': {},
    'no output': { input_tokens: 1 },
    'a count as text': { input_tokens: '1', output_tokens: 1 },
    'a negative count': { input_tokens: -1, output_tokens: 1 },
    'a null count': { input_tokens: null, output_tokens: 1 },
    'a negative cache count': { input_tokens: 1, output_tokens: 1, cache_read_input_tokens: -1 },
    'a split without numbers': {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation: { ephemeral_1h_input_tokens: 'many' },
    },
  })) {
    it(`rejects ${what}`, () => assert.ok(!isUsage(value)));
  }
});
