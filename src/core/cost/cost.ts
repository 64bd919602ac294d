import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Model, Pricing, Rates } from '../models/model';
import { USD_PER_WEB_SEARCH } from '../models/table';
import { inputUsage, promptTokens, withoutCache } from './usage';
import type { InputTokens } from './usage';

const TOKENS_PER_RATE = 1_000_000;

/**
 * What a response costs, in US dollars. This is the only place where money is computed.
 *
 * @param usage the API's own counts, after the last `message_delta`
 * @param pricing the rates of the model that answered; undefined for an unpriced model
 * @returns undefined where no price is known: an unpriced model, or the fast speed of a model that
 *   has no rates for it
 */
export function costUsd(usage: Usage, pricing: Pricing | undefined): number | undefined {
  const rates = pricing && ratesFor(usage, pricing);
  if (!rates) return undefined;
  const tokensUsd = tokensAtRates(usage, rates) / TOKENS_PER_RATE;
  const batchFactor = usage.service_tier === 'batch' ? pricing.batchFactor : 1;
  const placeFactor = usage.inference_geo === 'us' ? pricing.usInferenceFactor : 1;
  const searches = usage.server_tool_use?.web_search_requests ?? 0;
  return tokensUsd * batchFactor * placeFactor + searches * USD_PER_WEB_SEARCH;
}

/**
 * What the cache took off the price of a response, in US dollars; negative where writing to it
 * cost more than reading from it saved, and 0 where no price is known.
 */
export function savedByCachingUsd(usage: Usage, pricing: Pricing | undefined): number {
  return (costUsd(withoutCache(usage), pricing) ?? 0) - (costUsd(usage, pricing) ?? 0);
}

/** Dollars for one token of a prompt of this length, by what is done with it. */
export interface TokenPrices {
  readonly input: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly read: number;
}

/** Undefined where no price is known. */
export function tokenPrices(
  { pricing }: Pick<Model, 'pricing'>,
  promptLength: number,
): TokenPrices | undefined {
  // The whole prompt at one kind of price, since its length decides on the price band.
  const length = Math.max(1, Math.round(promptLength));
  const usd = (tokens: InputTokens) => costUsd(inputUsage(tokens), pricing);
  const [input, write5m] = [usd({ input: length }), usd({ write5m: length })];
  const [write1h, read] = [usd({ write1h: length }), usd({ read: length })];
  if (input === undefined || write5m === undefined || write1h === undefined || read === undefined) {
    return undefined;
  }
  return {
    input: input / length,
    write5m: write5m / length,
    write1h: write1h / length,
    read: read / length,
  };
}

function ratesFor(usage: Usage, pricing: Pricing): Rates | undefined {
  if (usage.speed === 'fast') return pricing.fast;
  const length = promptTokens(usage);
  const band = pricing.bands.find(({ maxPromptTokens }) => length <= maxPromptTokens);
  return (band ?? pricing.bands[0]).rates;
}

function tokensAtRates(usage: Usage, rates: Rates): number {
  const written = usage.cache_creation_input_tokens ?? 0;
  // Without the split, everything was written at the default lifetime of five minutes.
  const written1h = Math.min(written, usage.cache_creation?.ephemeral_1h_input_tokens ?? 0);
  return (
    usage.input_tokens * rates.input +
    (written - written1h) * rates.cacheWrite5m +
    written1h * rates.cacheWrite1h +
    (usage.cache_read_input_tokens ?? 0) * rates.cacheRead +
    usage.output_tokens * rates.output
  );
}
