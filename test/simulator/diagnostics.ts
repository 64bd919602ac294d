import type { LevelKeys } from './cache';
import type { JsonObject } from './json';
import type { Position } from './prompt';
import { digest } from './signature';

/** What is kept of a request so that a later one can be compared with it. */
export interface Fingerprint {
  readonly account: string;
  readonly model: string;
  readonly speed: string;
  readonly tools: string;
  readonly system: string;
  readonly messages: readonly string[];
  readonly keys: LevelKeys;
  /** Tokens that were in the cache once the request had begun. */
  readonly cachedTokens: number;
}

export function fingerprintOf(
  positions: readonly Position[],
  facts: Omit<Fingerprint, 'tools' | 'system' | 'messages'>,
): Fingerprint {
  const bytesOf = (level: Position['level']): string[] =>
    positions.filter((position) => position.level === level).map(({ bytes }) => digest(bytes));
  return {
    ...facts,
    tools: bytesOf('tools').join(),
    system: bytesOf('system').join(),
    messages: bytesOf('messages'),
  };
}

/** The `diagnostics` of a response: null when nothing kept the prefix from being reused. */
export function diagnose(
  before: Fingerprint | undefined,
  now: Fingerprint,
  readTokens: number,
): JsonObject | null {
  if (before === undefined || before.account !== now.account) {
    return { cache_miss_reason: { type: 'previous_message_not_found' } };
  }
  const reason = reasonOf(before, now);
  if (reason === null) return null;
  if (reason === 'unavailable') return { cache_miss_reason: { type: reason } };
  const missed = Math.max(0, before.cachedTokens - readTokens);
  return { cache_miss_reason: { type: reason, cache_missed_input_tokens: missed } };
}

function reasonOf(before: Fingerprint, now: Fingerprint): string | null {
  if (before.model !== now.model || before.speed !== now.speed) return 'model_changed';
  if (before.tools !== now.tools) return 'tools_changed';
  if (before.system !== now.system) return 'system_changed';
  if (before.messages.some((entry, index) => entry !== now.messages[index])) {
    return 'messages_changed';
  }
  return JSON.stringify(before.keys) === JSON.stringify(now.keys) ? null : 'unavailable';
}
