import type { BilledUsage } from './bill';
import type { CacheSplit } from './cache';
import type { JsonObject } from './json';
import type { Model } from './model';
import type { Output } from './output';
import type { MessagesRequest } from './request';
import type { Answer } from './script';

/** The parts of a reply that its first event tells, and that do not change afterwards. */
export interface Reply {
  readonly id: string;
  readonly model: Model;
  readonly request: MessagesRequest;
  readonly answer: Answer;
  readonly output: Output;
  readonly input: BilledUsage;
  readonly outputTokens: number;
  /** Null when this request does not think; then the usage has no word about it. */
  readonly thinkingTokens: number | null;
  readonly diagnostics: JsonObject | null;
  /** Present only under the beta header that asks for it. */
  readonly transformations: readonly JsonObject[] | null;
}

export function usageOf(answer: Answer, split: CacheSplit, output: Output): BilledUsage {
  const forced = answer.usage ?? {};
  const written = forced.cache_creation_input_tokens;
  return {
    inputTokens: forced.input_tokens ?? split.inputTokens,
    write5mTokens: written ?? split.write5mTokens,
    write1hTokens: written === undefined ? split.write1hTokens : 0,
    readTokens: forced.cache_read_input_tokens ?? split.readTokens,
    outputTokens: forced.output_tokens ?? output.outputTokens,
  };
}

/** The `message` of `message_start`: no content yet, and the only place of the cache split. */
export function startMessage(reply: Reply): JsonObject {
  const outputTokens = reply.output.blocks.length === 0 ? 0 : Math.min(1, reply.outputTokens);
  return message(reply, [], null, fullUsage(reply, outputTokens, null));
}

export function wholeMessage(reply: Reply, content: JsonObject[]): JsonObject {
  const usage = fullUsage(reply, reply.outputTokens, reply.thinkingTokens);
  return message(reply, content, reply.output, usage);
}

export function messageDelta(reply: Reply): JsonObject {
  const { output, answer, input } = reply;
  return {
    type: 'message_delta',
    delta: {
      stop_reason: output.stopReason,
      stop_sequence: output.stopSequence,
      stop_details: stopDetails(answer, output),
      container: null,
    },
    usage: {
      input_tokens: input.inputTokens,
      cache_creation_input_tokens: input.write5mTokens + input.write1hTokens,
      cache_read_input_tokens: input.readTokens,
      output_tokens: reply.outputTokens,
      ...thinkingDetails(reply.thinkingTokens),
    },
  };
}

function message(
  reply: Reply,
  content: JsonObject[],
  ended: Output | null,
  usage: JsonObject,
): JsonObject {
  return {
    model: reply.model.id,
    id: reply.id,
    type: 'message',
    role: 'assistant',
    content,
    container: null,
    stop_reason: ended?.stopReason ?? null,
    stop_sequence: ended?.stopSequence ?? null,
    stop_details: ended === null ? null : stopDetails(reply.answer, ended),
    usage,
    diagnostics: reply.diagnostics,
    ...(reply.transformations === null ? {} : { input_transformations: reply.transformations }),
  };
}

function fullUsage(reply: Reply, outputTokens: number, thinkingTokens: number | null): JsonObject {
  const { input, model, request } = reply;
  return {
    input_tokens: input.inputTokens,
    cache_creation_input_tokens: input.write5mTokens + input.write1hTokens,
    cache_read_input_tokens: input.readTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: input.write5mTokens,
      ephemeral_1h_input_tokens: input.write1hTokens,
    },
    output_tokens: outputTokens,
    ...thinkingDetails(thinkingTokens),
    service_tier: 'standard',
    inference_geo: model.inferenceGeo ? (request.inference_geo ?? 'global') : 'not_available',
    ...(model.fastPrice === null ? {} : { speed: request.speed ?? 'standard' }),
  };
}

function thinkingDetails(tokens: number | null): JsonObject {
  return tokens === null ? {} : { output_tokens_details: { thinking_tokens: tokens } };
}

function stopDetails(answer: Answer, output: Output): JsonObject | null {
  if (output.stopReason !== 'refusal') return null;
  const { category, explanation } = answer.stopDetails ?? { category: null, explanation: null };
  return { type: 'refusal', category, explanation };
}
