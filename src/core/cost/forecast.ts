import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Model } from '../models/model';
import { costUsd } from './cost';
import type { LedgerRow } from './row';
import { CHARACTERS_PER_TOKEN, promptTokens } from './usage';

/** What a request will probably cost, and what it costs at the most; dollars are undefined where unpriced. */
export interface Forecast {
  readonly lowUsd: number | undefined;
  readonly highUsd: number | undefined;
  /** Nothing of the prompt cached, and an answer as long as it may be. */
  readonly worstUsd: number | undefined;
  readonly inputWorstUsd: number | undefined;
  /** One token of the answer. */
  readonly outputTokenUsd: number | undefined;
  readonly promptTokens: number;
  /** How many of them are probably in the cache. */
  readonly cachedTokens: number;
  readonly outputTokens: { readonly low: number; readonly high: number };
  readonly maxTokens: number;
  /** The usage that is expected of the input alone. */
  readonly expectedInput: Usage;
}

export interface ForecastInput {
  readonly model: Model;
  readonly task: string;
  readonly conversation: string;
  readonly prompt: PromptSize;
  readonly maxTokens: number;
  readonly now: Date;
}

/** The length of a prompt, as the API counted it or as it was estimated. */
export interface PromptSize {
  readonly tokens: number;
  readonly counted: boolean;
  /** A token is never shorter than a byte. */
  readonly bytes: number;
}

/** Until then a written prefix is in the cache, counted from the start of the request. */
const CACHE_LIFETIME_MS = 5 * 60_000;

/** What is expected of an answer as long as there is no history of its task. */
const USUAL_OUTPUT_TOKENS = { low: 150, high: 1500 };

/** So many of the last answers say how long the next one will be. */
const HISTORY = 50;

/** The API calls its own count an estimate. */
const COUNT_MARGIN = 1.05;

/** @param rows what the ledger holds of the recent past, oldest first */
export function forecastOf(input: ForecastInput, rows: readonly LedgerRow[]): Forecast {
  const { model, prompt, maxTokens } = input;
  const outputTokens = usualOutput(input, rows);
  const cachedTokens = Math.min(prompt.tokens, warmTokens(input, rows));
  const usd = (usage: Usage): number | undefined => costUsd(usage, model.pricing);
  const worstTokens = Math.ceil(prompt.counted ? prompt.tokens * COUNT_MARGIN : prompt.bytes);
  // An account may keep its inference in the US without being told to by the request.
  const worstInput = { ...usageOf({ written: worstTokens }), inference_geo: 'us' };
  const expectedInput = inputUsage(prompt.tokens, cachedTokens, model);
  const inputWorstUsd = usd(worstInput);
  const worstUsd = usd({ ...worstInput, output_tokens: maxTokens });
  const spread = prompt.counted ? 1 : 1.15;
  const low = inputUsage(prompt.tokens / spread, cachedTokens / spread, model);
  const high = inputUsage(prompt.tokens * spread, cachedTokens, model);
  return {
    lowUsd: usd({ ...low, output_tokens: outputTokens.low }),
    highUsd: usd({ ...high, output_tokens: outputTokens.high }),
    worstUsd,
    inputWorstUsd,
    outputTokenUsd:
      worstUsd === undefined || inputWorstUsd === undefined
        ? undefined
        : (worstUsd - inputWorstUsd) / maxTokens,
    promptTokens: Math.round(prompt.tokens),
    cachedTokens: Math.round(cachedTokens),
    outputTokens,
    maxTokens,
    expectedInput,
  };
}

/** The length of a prompt from its characters, by what earlier prompts of the model counted. */
export function estimateTokens(
  characters: number,
  modelId: string,
  rows: readonly LedgerRow[],
): number {
  const known = rows
    .filter((row) => row.state === 'exact' && row.model === modelId && row.characters)
    .slice(-20);
  const tokens = known.reduce((sum, { usage }) => sum + (usage ? promptTokens(usage) : 0), 0);
  const length = known.reduce((sum, row) => sum + (row.characters ?? 0), 0);
  const perCharacter = tokens > 0 && length > 0 ? tokens / length : 1 / CHARACTERS_PER_TOKEN;
  return Math.ceil(characters * perCharacter);
}

/** The tokens that the conversation's last request left in the cache of this model. */
function warmTokens(
  { conversation, model, now }: ForecastInput,
  rows: readonly LedgerRow[],
): number {
  const last = rows.findLast(
    (row) =>
      row.conversation === conversation &&
      row.model === model.id &&
      (row.state === 'exact' || row.state === 'estimated'),
  );
  if (!last?.usage || now.getTime() - last.atMs >= CACHE_LIFETIME_MS) return 0;
  return (last.usage.cache_read_input_tokens ?? 0) + (last.usage.cache_creation_input_tokens ?? 0);
}

/** The tenth shortest and the tenth longest of a hundred of the task's last answers. */
function usualOutput(
  { task, maxTokens }: ForecastInput,
  rows: readonly LedgerRow[],
): { low: number; high: number } {
  const lengths = rows
    .filter((row) => row.task === task && row.state === 'exact')
    .slice(-HISTORY)
    .flatMap(({ usage }) => usage?.output_tokens ?? [])
    .toSorted((a, b) => a - b);
  const at = (share: number): number =>
    lengths[Math.round(share * (lengths.length - 1))] ?? maxTokens;
  const usual = lengths.length < 3 ? USUAL_OUTPUT_TOKENS : { low: at(0.1), high: at(0.9) };
  return { low: Math.min(usual.low, maxTokens), high: Math.min(usual.high, maxTokens) };
}

/** What is not read from the cache is written to it, unless the prompt is too short for that. */
function inputUsage(tokens: number, cached: number, { minCacheableTokens }: Model): Usage {
  const fresh = Math.max(0, Math.round(tokens - cached));
  return cached > 0 || tokens >= (minCacheableTokens ?? 0)
    ? usageOf({ written: fresh, read: Math.round(cached) })
    : usageOf({ input: fresh });
}

function usageOf({ input = 0, written = 0, read = 0 }): Usage {
  return {
    input_tokens: input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: 0,
    cache_creation: null,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: null,
    speed: null,
  };
}
