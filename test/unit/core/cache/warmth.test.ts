import assert from 'node:assert/strict';
import { warmEntries } from '../../../../src/core/cache/warmth';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { usageOf } from '../support';

const MINUTE = 60_000;

function row(
  atMs: number,
  read: number,
  written: number,
  rest: Partial<LedgerRow> = {},
): LedgerRow {
  return {
    id: String(atMs),
    atMs,
    task: 'chat',
    tier: 'standard',
    model: 'claude-sonnet-5-5',
    conversation: 'c',
    state: 'exact',
    usage: usageOf({ cache_read_input_tokens: read, cache_creation_input_tokens: written }),
    marks: [
      { key: 'snapshot', ttl: '1h', share: 0.8 },
      { key: 'end', ttl: '5m', share: 1 },
    ],
    reservedUsd: 0,
    ...rest,
  };
}

function keys(rows: readonly LedgerRow[], nowMs: number): string[] {
  return [...warmEntries(rows, nowMs).keys()];
}

describe('warmEntries', () => {
  it('holds each breakpoint for its lifetime, from the start of the request', () => {
    const rows = [row(0, 0, 1000)];
    assert.deepEqual(keys(rows, 5 * MINUTE - 1), ['snapshot', 'end']);
    assert.deepEqual(keys(rows, 5 * MINUTE), ['snapshot']);
    assert.deepEqual(keys(rows, 60 * MINUTE), []);
    assert.deepEqual(warmEntries(rows, 0).get('snapshot'), { untilMs: 60 * MINUTE });
  });

  it('begins the lifetime anew with each use, and keeps the one it was written with', () => {
    const marks = [{ key: 'snapshot', ttl: '1h' as const, share: 1 }];
    const rows = [
      row(0, 0, 1000, { marks: [{ key: 'snapshot', ttl: '5m', share: 1 }] }),
      row(4 * MINUTE, 1000, 0, { marks }),
    ];
    assert.equal(warmEntries(rows, 4 * MINUTE).get('snapshot')?.untilMs, 9 * MINUTE);
  });

  it('counts nothing as warm that was not cached, may not have arrived or was refused', () => {
    for (const bad of [
      row(0, 0, 0),
      row(0, 0, 1000, { state: 'open' }),
      row(0, 0, 1000, { state: 'unbilled' }),
      row(0, 0, 1000, { usage: undefined }),
      row(0, 0, 0, {
        state: 'estimated',
        usage: usageOf({ cache_creation_input_tokens: 1000, service_tier: null }),
      }),
      row(0, 0, 1000, { marks: undefined }),
    ]) {
      assert.deepEqual(keys([bad], 1), []);
    }
  });

  it('believes the usage: what was cached only up to the snapshot ends there', () => {
    const usage = usageOf({ input_tokens: 1000, cache_creation_input_tokens: 4000 });
    assert.deepEqual(keys([row(0, 0, 0, { usage })], 1), ['snapshot']);
  });

  it('gives what was read from elsewhere the shortest lifetime', () => {
    assert.equal(warmEntries([row(0, 1000, 0)], 1).get('snapshot')?.untilMs, 5 * MINUTE);
  });
});
