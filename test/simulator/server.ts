import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { ApiError } from './apiError';
import type { Bill } from './bill';
import { control, controlPrefix } from './controlRoute';
import { readBody, sendJson } from './http';
import type { RequestRecord } from './records';
import { billFor, redacted } from './records';
import { reject, route } from './routes';
import type { Fault, ScriptedAnswer } from './script';
import type { Options, State } from './state';
import { createState } from './state';

export interface Simulator {
  readonly url: string;
  readonly requests: readonly RequestRecord[];
  readonly clock: { now(): number; advance(ms: number): void };
  bill(): Bill;
  script(answers: ScriptedAnswer | readonly ScriptedAnswer[]): void;
  fault(faults: Fault | readonly Fault[]): void;
  reset(): void;
  close(): Promise<void>;
}

const defaults: Options = {
  port: 0,
  keys: 'any',
  accountCreated: '2026-10-01T00:00:00Z',
  verifiedOrganization: false,
  wordsPerSecond: 60,
  log: () => {},
};

/** Starts a Messages API on this machine alone. */
export async function startSimulator(options: Partial<Options> = {}): Promise<Simulator> {
  const state = createState({ ...defaults, ...options });
  const server = createServer((request, response) => {
    void serve(state, request, response);
  });
  // Clients keep connections for reuse; one that closes first would look like a fault to them.
  server.keepAliveTimeout = 120_000;
  await listen(server, state.options.port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: state.requests,
    clock: state.clock,
    bill: () => billFor(state.requests),
    script: (answers) => state.script.addAnswers(answers),
    fault: (faults) => state.script.addFaults(faults),
    reset: state.reset,
    close: () => close(server),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      resolve();
    });
  });
}

/** Ends the running streams too, for a test that closes the simulator waits for none of them. */
async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const method = request.method ?? 'GET';
  if (url.pathname.startsWith(controlPrefix)) {
    await serveControl(state, request, response, url.pathname.slice(controlPrefix.length));
    return;
  }
  const record: RequestRecord = {
    id: state.newId('req_01'),
    at: Date.now(),
    method,
    path: url.pathname,
    headers: redacted(request.headers),
    body: null,
    status: null,
    messageId: null,
    model: null,
    usage: null,
    billedUsd: 0,
    outcome: 'pending',
    events: 0,
    firstTextAt: null,
    endedAt: null,
  };
  state.requests.push(record);
  // A client may be gone at any moment; whoever writes finds out by the close of the response.
  response.on('error', () => {});
  response.setHeader('request-id', record.id);
  response.setHeader('anthropic-organization-id', '00000000-0000-4000-8000-000000000000');
  response.setHeader('anthropic-workspace-id', 'wrkspc_01Simulator');
  try {
    await route(state, request, response, url, record);
  } catch (error) {
    reject(error, response, record);
  }
  const { status, outcome } = record;
  state.options.log(`${method} ${url.pathname} ${status ?? ''} ${outcome}${costOf(record)}`);
}

function costOf({ model, billedUsd, outcome }: RequestRecord): string {
  if (model === null || outcome === 'rejected') return '';
  return ` ${model}, pretended cost $${billedUsd.toFixed(4)}`;
}

async function serveControl(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  try {
    const answer = control(state, request.method ?? 'GET', name, await readBody(request));
    sendJson(response, 200, JSON.stringify(answer));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    sendJson(response, error instanceof ApiError ? error.status : 400, JSON.stringify({ message }));
  }
}
