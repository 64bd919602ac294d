import type { TokenPrices } from '../cost/cost';
import type { CacheTtl } from '../ports';
import type { Habits } from './habits';
import { LIFETIME_MS } from './warmth';

/** So often a cache is kept alive without a turn in between; then the user has gone. */
export const MOST_REFRESHES = 6;

interface KeepInput {
  /** Tokens that are warm. */
  readonly tokens: number;
  readonly prices: TokenPrices;
  readonly habits: Habits;
  /** Since the start of the user's last turn. */
  readonly idleMs: number;
  /** How long the cache lives after each use. */
  readonly ttl: CacheTtl;
}

/**
 * What it is expected to gain to refresh a cache that is about to expire, in dollars; negative
 * where it is cheaper to let it go. A refresh costs a read, and saves a write where the next turn
 * comes within one more lifetime.
 */
export function gainOfRefresh({ tokens, prices, habits, idleMs, ttl }: KeepInput): number {
  const later = habits.turns.gapsMs.filter((gap) => gap > idleMs);
  const caught = later.filter((gap) => gap <= idleMs + LIFETIME_MS[ttl]).length;
  // One more gap that ends in nothing is taken for granted, so that little history promises little.
  const probability = caught / (later.length + 1);
  const write = ttl === '1h' ? prices.write1h : prices.write5m;
  return tokens * (probability * (write - prices.read) - prices.read);
}
