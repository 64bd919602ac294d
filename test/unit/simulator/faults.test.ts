import type Anthropic from '@anthropic-ai/sdk';
import {
  APIConnectionError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContentTooLargeError,
  GatewayTimeoutError,
  InternalServerError,
  NotFoundError,
  OverloadedError,
  PaymentRequiredError,
  PermissionDeniedError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { clientOf, eachTest, eventsOf, parseEvents, post, refusalOf, settled } from './support';

const hello: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];
const request = { model: 'claude-opus-5-5', max_tokens: 1000, messages: hello };
const streamed = { ...request, stream: true as const };
const blocks = [{ type: 'text', text: 'one two three four five six' }] as const;

describe('an HTTP fault', () => {
  const { simulator, client } = eachTest();

  const classes = [
    [400, BadRequestError, 'invalid_request_error'],
    [401, AuthenticationError, 'authentication_error'],
    [402, PaymentRequiredError, 'billing_error'],
    [403, PermissionDeniedError, 'permission_error'],
    [404, NotFoundError, 'not_found_error'],
    [409, ConflictError, 'conflict_error'],
    [413, ContentTooLargeError, 'request_too_large'],
    [429, RateLimitError, 'rate_limit_error'],
    [500, InternalServerError, 'api_error'],
    [504, GatewayTimeoutError, 'timeout_error'],
    [529, OverloadedError, 'overloaded_error'],
  ] as const;
  for (const [status, errorClass, type] of classes) {
    it(`${status} is the SDK's ${errorClass.name}`, async () => {
      simulator().fault({ kind: 'http', status });
      const refusal = await refusalOf(client().messages.create(request));
      assert.equal(refusal.status, status);
      assert.equal(refusal.type, type);
      simulator().fault({ kind: 'http', status });
      await assert.rejects(client().messages.create(streamed), errorClass);
    });
  }

  it('says what it was told to say', async () => {
    simulator().fault({
      kind: 'http',
      status: 429,
      message: 'You have reached your API usage limits.',
      details: { error_code: 'enforced_spend_limit_reached' },
    });
    const refusal = await refusalOf(client().messages.create(request));
    assert.equal(refusal.message, 'You have reached your API usage limits.');
    assert.deepEqual(refusal.details, { error_code: 'enforced_spend_limit_reached' });
    assert.equal(refusal.headers?.get('retry-after'), null);
    assert.equal(refusal.headers?.get('x-should-retry'), null);
  });

  it('carries retry-after and x-should-retry', async () => {
    simulator().fault([
      { kind: 'http', status: 429, retryAfter: 7 },
      { kind: 'http', status: 529, shouldRetry: false },
    ]);
    const first = await refusalOf(client().messages.create(request));
    assert.equal(first.headers?.get('retry-after'), '7');
    const second = await refusalOf(client().messages.create(request));
    assert.equal(second.headers?.get('x-should-retry'), 'false');
  });

  it('is met once by each request, so that a retry succeeds', async () => {
    simulator().fault([
      { kind: 'http', status: 529, retryAfter: 0.01 },
      { kind: 'http', status: 500, retryAfter: 0.01 },
    ]);
    const patient = clientOf(simulator()).withOptions({ maxRetries: 2 });
    await patient.messages.create(request);
    assert.deepEqual(
      simulator().requests.map(({ status }) => status),
      [529, 500, 200],
    );
  });

  it('waits for a message request that is valid', async () => {
    simulator().fault({ kind: 'http', status: 529 });
    await client().models.list();
    await client().messages.countTokens({ model: request.model, messages: hello });
    await refusalOf(client().messages.create({ ...request, max_tokens: 1.5 }));
    const refusal = await refusalOf(client().messages.create(request));
    assert.equal(refusal.status, 529);
  });
});

describe('a fault in a stream', () => {
  const { simulator, client } = eachTest();

  it('an error event comes after so many events, and nothing after it', async () => {
    simulator().script({ blocks });
    const type = 'overloaded_error';
    simulator().fault({ kind: 'error_event', afterEvent: 4, type, message: 'Overloaded' });
    const events = await eventsOf(await post(simulator(), streamed));
    assert.deepEqual(
      events.map(({ name }) => name),
      ['message_start', 'content_block_start', 'ping', 'content_block_delta', 'error'],
    );
    assert.deepEqual(events.at(-1)?.data, {
      type: 'error',
      error: { type, message: 'Overloaded' },
    });
    assert.equal(simulator().requests[0]?.outcome, 'cut');
  });

  it('an error event is an error of the SDK without a status', async () => {
    const type = 'overloaded_error';
    simulator().fault({ kind: 'error_event', afterEvent: 2, type, message: 'Overloaded' });
    const refusal = await refusalOf(client().messages.stream(request).finalMessage());
    assert.equal(refusal.status, undefined);
    assert.equal(refusal.type, type);
  });

  it('a cut breaks the connection after what was written has arrived', async () => {
    simulator().script({ blocks, deltaChars: 4 });
    simulator().fault({ kind: 'cut', afterEvent: 5 });
    const response = await post(simulator(), streamed);
    let text = '';
    const decoder = new TextDecoder();
    await assert.rejects(async () => {
      for await (const chunk of response.body ?? [])
        text += decoder.decode(chunk, { stream: true });
    }, /terminated/);
    assert.equal(parseEvents(text).length, 5);
    assert.equal(simulator().requests[0]?.events, 5);
  });

  it('a clean end has no message_stop, and no error', async () => {
    simulator().script({ blocks });
    simulator().fault({ kind: 'end', afterEvent: 4 });
    const events = await eventsOf(await post(simulator(), streamed));
    assert.equal(events.length, 4);
    assert.equal(events.at(-1)?.name, 'content_block_delta');
    simulator().fault({ kind: 'end', afterEvent: 4 });
    await assert.rejects(
      client().messages.stream(request).finalMessage(),
      /stream ended without producing a Message/,
    );
  });

  it('a stall is silent for its time, and then goes on', async () => {
    simulator().script({ blocks });
    simulator().fault({ kind: 'stall', afterEvent: 3, ms: 60 });
    const before = performance.now();
    const { content } = await client().messages.stream(request).finalMessage();
    assert.ok(performance.now() - before >= 55);
    assert.equal(content.length, 1);
    assert.equal(simulator().requests[0]?.outcome, 'complete');
  });

  it('a stall without a time lasts until the client gives up', async () => {
    simulator().fault({ kind: 'stall', afterEvent: 3 });
    const stream = client().messages.stream(request);
    setTimeout(() => stream.abort(), 30);
    await assert.rejects(stream.finalMessage(), APIUserAbortError);
    await settled(simulator());
    assert.equal(simulator().requests[0]?.outcome, 'aborted');
  });

  it('slow waits before each event', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'x' }] });
    simulator().fault({ kind: 'slow', ms: 8 });
    const before = performance.now();
    await eventsOf(await post(simulator(), streamed));
    assert.ok(performance.now() - before >= 7 * 8 - 5);
  });
});

describe('a fault without streaming', () => {
  const { simulator, client } = eachTest();

  it('breaks the connection or ends in an error', async () => {
    simulator().fault({ kind: 'cut', afterEvent: 3 });
    await assert.rejects(client().messages.create(request), APIConnectionError);
    simulator().fault({ kind: 'error_event', afterEvent: 3, type: 'api_error', message: 'No.' });
    await assert.rejects(client().messages.create(request), InternalServerError);
    simulator().fault({ kind: 'slow', ms: 30 });
    const before = performance.now();
    await client().messages.create(request);
    assert.ok(performance.now() - before >= 28);
  });
});
