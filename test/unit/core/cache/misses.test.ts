import type { CacheMissReason, Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { missOf, missSentence, missUsd } from '../../../../src/core/cache/misses';
import type { MissReason } from '../../../../src/core/conversation/conversation';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { modelById } from '../../../../src/core/models/catalogue';
import { assertUsd, usageOf } from '../support';

const MINUTE = 60_000;
const SONNET = modelById('claude-sonnet-5-5');

const PREVIOUS: LedgerRow = {
  id: 'r',
  atMs: 0,
  task: 'chat',
  tier: 'standard',
  model: SONNET.id,
  conversation: 'c',
  state: 'exact',
  usage: usageOf({ cache_read_input_tokens: 5000, cache_creation_input_tokens: 3000 }),
  marks: [{ key: 'end', ttl: '5m', share: 1 }],
  reservedUsd: 0,
};

function miss(
  usage: Partial<Usage>,
  rest: { atMs?: number; diagnosis?: CacheMissReason; model?: string; previous?: LedgerRow } = {},
) {
  const { atMs = MINUTE, diagnosis, model = SONNET.id, previous = PREVIOUS } = rest;
  return missOf({ previous, model, atMs, usage: usageOf(usage), diagnosis });
}

describe('missOf', () => {
  it('finds nothing where all was read that had been cached, or nearly all', () => {
    assert.equal(miss({ cache_read_input_tokens: 8000 }), undefined);
    assert.equal(miss({ cache_read_input_tokens: 7600 }), undefined);
  });

  it('finds nothing in the first request of a conversation', () => {
    const usage = usageOf({ cache_creation_input_tokens: 8000 });
    const first = { previous: undefined, model: SONNET.id, atMs: 0, usage, diagnosis: undefined };
    assert.equal(missOf(first), undefined);
  });

  it('tells what had expired by the clock, and otherwise that it was dropped', () => {
    const usage = { cache_creation_input_tokens: 8500 };
    assert.deepEqual(miss(usage, { atMs: 5 * MINUTE }), { reason: 'expired', tokens: 8000 });
    assert.deepEqual(miss(usage, { atMs: 4 * MINUTE }), { reason: 'evicted', tokens: 8000 });
    const hour = [{ key: 'end', ttl: '1h' as const, share: 1 }];
    const kept = miss(usage, { atMs: 30 * MINUTE, previous: { ...PREVIOUS, marks: hour } });
    assert.equal(kept?.reason, 'evicted');
  });

  it("takes the API's own word where it has one", () => {
    const cases: readonly (readonly [CacheMissReason['type'], MissReason])[] = [
      ['model_changed', 'modelChanged'],
      ['system_changed', 'systemChanged'],
      ['tools_changed', 'toolsChanged'],
      ['messages_changed', 'messagesChanged'],
      ['unavailable', 'evicted'],
      ['previous_message_not_found', 'evicted'],
    ];
    for (const [type, reason] of cases) {
      const diagnosis = { type, cache_missed_input_tokens: 8000 } as CacheMissReason;
      assert.equal(miss({ cache_read_input_tokens: 0 }, { diagnosis })?.reason, reason);
    }
  });

  it('knows by itself that another model has another cache', () => {
    assert.equal(miss({}, { model: 'claude-opus-5-5' })?.reason, 'modelChanged');
  });

  it('has a sentence for every reason', () => {
    for (const reason of [
      'expired',
      'modelChanged',
      'toolsChanged',
      'systemChanged',
      'messagesChanged',
      'evicted',
    ] as const) {
      assert.match(missSentence(reason), /\w.*\.$/);
    }
  });
});

describe('missUsd', () => {
  const lost = { reason: 'expired', tokens: 8000 } as const;

  it('is what writing once more cost above reading', () => {
    const in5m = usageOf({ cache_creation_input_tokens: 9000 });
    assertUsd(missUsd(lost, in5m, SONNET.pricing), 8000 * (2.5e-6 - 0.1e-6));
    const in1h = usageOf({
      cache_creation_input_tokens: 9000,
      cache_creation: { ephemeral_1h_input_tokens: 9000, ephemeral_5m_input_tokens: 0 },
    });
    assertUsd(missUsd(lost, in1h, SONNET.pricing), 8000 * (4e-6 - 0.1e-6));
  });

  it('is the input price where nothing was written', () => {
    const usage = usageOf({ input_tokens: 9000 });
    assertUsd(missUsd(lost, usage, SONNET.pricing), 8000 * (2e-6 - 0.1e-6));
  });

  it('is unknown without a price', () => {
    assert.equal(missUsd(lost, usageOf({}), undefined), undefined);
  });
});
