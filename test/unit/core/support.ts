import type { MessageParam, Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Api } from '../../../src/core/api/api';
import type { ApiEvent, MessageRequest } from '../../../src/core/api/events';
import type { ReadAccess } from '../../../src/core/ports';
import type { Simulator } from '../../simulator/server';
import { startSimulator } from '../../simulator/server';
import type { Options } from '../../simulator/state';
import { MemoryLog } from '../fakes';

export const KEY = 'sk-test-1234';

/** Starts a simulator for each test of a suite and stops it afterwards. */
export function simulatorForEach(options: Partial<Options> = {}): () => Simulator {
  let running: Simulator | undefined;
  beforeEach(async () => {
    running = await startSimulator({ wordsPerSecond: Infinity, ...options });
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });
  return () => {
    assert.ok(running);
    return running;
  };
}

export function accessTo(baseUrl: string, apiKey = KEY): ReadAccess {
  return () => Promise.resolve({ apiKey, baseUrl });
}

export function apiOf(simulator: Simulator, idleLimitMs?: number): Api {
  return new Api(accessTo(simulator.url), new MemoryLog(), idleLimitMs);
}

export function requestOf(text = 'Hello', rest: Partial<MessageRequest> = {}): MessageRequest {
  return {
    model: 'claude-sonnet-5-5',
    max_tokens: 2000,
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    thinking: { type: 'adaptive', display: 'summarized' },
    ...rest,
  };
}

export interface Exchange {
  readonly events: readonly ApiEvent[];
  readonly last: ApiEvent;
  /** How often `admit` was asked. */
  readonly admitted: number;
}

/** Sends one request and waits for its end; `onEvent` may abort it in between. */
export async function exchange(
  api: Api,
  request: MessageRequest,
  onEvent: (event: ApiEvent, abort: () => void, seen: readonly ApiEvent[]) => void = () => {},
): Promise<Exchange> {
  const controller = new AbortController();
  const events: ApiEvent[] = [];
  let admitted = 0;
  const admit = (): Promise<void> => {
    admitted += 1;
    return Promise.resolve();
  };
  for await (const event of api.stream(request, { signal: controller.signal, admit })) {
    events.push(event);
    onEvent(event, () => controller.abort(), events);
  }
  const last = events.at(-1);
  assert.ok(last, 'The stream had no event.');
  return { events, last, admitted };
}

export function typesOf(events: readonly { readonly type: string }[]): string[] {
  return events.map(({ type }) => type);
}

/** The last event as one of the wanted type, for a look at what it holds. */
export function expectEvent<Type extends ApiEvent['type']>(
  event: ApiEvent,
  type: Type,
): Extract<ApiEvent, { type: Type }> {
  assert.equal(event.type, type, JSON.stringify(event));
  return event as Extract<ApiEvent, { type: Type }>;
}

/** The pieces of one kind, put together again. */
export function joined(
  events: readonly { readonly type: string }[],
  type: 'text' | 'thinking',
): string {
  return textOf(events.filter((event) => event.type === type));
}

/** What the user reads of a response. */
export function textOf(content: readonly { readonly type: string }[]): string {
  return content.map((block) => ('text' in block ? String(block.text) : '')).join('');
}

export function usageOf(counts: Partial<Usage> = {}): Usage {
  return {
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    inference_geo: null,
    input_tokens: 0,
    output_tokens: 0,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
    ...counts,
  };
}

/** Equal up to what adding floating-point numbers in another order changes. */
export function assertUsd(actual: number | undefined, expected: number, what = ''): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) < 1e-9,
    `${what}: ${actual} dollars instead of ${expected}`,
  );
}

/** The bodies of the message requests that arrived, the rejected ones too. */
export function bodiesOf(simulator: Simulator): MessageRequest[] {
  return simulator.requests
    .filter(({ path }) => path === '/v1/messages')
    .map(({ body }) => body as MessageRequest);
}

/** Messages as bytes without their cache marks, which may move from request to request. */
export function bytesOf(messages: readonly MessageParam[]): string[] {
  return messages.map((message) =>
    JSON.stringify(message, (key, value: unknown) => (key === 'cache_control' ? undefined : value)),
  );
}

/** Waits for something on the simulator's side; the test's own limit ends a wait in vain. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await nextTick();
}

/** Time enough for what was sent before to arrive, whatever the speed of the machine. */
export async function roundTrips({ url }: Simulator): Promise<void> {
  for (let count = 0; count < 20; count += 1) await (await fetch(`${url}/_simulator/state`)).text();
}
