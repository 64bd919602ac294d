import assert from 'node:assert/strict';
import { ApiProblem, makeFailure, wasNotBilled } from '../../../src/core/failure';

describe('failure', () => {
  it('is a message that can be shown as it is, with its cause kept', () => {
    const cause = new Error('deep');
    const problem = new ApiProblem(makeFailure('noKey', 'Set a key.', 'req_1'), { cause });
    assert.equal(problem.message, 'Set a key.');
    assert.equal(problem.cause, cause);
    assert.deepEqual(problem.failure, { kind: 'noKey', message: 'Set a key.', requestId: 'req_1' });
  });

  it('has no id where the API gave none', () => {
    assert.equal(makeFailure('stalled', 'Silence.', null).requestId, undefined);
    assert.equal(makeFailure('stalled', 'Silence.').requestId, undefined);
  });

  it('costs nothing where an error was the answer, and nobody knows where the line broke', () => {
    for (const kind of [
      'rejected',
      'badKey',
      'rateLimited',
      'overloaded',
      'unreachable',
    ] as const) {
      assert.equal(wasNotBilled(makeFailure(kind, '')), true, kind);
    }
    for (const kind of ['stalled', 'interrupted'] as const) {
      assert.equal(wasNotBilled(makeFailure(kind, '')), false, kind);
    }
  });
});
