import assert from 'node:assert/strict';
import { parseLine } from '../../../../src/core/cost/ledgerLine';
import { usageOf } from '../support';

const REQUEST = {
  v: 1,
  type: 'request',
  id: 'a-1',
  at: '2026-11-23T12:00:00.000Z',
  task: 'chat',
  tier: 'standard',
  model: 'claude-sonnet-5-5',
  conversation: 'c-1',
  folder: 'pantry',
  branch: 'main',
  characters: 12,
  expected: usageOf({ input_tokens: 3 }),
  prices: '2026-10-08',
  reservedUsd: 0.5,
};
const USAGE = { v: 1, type: 'usage', id: 'a-1', model: 'm', usage: usageOf(), exact: true };
const UNBILLED = { v: 1, type: 'unbilled', id: 'a-1' };

function parsed(line: object): unknown {
  return parseLine(JSON.stringify(line));
}

describe('parseLine', () => {
  it('gives every kind of line back as it was written', () => {
    for (const line of [REQUEST, USAGE, { ...USAGE, exact: false, underWay: true }, UNBILLED]) {
      assert.deepEqual(parsed(line), line);
    }
  });

  it('reads a request of the first version of Stanza, which knew less', () => {
    const { v, type, id, at, task, tier, model, conversation } = REQUEST;
    const old = { v, type, id, at, task, tier, model, conversation };
    assert.deepEqual(parsed(old), old);
  });

  it('refuses each field of another kind', () => {
    const lines: readonly Readonly<Record<string, unknown>>[] = [REQUEST, USAGE, UNBILLED];
    for (const line of lines) {
      for (const field of Object.keys(line)) {
        for (const wrong of [[], { a: 1 }, null]) {
          assert.equal(
            parsed({ ...line, [field]: wrong }),
            undefined,
            `${field} is ${JSON.stringify(wrong)}`,
          );
        }
      }
    }
    assert.equal(parsed({ ...REQUEST, at: 'yesterday' }), undefined);
    assert.equal(parsed({ ...REQUEST, reservedUsd: -1 }), undefined);
    assert.equal(parsed({ ...REQUEST, tier: 'huge' }), undefined);
    assert.equal(parsed({ ...USAGE, usage: { input_tokens: -1, output_tokens: 0 } }), undefined);
  });

  it('refuses what is no line at all', () => {
    for (const text of ['', '{"v":1,"type":"requ', 'null', '12', '[]', '{"v":2}']) {
      assert.equal(parseLine(text), undefined, text);
    }
  });
});
