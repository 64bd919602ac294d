import assert from 'node:assert/strict';
import { Api } from '../../../../src/core/api/api';
import { ApiProblem, makeFailure } from '../../../../src/core/failure';
import type { Failure } from '../../../../src/core/failure';
import { startSimulator } from '../../../simulator/server';
import { MemoryLog } from '../../fakes';
import {
  accessTo,
  apiOf,
  exchange,
  expectEvent,
  requestOf,
  simulatorForEach,
  typesOf,
} from '../support';

/** Seconds that the simulator asks to wait, so that no test waits for the SDK's own pause. */
const SOON = 0.001;

describe('retryPolicy', () => {
  const simulator = simulatorForEach();

  for (const status of [408, 409, 429, 500, 502, 503, 504, 529]) {
    it(`tells of a ${status} and tries again`, async () => {
      simulator().fault({ kind: 'http', status, retryAfter: SOON });
      const { events, last, admitted } = await exchange(apiOf(simulator()), requestOf());
      assert.equal(events[0]?.type, 'retrying');
      expectEvent(last, 'done');
      assert.equal(admitted, 2);
      assert.equal(simulator().requests.length, 2);
    });
  }

  it('says what it waits for, and how long', async () => {
    simulator().fault({ kind: 'http', status: 529, retryAfter: SOON });
    const { events } = await exchange(apiOf(simulator()), requestOf());
    const [retrying] = events;
    assert.ok(retrying?.type === 'retrying');
    assert.equal(retrying.failure.kind, 'overloaded');
    assert.equal(retrying.failure.message, 'Claude is overloaded at the moment.');
    assert.equal(retrying.failure.requestId, simulator().requests[0]?.id);
    assert.equal(retrying.afterMs, 1);
  });

  it('gives up after two retries, with the last failure', async () => {
    simulator().fault([
      { kind: 'http', status: 529, retryAfter: SOON },
      { kind: 'http', status: 529, retryAfter: SOON },
      { kind: 'http', status: 500, retryAfter: SOON, message: 'It broke.' },
    ]);
    const { events, last, admitted } = await exchange(apiOf(simulator()), requestOf());
    assert.deepEqual(typesOf(events), ['retrying', 'retrying', 'failed']);
    const { failure, received } = expectEvent(last, 'failed');
    assert.equal(failure.message, 'Anthropic had an error of its own: It broke.');
    assert.equal(received.usage, undefined);
    assert.equal(admitted, 3);
    assert.equal(simulator().requests.length, 3);
  });

  for (const status of [400, 401, 402, 403, 404, 413, 422]) {
    it(`does not repeat a ${status}`, async () => {
      simulator().fault({ kind: 'http', status });
      const { events, admitted } = await exchange(apiOf(simulator()), requestOf());
      assert.deepEqual(typesOf(events), ['failed']);
      assert.equal(admitted, 1);
      assert.equal(simulator().requests.length, 1);
    });
  }

  it('follows the advice of the API on whether to try again', async () => {
    simulator().fault({ kind: 'http', status: 529, shouldRetry: false });
    const never = await exchange(apiOf(simulator()), requestOf());
    assert.deepEqual(typesOf(never.events), ['failed']);
    simulator().fault({ kind: 'http', status: 400, shouldRetry: true, retryAfter: SOON });
    const again = await exchange(apiOf(simulator()), requestOf());
    assert.equal(again.events[0]?.type, 'retrying');
    expectEvent(again.last, 'done');
  });

  for (const [what, retryAfter] of [
    ['in seconds', 3600],
    ['as a date', new Date(Date.now() + 3_600_000).toUTCString()],
  ] as const) {
    it(`does not wait for an hour, given ${what}`, async () => {
      simulator().fault({
        kind: 'http',
        status: 429,
        retryAfter,
        message: 'Later.',
      });
      const { events, last } = await exchange(apiOf(simulator()), requestOf(), (event, abort) => {
        if (event.type === 'retrying') abort();
      });
      assert.deepEqual(typesOf(events), ['failed']);
      const { failure } = expectEvent(last, 'failed');
      assert.equal(failure.kind, 'rateLimited');
      assert.equal(failure.message, 'Too many requests or tokens a minute: Later.');
      assert.equal(simulator().requests.length, 1);
    });
  }

  it('does not repeat in vain what a spend limit refused', async () => {
    simulator().fault({
      kind: 'http',
      status: 429,
      message: 'You have spent it all.',
      details: { error_code: 'enforced_spend_limit_reached' },
    });
    const { events, last } = await exchange(apiOf(simulator()), requestOf(), (event, abort) => {
      if (event.type === 'retrying') abort();
    });
    assert.deepEqual(typesOf(events), ['failed']);
    const { failure } = expectEvent(last, 'failed');
    assert.equal(failure.kind, 'spendLimit');
    assert.equal(
      failure.message,
      'The spend limit of the account is reached: You have spent it all.',
    );
    assert.equal(failure.requestId, simulator().requests[0]?.id);
  });

  it('tells of a connection that broke before any answer, and tries again', async () => {
    simulator().fault({ kind: 'cut', afterEvent: 0 });
    const { events, last, admitted } = await exchange(apiOf(simulator()), requestOf());
    const [retrying] = events;
    assert.ok(retrying?.type === 'retrying', JSON.stringify(retrying));
    // It may have arrived, so that nobody can say that it cost nothing.
    assert.equal(retrying.failure.kind, 'interrupted');
    assert.match(retrying.failure.message, /broke before an answer came \(.+\)/);
    expectEvent(last, 'done');
    assert.equal(admitted, 2);
  });

  it('has a sentence for a host that nobody answers at', async () => {
    const gone = await startSimulator();
    await gone.close();
    const { events, last } = await exchange(
      new Api(accessTo(gone.url), new MemoryLog()),
      requestOf(),
    );
    assert.deepEqual(typesOf(events), ['retrying', 'retrying', 'failed']);
    const { failure } = expectEvent(last, 'failed');
    assert.equal(failure.kind, 'unreachable');
    const { host } = new URL(gone.url);
    assert.match(
      failure.message,
      new RegExp(`^${host} cannot be reached \\(.*ECONNREFUSED.*\\)\\. Check the network`),
    );
  });

  describe('admit', () => {
    it('is awaited before the request leaves', async () => {
      let arrivedBefore: number | undefined;
      const events = apiOf(simulator()).stream(requestOf(), {
        signal: new AbortController().signal,
        admit: async () => {
          // A request that did not wait would arrive meanwhile.
          await fetch(`${simulator().url}/_simulator/state`);
          arrivedBefore = simulator().requests.length;
        },
      });
      for await (const event of events) assert.notEqual(event.type, 'failed');
      assert.equal(arrivedBefore, 0);
      assert.equal(simulator().requests.length, 1);
    });

    it('keeps the request from leaving when it throws, and its words are the failure', async () => {
      const failure = makeFailure('spendLimit', "Today's budget is spent.");
      const { failures, asked } = await refuse(new ApiProblem(failure));
      assert.deepEqual(failures, [failure]);
      assert.equal(asked, 1);
      assert.equal(simulator().requests.length, 0);
    });

    it('does not blame the connection for what went wrong on this machine', async () => {
      const { failures, asked } = await refuse(new Error('ENOSPC: no space left on device'));
      assert.equal(asked, 1);
      assert.equal(simulator().requests.length, 0);
      assert.equal(failures[0]?.kind, 'internal');
      assert.doesNotMatch(failures[0]?.message ?? '', /connection/i);
    });

    it('has its say on a retry too', async () => {
      simulator().fault({ kind: 'http', status: 529, retryAfter: SOON });
      const failure = makeFailure('spendLimit', 'Not a second time.');
      const { failures, asked } = await refuse(new ApiProblem(failure), 2);
      assert.equal(failures[0]?.kind, 'overloaded');
      assert.deepEqual(failures[1], failure);
      assert.equal(asked, 2);
      assert.equal(simulator().requests.length, 1);
    });
  });

  /** Sends a request whose `admit` throws when it is asked for the nth time. */
  async function refuse(error: Error, at = 1): Promise<{ failures: Failure[]; asked: number }> {
    const failures: Failure[] = [];
    let asked = 0;
    const events = apiOf(simulator()).stream(requestOf(), {
      signal: new AbortController().signal,
      admit: async () => {
        asked += 1;
        if (asked === at) throw error;
      },
    });
    for await (const event of events) if ('failure' in event) failures.push(event.failure);
    return { failures, asked };
  }
});
