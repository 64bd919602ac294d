import assert from 'node:assert/strict';
import { eachTest, errorOf, post } from './support';

/** What a valid request is changed by, and the words in which it is then refused. */
export type Row = readonly [change: object, message: string];

const valid = {
  model: 'claude-opus-5-5',
  max_tokens: 5000,
  messages: [{ role: 'user', content: 'Hello' }],
};

/** A test for each row. */
export function refuses(what: string, rows: readonly Row[], base: object = {}): void {
  describe(`refuses ${what}`, () => {
    const { simulator } = eachTest();
    for (const [change, message] of rows) {
      it(message.slice(0, 110), async () => {
        const response = await post(simulator(), { ...valid, ...base, ...change });
        assert.equal(await errorOf(response), message);
        assert.equal(response.status, 400);
        assert.equal(simulator().requests[0]?.outcome, 'rejected');
        assert.deepEqual(simulator().bill().rows, []);
      });
    }
  });
}
