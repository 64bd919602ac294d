import Anthropic, { APIError } from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import type { Options } from '../../simulator/state';
import type { Simulator } from '../../simulator/server';
import { startSimulator } from '../../simulator/server';

/** Starts a simulator for each test of a suite and stops it afterwards. */
export function eachTest(options: Partial<Options> = {}): {
  simulator: () => Simulator;
  client: () => Anthropic;
} {
  let running: Simulator | undefined;
  beforeEach(async () => {
    running = await startSimulator({ wordsPerSecond: Infinity, ...options });
  });
  afterEach(async () => {
    await running?.close();
  });
  const simulator = (): Simulator => {
    assert.ok(running);
    return running;
  };
  return { simulator, client: () => clientOf(simulator()) };
}

export function clientOf(simulator: Simulator, apiKey = 'sk-test-1234'): Anthropic {
  return new Anthropic({ apiKey, baseURL: simulator.url, maxRetries: 0, logLevel: 'off' });
}

export interface Refusal {
  readonly status: number | undefined;
  readonly type: string | null;
  readonly message: string;
  readonly details: unknown;
  readonly headers: Headers | undefined;
}

/** The error of a request that has to fail, as the SDK reads it. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  try {
    await request;
  } catch (error) {
    assert.ok(error instanceof APIError, String(error));
    const { status, type, apiMessage, details, headers } = error;
    return { status, type: type ?? null, message: apiMessage ?? '', details, headers };
  }
  return assert.fail('The request was accepted.');
}

/** A request as a client without our SDK could send it, valid or not. */
export async function post(
  simulator: Pick<Simulator, 'url'>,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  path = '/v1/messages',
): Promise<Response> {
  return fetch(simulator.url + path, {
    method: 'POST',
    headers: {
      'x-api-key': 'sk-test-1234',
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The body of a response, as the test expects it to be. */
export async function jsonOf<T>(response: Response): Promise<T> {
  const body: T = JSON.parse(await response.text());
  return body;
}

export async function errorOf(response: Response): Promise<string> {
  const body = await jsonOf<{ error?: { message?: string } }>(response);
  return body.error?.message ?? `no error, status ${response.status}`;
}

/** What tests read of an event; which fields there are depends on its type. */
export interface Data {
  readonly type: string;
  readonly delta?: {
    readonly text?: string;
    readonly partial_json?: string;
    readonly stop_reason?: string;
  };
}

export interface Event {
  readonly name: string;
  readonly line: string;
  readonly data: Data;
}

/** The events of a stream, in the order in which they came. */
export async function eventsOf(response: Response): Promise<Event[]> {
  assert.equal(response.status, 200, await response.clone().text());
  return parseEvents(await response.text());
}

export function parseEvents(text: string): Event[] {
  return text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^event: (\w+)\ndata: (.*)$/s.exec(part);
      assert.ok(match, `not an event: ${part}`);
      const line = match[2] ?? '';
      const data: Data = JSON.parse(line);
      return { name: match[1] ?? '', line, data };
    });
}

/** Text of at least so many tokens on every tokenizer, and the same for the same seed. */
export function textOfTokens(tokens: number, seed = 'word'): string {
  return `${seed} `.repeat(Math.ceil((tokens * 4.6) / (seed.length + 1))).trim();
}

/** A PNG of any size: its header is all that a size needs. */
export function png(width: number, height: number): string {
  const bytes = Buffer.alloc(33);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
}

export function imageBlock(
  width: number,
  height: number,
): {
  type: 'image';
  source: { type: 'base64'; media_type: 'image/png'; data: string };
} {
  return {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: png(width, height) },
  };
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Waits until the simulator has noticed that a request is over. */
export async function settled(simulator: Simulator): Promise<void> {
  while (simulator.requests.some(({ outcome }) => outcome === 'pending')) await pause(2);
}
