import type { CacheMissReason, Usage } from '@anthropic-ai/sdk/resources/messages';
import { t } from '@vscode/l10n';
import type { Miss, MissReason } from '../conversation/conversation';
import { tokenPrices } from '../cost/cost';
import type { LedgerRow } from '../cost/row';
import { promptTokens } from '../cost/usage';
import type { Pricing } from '../models/model';
import { LIFETIME_MS } from './warmth';

/** Less is not worth a word: counts are estimates, and the last blocks may have been dropped. */
const SMALLEST_MISS_TOKENS = 512;

/** What is known of a request that may have missed the cache. */
export interface MissInput {
  /** The conversation's last request before it; undefined for the first one. */
  readonly previous: LedgerRow | undefined;
  readonly model: string;
  readonly atMs: number;
  readonly usage: Usage;
  /** What the API says; undefined where it says nothing. */
  readonly diagnosis: CacheMissReason | undefined;
}

/**
 * What had been in the cache and was paid for once more, and why: the API's own word where it has
 * one, and otherwise what the ledger tells.
 */
export function missOf(input: MissInput): Miss | undefined {
  const { previous, usage } = input;
  if (!previous?.usage) return undefined;
  const before =
    (previous.usage.cache_read_input_tokens ?? 0) +
    (previous.usage.cache_creation_input_tokens ?? 0);
  const tokens = before - (usage.cache_read_input_tokens ?? 0);
  if (tokens < SMALLEST_MISS_TOKENS) return undefined;
  return { reason: reasonOf(input, previous), tokens };
}

function reasonOf({ model, atMs, diagnosis }: MissInput, previous: LedgerRow): MissReason {
  if (previous.model !== model) return 'modelChanged';
  switch (diagnosis?.type) {
    case 'model_changed':
      return 'modelChanged';
    case 'tools_changed':
      return 'toolsChanged';
    case 'system_changed':
      return 'systemChanged';
    case 'messages_changed':
      return 'messagesChanged';
    case 'previous_message_not_found':
    case 'unavailable':
    case undefined:
      break;
  }
  const lived = previous.marks?.map(({ ttl }) => LIFETIME_MS[ttl]) ?? [LIFETIME_MS['5m']];
  return atMs - previous.atMs >= Math.min(...lived) ? 'expired' : 'evicted';
}

/**
 * What it cost more, in dollars, that tokens were written anew rather than read; undefined where
 * no price is known.
 */
export function missUsd(
  { tokens }: Miss,
  usage: Usage,
  pricing: Pricing | undefined,
): number | undefined {
  const prices = tokenPrices({ pricing }, promptTokens(usage));
  if (!prices) return undefined;
  const written = usage.cache_creation_input_tokens ?? 0;
  const written1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  // What is too short for the cache now, or too far from a breakpoint, was paid for as fresh.
  const again =
    written < tokens ? prices.input : written1h >= tokens ? prices.write1h : prices.write5m;
  return tokens * (again - prices.read);
}

/** The reason in words. */
export function missSentence(reason: MissReason): string {
  switch (reason) {
    case 'expired':
      return t('The cache had expired.');
    case 'modelChanged':
      return t('Another model answered before, and each has a cache of its own.');
    case 'toolsChanged':
      return t('The tools have changed.');
    case 'systemChanged':
      return t('The instructions or the snapshot have changed.');
    case 'messagesChanged':
      return t('An earlier message has changed.');
    case 'evicted':
      return t('Anthropic no longer had it in the cache.');
  }
}
