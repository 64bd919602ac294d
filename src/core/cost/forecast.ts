import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Model } from '../models/model';
import { costUsd } from './cost';
import type { LedgerRow } from './row';
import { CHARACTERS_PER_TOKEN, inputUsage, promptTokens } from './usage';

/** What a request will probably cost, and what it costs at the most; dollars are undefined where unpriced. */
export interface Forecast {
  readonly lowUsd: number | undefined;
  readonly highUsd: number | undefined;
  /** The same with nothing of the prompt in the cache. */
  readonly coldLowUsd: number | undefined;
  readonly coldHighUsd: number | undefined;
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
  readonly prompt: PromptSize;
  readonly maxTokens: number;
  /** How the prompt probably splits, and how it would with an empty cache. */
  readonly split: Split;
  readonly coldSplit: Split;
}

/** Parts of a prompt by what is paid for them; their sum is 1. */
export interface Split {
  readonly read: number;
  readonly write1h: number;
  readonly write5m: number;
  readonly input: number;
}

/** The length of a prompt, as the API counted it or as it was estimated. */
export interface PromptSize {
  readonly tokens: number;
  readonly counted: boolean;
  /** A token is never shorter than a byte. */
  readonly bytes: number;
}

/** What is expected of an answer as long as there is no history of its task. */
const USUAL_OUTPUT_TOKENS = { low: 150, high: 1500 };

/** The code of a whole screen is longer. */
const USUAL_OUTPUT_OF: ReadonlyMap<string, typeof USUAL_OUTPUT_TOKENS> = new Map([
  ['screenshot', { low: 1000, high: 6000 }],
]);

/** So many of the last answers say how long the next one will be. */
const HISTORY = 50;

/** The API calls its own count an estimate. */
const COUNT_MARGIN = 1.05;

/** @param rows what the ledger holds of the recent past, oldest first */
export function forecastOf(input: ForecastInput, rows: readonly LedgerRow[]): Forecast {
  const { model, prompt, maxTokens, split, coldSplit } = input;
  const outputTokens = usualOutput(input, rows);
  const usd = (usage: Usage): number | undefined => costUsd(usage, model.pricing);
  const worstTokens = Math.ceil(prompt.counted ? prompt.tokens * COUNT_MARGIN : prompt.bytes);
  // An account may keep its inference in the US without being told to by the request.
  const worstInput = { ...splitUsage(worstTokens, coldSplit), inference_geo: 'us' };
  const inputWorstUsd = usd(worstInput);
  const worstUsd = usd({ ...worstInput, output_tokens: maxTokens });
  const spread = prompt.counted ? 1 : 1.15;
  const range = (parts: Split) => ({
    low: usd({
      ...splitUsage(prompt.tokens / spread, parts),
      output_tokens: outputTokens.low,
    }),
    high: usd({
      ...splitUsage(prompt.tokens * spread, parts),
      output_tokens: outputTokens.high,
    }),
  });
  const warm = range(split);
  const cold = range(coldSplit);
  return {
    lowUsd: warm.low,
    highUsd: warm.high,
    coldLowUsd: cold.low,
    coldHighUsd: cold.high,
    worstUsd,
    inputWorstUsd,
    outputTokenUsd:
      worstUsd === undefined || inputWorstUsd === undefined
        ? undefined
        : (worstUsd - inputWorstUsd) / maxTokens,
    promptTokens: Math.round(prompt.tokens),
    cachedTokens: Math.round(prompt.tokens * split.read),
    outputTokens,
    maxTokens,
    expectedInput: splitUsage(prompt.tokens, split),
  };
}

/**
 * The length of a prompt from the characters of its text, by what earlier prompts of the model
 * counted, and from its images, whose tokens are known.
 */
export function estimateTokens(
  { text, imageTokens }: { readonly text: string; readonly imageTokens: number },
  modelId: string,
  rows: readonly LedgerRow[],
): number {
  const known = rows
    .filter((row) => row.state === 'exact' && row.model === modelId && row.characters)
    .slice(-20);
  const tokens = known.reduce(
    (sum, row) => sum + (row.usage ? promptTokens(row.usage) - (row.imageTokens ?? 0) : 0),
    0,
  );
  const length = known.reduce((sum, row) => sum + (row.characters ?? 0), 0);
  const perCharacter = tokens > 0 && length > 0 ? tokens / length : 1 / CHARACTERS_PER_TOKEN;
  return Math.ceil(text.length * perCharacter) + imageTokens;
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
  const known = { low: at(0.1), high: at(0.9) };
  const usual = lengths.length < 3 ? (USUAL_OUTPUT_OF.get(task) ?? USUAL_OUTPUT_TOKENS) : known;
  return { low: Math.min(usual.low, maxTokens), high: Math.min(usual.high, maxTokens) };
}

function splitUsage(tokens: number, { read, write1h, write5m }: Split): Usage {
  const all = Math.round(tokens);
  const parts = {
    read: Math.round(all * read),
    write1h: Math.round(all * write1h),
    write5m: Math.round(all * write5m),
  };
  const input = Math.max(0, all - parts.read - parts.write1h - parts.write5m);
  return inputUsage({ ...parts, input });
}
