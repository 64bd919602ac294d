import type { ServerResponse } from 'node:http';
import { ApiError } from './apiError';
import { costUsd } from './bill';
import type { CachePlan } from './cache';
import { contentOf, eventsOf } from './events';
import type { StreamFault } from './faults';
import type { RequestRecord } from './records';
import type { Reply } from './reply';
import { messageDelta, startMessage, wholeMessage } from './reply';
import { pause, writeStream } from './stream';

/** Server-sent events, at the speed that the answer or the simulator asks for. */
export async function stream(
  reply: Reply,
  plan: CachePlan,
  fault: StreamFault | undefined,
  record: RequestRecord,
  response: ServerResponse,
  usualWordsPerSecond: number,
): Promise<void> {
  const { wordsPerSecond: scripted = usualWordsPerSecond, delayMs, deltaChars } = reply.answer;
  const wordsPerSecond = scripted ?? Infinity;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  record.status = 200;
  const events = eventsOf(startMessage(reply), reply.output, messageDelta(reply), reply.model, {
    deltaChars,
    byWord: Number.isFinite(wordsPerSecond),
  });
  const pacing = { wordsPerSecond, delayMs };
  const result = await writeStream(response, events, pacing, fault, (event) => {
    record.events += 1;
    if (event.name === 'message_start') plan.commit();
    if (event.isText) record.firstTextAt ??= Date.now();
  });
  // Before its first event a response has cost nothing that anyone could know of.
  if (result.outcome === 'complete') enter(record, reply, reply.outputTokens);
  else if (record.events > 0) enter(record, reply, result.outputTokens);
  end(record, result.outcome);
}

/** Without streaming there is one moment at which the response begins and ends. */
export async function sendWhole(
  reply: Reply,
  plan: CachePlan,
  fault: StreamFault | undefined,
  record: RequestRecord,
  response: ServerResponse,
): Promise<void> {
  switch (fault?.kind) {
    case 'error_event':
      throw new ApiError(500, fault.type, fault.message);
    case 'cut':
    case 'end':
      response.destroy();
      end(record, 'cut');
      return;
    case 'stall':
    case 'slow': {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      await pause(fault.ms, gone.signal);
      if (gone.signal.aborted) {
        end(record, 'aborted');
        return;
      }
      break;
    }
    case undefined:
      break;
  }
  plan.commit();
  record.status = 200;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(wholeMessage(reply, contentOf(reply.output))));
  record.firstTextAt = Date.now();
  enter(record, reply, reply.outputTokens);
  end(record, 'complete');
}

function enter(record: RequestRecord, reply: Reply, outputTokens: number): void {
  const { model, request, input } = reply;
  const usage = { ...input, outputTokens };
  const terms = { fast: request.speed === 'fast', usOnly: request.inference_geo === 'us' };
  record.usage = usage;
  record.billedUsd = costUsd(model, usage, terms);
}

function end(record: RequestRecord, outcome: RequestRecord['outcome']): void {
  record.outcome = outcome;
  record.endedAt = Date.now();
}
