import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { Api } from '../../../../src/core/api/api';
import type { Failure, FailureKind } from '../../../../src/core/failure';
import { MemoryLog } from '../../fakes';
import {
  accessTo,
  apiOf,
  exchange,
  expectEvent,
  KEY,
  requestOf,
  simulatorForEach,
} from '../support';

async function failureOf(api: Api, request = requestOf()): Promise<Failure> {
  return expectEvent((await exchange(api, request)).last, 'failed').failure;
}

describe('toFailure', () => {
  const simulator = simulatorForEach({ keys: [KEY] });

  const sentences: readonly (readonly [number, FailureKind, string])[] = [
    [400, 'rejected', 'Anthropic rejected the request: Because.'],
    [401, 'badKey', 'Anthropic does not accept this API key (Because.). Set another one.'],
    [402, 'billing', 'The account has a billing problem: Because.'],
    [403, 'forbidden', 'This API key is not allowed to do this: Because.'],
    [413, 'rejected', 'The message is too large to be sent: Because.'],
    [422, 'rejected', 'Anthropic rejected the request: Because.'],
    [429, 'rateLimited', 'Too many requests or tokens a minute: Because.'],
    [500, 'serverError', 'Anthropic had an error of its own: Because.'],
    [504, 'serverError', 'Anthropic had an error of its own: Because.'],
    [529, 'overloaded', 'Claude is overloaded at the moment.'],
  ];
  for (const [status, kind, message] of sentences) {
    it(`has a sentence for a ${status}, with the words and the id of the API`, async () => {
      simulator().fault({ kind: 'http', status, message: 'Because.', shouldRetry: false });
      const requestId = simulator().requests[0]?.id;
      assert.equal(requestId, undefined);
      const failure = await failureOf(apiOf(simulator()));
      assert.deepEqual(failure, { kind, message, requestId: simulator().requests[0]?.id });
      assert.ok(failure.requestId);
    });
  }

  for (const status of [408, 409]) {
    it(`does not hold a ${status} against the message, which would be sent again`, async () => {
      simulator().fault({ kind: 'http', status, message: 'Because.', shouldRetry: false });
      const { kind, message } = await failureOf(apiOf(simulator()));
      assert.notEqual(kind, 'rejected');
      assert.match(message, /Because\./);
    });
  }

  it('tells a wrong key', async () => {
    const api = new Api(accessTo(simulator().url, 'sk-wrong'), new MemoryLog());
    const { kind, message } = await failureOf(api);
    assert.equal(kind, 'badKey');
    assert.match(message, /invalid x-api-key/);
    assert.doesNotMatch(message, /sk-wrong/);
  });

  it('names the model that does not exist', async () => {
    const { kind, message } = await failureOf(
      apiOf(simulator()),
      requestOf('Hello', { model: 'claude-opus-9' }),
    );
    assert.equal(kind, 'unknownModel');
    assert.equal(
      message,
      'Anthropic knows no model "claude-opus-9". Choose another one in the settings.',
    );
  });

  it('does not blame the model for an address that has no Messages API', async () => {
    const api = new Api(accessTo(`${simulator().url}/elsewhere`), new MemoryLog());
    const { kind, message } = await failureOf(api);
    assert.notEqual(kind, 'unknownModel');
    assert.doesNotMatch(message, /knows no model/);
  });

  it('tells a conversation that no longer fits', async () => {
    const said = 'prompt is too long: 1000001 tokens > 1000000 maximum';
    simulator().fault({ kind: 'http', status: 400, message: said });
    const { kind, message } = await failureOf(apiOf(simulator()));
    assert.equal(kind, 'tooLong');
    assert.equal(
      message,
      `The conversation no longer fits the model (${said}). Start a new conversation.`,
    );
  });

  it("does not hold the account's own usage limit against the message", async () => {
    const said =
      'You have reached your specified API usage limits. You will regain access on 2026-12-01.';
    simulator().fault({ kind: 'http', status: 400, message: said });
    const { kind, message } = await failureOf(apiOf(simulator()));
    assert.equal(kind, 'spendLimit');
    assert.ok(message.endsWith(said));
  });
});

describe('toFailure before a server that is no Messages API', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** The failure of a request to a server that answers like this. */
  async function answeredBy(listener: RequestListener): Promise<Failure> {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => {
      started.listen(0, '127.0.0.1', resolve);
    });
    const address = started.address();
    assert.ok(typeof address === 'object' && address);
    const api = new Api(accessTo(`http://127.0.0.1:${address.port}`), new MemoryLog(), 2000);
    return failureOf(api);
  }

  it('has a sentence for a page with a status of its own', async () => {
    const { kind, message } = await answeredBy((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html', 'x-should-retry': 'false' });
      response.end('<html>Bad gateway</html>');
    });
    assert.equal(kind, 'serverError');
    assert.match(message, /Bad gateway|502/);
  });

  it('has a sentence for a page instead of a stream', async () => {
    const { kind, message } = await answeredBy((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Please log in</html>');
    });
    assert.equal(kind, 'interrupted');
    assert.match(message, /\.$/);
  });

  it('has a sentence for events that are no JSON', async () => {
    const { kind, message } = await answeredBy((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('event: message_start\ndata: {"type": \n\n');
    });
    assert.equal(kind, 'interrupted');
    assert.match(message, /The connection broke before the answer was complete \(.+\)\./);
  });
});
