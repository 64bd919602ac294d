import type { Usage } from '@anthropic-ai/sdk/resources/messages';

const COUNTS: readonly string[] = ['input_tokens', 'output_tokens'];
const OPTIONAL_COUNTS: readonly string[] = [
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
];

/**
 * Whether a value read from the disk is a usage that can be priced. It looks at what the price
 * needs; everything else that the API sent along is kept as it came. Written by hand, since a
 * year of the ledger has hundreds of thousands of them, and a validator would copy each.
 */
export function isUsage(value: unknown): value is Usage {
  if (!isRecord(value)) return false;
  const { cache_creation: split } = value;
  return (
    COUNTS.every((name) => isCount(value[name])) &&
    OPTIONAL_COUNTS.every((name) => isAbsent(value[name]) || isCount(value[name])) &&
    (isAbsent(split) || (isRecord(split) && isCount(split['ephemeral_1h_input_tokens'])))
  );
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
