import type { ServerResponse } from 'node:http';
import type { Caller } from './accept';
import { accept } from './accept';
import { composeReply } from './compose';
import { errorOf } from './faults';
import type { JsonObject } from './json';
import { keysOf } from './levels';
import type { RequestRecord } from './records';
import { assertCountRequest, assertMessagesRequest } from './requestShape';
import { sendWhole, stream } from './respond';
import type { State } from './state';

/** `POST /v1/messages/count_tokens`. */
export function countTokens(state: State, body: unknown, caller: Caller): JsonObject {
  assertCountRequest(body, caller.dialect);
  const { promptTokens } = accept(state, { ...body, max_tokens: 0 }, caller, 'count');
  return { input_tokens: promptTokens };
}

/** `POST /v1/messages`, from the checks to the last byte. */
export async function createMessage(
  state: State,
  body: unknown,
  caller: Caller,
  record: RequestRecord,
  response: ServerResponse,
): Promise<void> {
  assertMessagesRequest(body, caller.dialect);
  const accepted = accept(state, body, caller, 'create');
  const { request, model } = accepted;
  const fault = state.script.takeFault();
  if (fault?.kind === 'http') throw errorOf(fault);
  const keys = keysOf(request, model, caller.account);
  const plan = state.cache.plan(accepted.positions, keys, model.minCacheableTokens);
  const reply = composeReply(state, accepted, plan, keys, caller);
  record.messageId = reply.id;
  record.model = model.id;
  const { inputTokens, write5mTokens, write1hTokens } = reply.input;
  state.limits.use(inputTokens + write5mTokens + write1hTokens, reply.outputTokens);
  for (const [name, value] of Object.entries(state.limits.headers())) {
    response.setHeader(name, value);
  }
  if (request.stream === true) {
    await stream(reply, plan, fault, record, response, state.options.wordsPerSecond);
  } else {
    await sendWhole(reply, plan, fault, record, response);
  }
}
