import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { LedgerRow } from '../cost/row';
import { promptTokens } from '../cost/usage';
import type { CacheTtl } from '../ports';

/** A prefix that the API has in its cache, as far as our own requests tell. */
export interface WarmEntry {
  readonly untilMs: number;
}

export const LIFETIME_MS: Readonly<Record<CacheTtl, number>> = {
  '5m': 5 * 60_000,
  '1h': 60 * 60_000,
};

/** Older requests have left nothing behind that a later one has not refreshed. */
const HORIZON_MS = 24 * 60 * 60_000;

/** Lengths up to a breakpoint are worked out from characters, and so nearly right. */
const TOLERANCE = 1.05;
const TOLERANCE_TOKENS = 64;

interface Entry {
  readonly lifetimeMs: number;
  readonly startedMs: number;
}

/**
 * What is warm, by key: worked out from the ledger, so that all windows know it and a reload
 * forgets nothing. A lifetime begins when the request leaves, and anew with each use; what the
 * usage does not confirm counts as cold.
 */
export function warmEntries(
  rows: readonly LedgerRow[],
  nowMs: number,
): ReadonlyMap<string, WarmEntry> {
  const entries = new Map<string, Entry>();
  for (const row of rows) {
    if (row.marks && row.atMs > nowMs - HORIZON_MS && row.atMs <= nowMs) replay(row, entries);
  }
  return new Map(
    [...entries].flatMap(([key, { lifetimeMs, startedMs }]) => {
      const untilMs = startedMs + lifetimeMs;
      return untilMs > nowMs ? [[key, { untilMs }] as const] : [];
    }),
  );
}

/** What was only expected of a request names no service tier; the API always does. */
export function hasBegun({ service_tier: tier }: Usage): boolean {
  return typeof tier === 'string';
}

function replay({ marks = [], usage, state, atMs }: LedgerRow, entries: Map<string, Entry>): void {
  // Of a request that is still open nobody knows whether it has arrived.
  if (!usage || (state !== 'exact' && state !== 'estimated') || !hasBegun(usage)) return;
  const read = usage.cache_read_input_tokens ?? 0;
  const cached = read + (usage.cache_creation_input_tokens ?? 0);
  const total = promptTokens(usage);
  for (const { key, ttl, share } of marks) {
    const tokens = Math.round(share * total);
    if (cached === 0 || tokens > cached * TOLERANCE + TOLERANCE_TOKENS) {
      entries.delete(key);
      continue;
    }
    const known = entries.get(key);
    const isAlive = known !== undefined && atMs < known.startedMs + known.lifetimeMs;
    // What was read and is not known lives at least as long as the shortest lifetime.
    const found = tokens <= read ? LIFETIME_MS['5m'] : LIFETIME_MS[ttl];
    entries.set(key, { startedMs: atMs, lifetimeMs: isAlive ? known.lifetimeMs : found });
  }
}
