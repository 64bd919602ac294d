import type { Usage } from '@anthropic-ai/sdk/resources/messages';

/** Newer models count about one token for 3.5 characters of English and code. */
export const CHARACTERS_PER_TOKEN = 3.5;

/** The usage of an answer that was cut: the input is known, the output is guessed from its text. */
export function withEstimatedOutput(usage: Usage, receivedCharacters: number): Usage {
  const estimate = Math.ceil(receivedCharacters / CHARACTERS_PER_TOKEN);
  return { ...usage, output_tokens: Math.max(usage.output_tokens, estimate) };
}

/** Tokens of the prompt: fresh, written to the cache and read from it. */
export function promptTokens(usage: Usage): number {
  return (
    usage.input_tokens +
    (usage.cache_creation_input_tokens ?? 0) +
    (usage.cache_read_input_tokens ?? 0)
  );
}

/** The part of the prompt that was read from the cache, from 0 to 1. */
export function cachedShare(usage: Usage): number {
  const all = promptTokens(usage);
  return all === 0 ? 0 : (usage.cache_read_input_tokens ?? 0) / all;
}

/** The same usage as it would have been without any cache, for telling what caching saved. */
export function withoutCache(usage: Usage): Usage {
  return {
    ...usage,
    input_tokens: promptTokens(usage),
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  };
}

/** Tokens of a prompt by what is paid for them. */
export interface InputTokens {
  readonly input?: number;
  readonly write5m?: number;
  readonly write1h?: number;
  readonly read?: number;
}

/** The usage of a prompt that has not been sent, without an answer. */
export function inputUsage({ input = 0, write5m = 0, write1h = 0, read = 0 }: InputTokens): Usage {
  return {
    input_tokens: input,
    cache_creation_input_tokens: write5m + write1h,
    cache_read_input_tokens: read,
    output_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: null,
    speed: null,
  };
}
