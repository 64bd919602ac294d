import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamEvent } from './events';
import type { StreamFault } from './faults';

export interface Pacing {
  /** Infinity is as fast as the client reads. */
  readonly wordsPerSecond: number;
  readonly delayMs: number | undefined;
}

export interface StreamResult {
  readonly outcome: 'complete' | 'cut' | 'aborted';
  /** Events written, and the output tokens in them. */
  readonly events: number;
  readonly outputTokens: number;
}

type Break = Extract<StreamFault, { afterEvent: number }>;

/** Writes the events at the wanted speed, and breaks off where the fault says. */
export async function writeStream(
  response: ServerResponse,
  events: Iterable<StreamEvent>,
  pacing: Pacing,
  fault: StreamFault | undefined,
  onWritten: (event: StreamEvent) => void,
): Promise<StreamResult> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const startedAt = performance.now();
  let words = 0;
  let written = 0;
  let outputTokens = 0;
  const result = (outcome: StreamResult['outcome']): StreamResult => ({
    outcome,
    events: written,
    outputTokens,
  });
  for (const event of events) {
    if (fault !== undefined && 'afterEvent' in fault && fault.afterEvent === written) {
      const ended = await breakOff(response, fault, gone.signal);
      if (ended !== null) return result(ended);
    }
    words += event.words;
    const waitMs = pauseBefore(event, words, startedAt, pacing, fault);
    if (waitMs > 0) await pause(waitMs, gone.signal);
    if (gone.signal.aborted) return result('aborted');
    const flows = response.write(encode(event, written));
    written += 1;
    outputTokens = event.outputTokens;
    onWritten(event);
    if (!flows) await once(response, 'drain', { signal: gone.signal }).catch(() => {});
  }
  if (gone.signal.aborted) return result('aborted');
  response.end();
  return result('complete');
}

/** Null when the stream goes on after the fault. */
async function breakOff(
  response: ServerResponse,
  fault: Break,
  gone: AbortSignal,
): Promise<'cut' | 'aborted' | null> {
  switch (fault.kind) {
    case 'cut':
      // What was written still has to reach the client before the connection breaks.
      response.socket?.destroySoon();
      return 'cut';
    case 'end':
      response.end();
      return 'cut';
    case 'error_event': {
      const { type, message } = fault;
      const data = { type: 'error', error: { type, message } };
      response.end(`event: error\ndata: ${JSON.stringify(data)}\n\n`);
      return 'cut';
    }
    case 'stall':
      response.flushHeaders();
      await pause(fault.ms, gone);
      return gone.aborted ? 'aborted' : null;
  }
}

/** Waits until the time is over or the client is gone; without a time, as long as a timer can. */
export async function pause(ms: number | undefined, gone: AbortSignal): Promise<void> {
  await sleep(ms ?? 2 ** 31 - 1, undefined, { signal: gone }).catch(() => {});
}

function pauseBefore(
  event: StreamEvent,
  words: number,
  startedAt: number,
  { wordsPerSecond, delayMs }: Pacing,
  fault: StreamFault | undefined,
): number {
  if (fault?.kind === 'slow') return fault.ms;
  if (delayMs !== undefined) return event.name === 'message_start' ? 0 : delayMs;
  const dueMs = (words / wordsPerSecond) * 1000;
  const aheadMs = startedAt + dueMs - performance.now();
  // Timers are good to a few milliseconds, so a small lead is not worth one.
  return aheadMs > 4 ? aheadMs : 0;
}

/** The API pads data lines with spaces before the last brace, so ours are padded too. */
function encode({ name, data }: StreamEvent, index: number): string {
  if (name === 'ping') return 'event: ping\ndata: {"type": "ping"}\n\n';
  const padding = ' '.repeat((index * 7) % 16);
  return `event: ${name}\ndata: ${JSON.stringify(data).slice(0, -1)}${padding}}\n\n`;
}
