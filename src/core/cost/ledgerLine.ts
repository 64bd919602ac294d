import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';
import { isUsage } from './usageSchema';

/** Version of the lines in a ledger file. A reader skips lines of a later version. */
export const FORMAT_VERSION = 1;

const RequestLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('request'),
  id: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
  task: v.string(),
  tier: v.picklist(['quick', 'standard', 'deep']),
  model: v.string(),
  conversation: v.string(),
  folder: v.optional(v.string()),
  branch: v.optional(v.string()),
  characters: v.optional(v.number()),
  expected: v.optional(v.custom<Usage>(isUsage)),
  /** The day of the price table that the reservation was computed with. */
  prices: v.optional(v.string()),
  reservedUsd: v.optional(v.pipe(v.number(), v.minValue(0))),
});

const UsageLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('usage'),
  id: v.string(),
  model: v.string(),
  usage: v.custom<Usage>(isUsage),
  /** False while the answer streams, and for good if it was cut. */
  exact: v.boolean(),
  /** Whether the answer was still streaming. */
  underWay: v.optional(v.boolean()),
});

/** The request was refused or never arrived, and cost nothing. */
const UnbilledLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('unbilled'),
  id: v.string(),
});

const Line = v.variant('type', [RequestLine, UsageLine, UnbilledLine]);
export type LedgerLine = v.InferOutput<typeof Line>;

/** Undefined for a line that is torn, corrupt or of a later version. */
export function parseLine(text: string): LedgerLine | undefined {
  try {
    const result = v.safeParse(Line, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    // Not JSON: a line torn by a crash. The caller counts and names it.
    return undefined;
  }
}
