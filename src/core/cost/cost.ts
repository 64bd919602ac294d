import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Pricing, Rates } from '../models/model';
import { USD_PER_WEB_SEARCH } from '../models/table';
import { promptTokens, withoutCache } from './usage';

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
