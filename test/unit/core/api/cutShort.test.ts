import assert from 'node:assert/strict';
import type { ApiEvent } from '../../../../src/core/api/events';
import {
  apiOf,
  bodiesOf,
  exchange,
  expectEvent,
  joined,
  requestOf,
  roundTrips,
  simulatorForEach,
  textOf,
  typesOf,
  until,
} from '../support';

const admit = (): Promise<void> => Promise.resolve();

/** How `api.ts` ends a response that does not come to its own end. */
describe('Api, when a response is cut short:', () => {
  const simulator = simulatorForEach();

  describe('a stream that breaks', () => {
    const text = 'abcdef';
    /** Start, block start, ping, six letters, block stop, delta: the stop is the twelfth. */
    const eventsBeforeStop = 11;

    for (const kind of ['cut', 'end'] as const) {
      for (let afterEvent = 1; afterEvent <= eventsBeforeStop; afterEvent += 1) {
        it(`is a failure with what had arrived (${kind} after event ${afterEvent})`, async () => {
          simulator().script({ blocks: [{ type: 'text', text }], deltaChars: 1 });
          simulator().fault({ kind, afterEvent });
          const { events, last } = await exchange(apiOf(simulator()), requestOf());
          const { received, failure } = expectEvent(last, 'failed');
          assert.equal(failure.kind, 'interrupted');
          assert.match(failure.message, /^The connection (broke|ended) before .* complete.*\.$/);
          const arrived = text.slice(0, Math.max(0, afterEvent - 3));
          assert.equal(joined(events, 'text'), arrived);
          assert.equal(textOf(received.content), arrived);
          assert.ok(received.usage);
          assert.equal(received.usageIsFinal, afterEvent === eventsBeforeStop);
          assert.equal(simulator().requests.length, 1);
        });
      }
    }

    it('drops thinking that was cut, and keeps thinking that was whole', async () => {
      const blocks = [
        { type: 'thinking', thinking: 'abc' },
        { type: 'text', text: 'def' },
      ] as const;
      // Start, block start, ping, three letters, an empty delta: the signature is missing.
      simulator().script({ blocks, deltaChars: 1 });
      simulator().fault({ kind: 'cut', afterEvent: 7 });
      const half = await exchange(apiOf(simulator()), requestOf());
      assert.equal(joined(half.events, 'thinking'), 'abc');
      assert.deepEqual(expectEvent(half.last, 'failed').received.content, []);
      simulator().script({ blocks, deltaChars: 1 });
      simulator().fault({ kind: 'cut', afterEvent: 11 });
      const whole = await exchange(apiOf(simulator()), requestOf());
      const { content } = expectEvent(whole.last, 'failed').received;
      assert.deepEqual(typesOf(content), ['thinking', 'text']);
      assert.equal(textOf(content), 'd');
    });

    it('drops a tool whose input was cut', async () => {
      simulator().script({
        blocks: [
          { type: 'text', text: 'a' },
          { type: 'tool_use', name: 'read', input: { path: 'x' } },
        ],
        deltaChars: 1,
      });
      simulator().fault({ kind: 'end', afterEvent: 10 });
      const { last } = await exchange(apiOf(simulator()), requestOf());
      assert.deepEqual(typesOf(expectEvent(last, 'failed').received.content), ['text']);
    });

    it('may say why in an error event, which keeps what had arrived', async () => {
      for (const [type, kind, sentence] of [
        ['overloaded_error', 'overloaded', 'Claude is overloaded at the moment.'],
        ['api_error', 'serverError', 'Anthropic had an error of its own: It broke.'],
      ] as const) {
        simulator().script({ blocks: [{ type: 'text', text }], deltaChars: 1 });
        simulator().fault({ kind: 'error_event', afterEvent: 5, type, message: 'It broke.' });
        const { last } = await exchange(apiOf(simulator()), requestOf());
        const { received, failure } = expectEvent(last, 'failed');
        assert.equal(failure.kind, kind);
        assert.equal(failure.message, sentence);
        assert.equal(textOf(received.content), 'ab');
      }
      assert.equal(simulator().requests.length, 2);
    });

    it('is ended when it goes silent, and keeps what had arrived', async () => {
      simulator().script({ blocks: [{ type: 'text', text }], deltaChars: 1 });
      simulator().fault({ kind: 'stall', afterEvent: 5 });
      const { last } = await exchange(apiOf(simulator(), 1000), requestOf());
      const { received, failure } = expectEvent(last, 'failed');
      assert.equal(failure.kind, 'stalled');
      assert.match(failure.message, /has sent nothing/);
      assert.equal(textOf(received.content), 'ab');
    });

    it('is ended when it goes silent right after its headers', async () => {
      simulator().fault({ kind: 'stall', afterEvent: 0 });
      const { last } = await exchange(apiOf(simulator(), 1000), requestOf());
      const { received, failure } = expectEvent(last, 'failed');
      assert.equal(failure.kind, 'stalled');
      assert.equal(received.messageId, undefined);
      assert.equal(received.usage, undefined);
    });
  });

  describe('an abort', () => {
    it('before the request leaves sends nothing', async () => {
      const stream = apiOf(simulator()).stream(requestOf(), {
        signal: AbortSignal.abort(),
        admit: () => assert.fail('A request that nobody wants was admitted.'),
      });
      const events: ApiEvent[] = [];
      for await (const event of stream) events.push(event);
      assert.deepEqual(typesOf(events), ['stopped']);
      assert.equal(simulator().requests.length, 0);
    });

    it('while the request waits to be admitted sends nothing', async () => {
      const controller = new AbortController();
      const stream = apiOf(simulator()).stream(requestOf(), {
        signal: controller.signal,
        admit: () => {
          controller.abort();
          return Promise.resolve();
        },
      });
      const events: ApiEvent[] = [];
      for await (const event of stream) events.push(event);
      assert.deepEqual(typesOf(events), ['stopped']);
      assert.equal(bodiesOf(simulator()).length, 0);
    });

    it('between the headers and the first event stops', async () => {
      simulator().fault({ kind: 'stall', afterEvent: 0 });
      const controller = new AbortController();
      const { signal } = controller;
      const stream = apiOf(simulator()).stream(requestOf(), { signal, admit });
      await until(() => simulator().requests[0]?.status === 200);
      controller.abort();
      const events: ApiEvent[] = [];
      for await (const event of stream) events.push(event);
      assert.deepEqual(typesOf(events), ['stopped']);
    });

    const text = 'abc';
    for (let afterEvent = 1; afterEvent <= 8; afterEvent += 1) {
      // The usage, then a letter for each delta from the fourth event on, then the final usage.
      const letters = Math.min(3, Math.max(0, afterEvent - 3));
      const visible = 1 + letters + (afterEvent === 8 ? 1 : 0);
      it(`after event ${afterEvent} stops with what had arrived`, async () => {
        simulator().script({ blocks: [{ type: 'text', text }], deltaChars: 1 });
        simulator().fault({ kind: 'stall', afterEvent });
        const { last } = await exchange(apiOf(simulator()), requestOf(), (_event, abort, seen) => {
          if (seen.length === visible) abort();
        });
        const { received } = expectEvent(last, 'stopped');
        assert.equal(textOf(received.content), text.slice(0, letters));
        assert.equal(received.usageIsFinal, afterEvent === 8);
        assert.ok(received.usage);
      });
    }

    it('while a retry waits stops, and nothing more is sent', async () => {
      simulator().fault({ kind: 'http', status: 529, retryAfter: 30 });
      const { events, last } = await exchange(apiOf(simulator()), requestOf(), (event, abort) => {
        if (event.type === 'retrying') abort();
      });
      assert.deepEqual(typesOf(events), ['retrying', 'stopped']);
      assert.deepEqual(expectEvent(last, 'stopped').received.content, []);
      assert.equal(simulator().requests.length, 1);
    });

    it('is what a reader means who goes away', async () => {
      simulator().script({ blocks: [{ type: 'text', text: 'abc' }], deltaChars: 1 });
      simulator().fault({ kind: 'stall', afterEvent: 4 });
      const { signal } = new AbortController();
      for await (const { type } of apiOf(simulator()).stream(requestOf(), { signal, admit })) {
        if (type === 'text') break;
      }
      await roundTrips(simulator());
      assert.equal(simulator().requests[0]?.outcome, 'aborted');
    });

    it('after the end changes nothing', async () => {
      const { last } = await exchange(apiOf(simulator()), requestOf(), (event, abort) => {
        if (event.type === 'done') abort();
      });
      expectEvent(last, 'done');
    });
  });
});
