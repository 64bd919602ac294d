import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';

const Count = v.pipe(v.number(), v.minValue(0));

/** What the price needs; everything else that the API sent along is kept as it came. */
const UsageSchema = v.looseObject({
  input_tokens: Count,
  output_tokens: Count,
  cache_creation_input_tokens: v.nullish(Count),
  cache_read_input_tokens: v.nullish(Count),
  cache_creation: v.nullish(v.looseObject({ ephemeral_1h_input_tokens: Count })),
});

/** Whether a value read from the disk is a usage that can be priced. */
export function isUsage(value: unknown): value is Usage {
  return v.is(UsageSchema, value);
}
