import type { Model, ModelLine, Pricing, Rates } from './model';

/** The day on which the prices below were read from Anthropic's pricing page. */
export const PRICES_AS_OF = '2026-10-08';

export const USD_PER_WEB_SEARCH = 0.01;

/** Batches cost half on all models, cache reads and writes included. */
export const BATCH_FACTOR = 0.5;

/** Inference kept in the US costs a tenth more from the 4.6 generation on; before, it is no choice. */
export const US_FACTOR = 1.1;

/** Rates whose cache writes cost 1.25 times (5 minutes) and twice (1 hour) the input. */
function rates(input: number, output: number, cacheRead: number): Rates {
  return { input, output, cacheRead, cacheWrite5m: input * 1.25, cacheWrite1h: input * 2 };
}

/** @param fast how many times the price the fast speed costs, where the model has one */
function flat(
  input: number,
  output: number,
  cacheRead: number,
  { fast, us = US_FACTOR }: { readonly fast?: number; readonly us?: number } = {},
): Pricing {
  const band = { maxPromptTokens: Infinity, rates: rates(input, output, cacheRead) };
  return {
    bands: [band],
    batchFactor: BATCH_FACTOR,
    usInferenceFactor: us,
    fast: fast === undefined ? undefined : rates(input * fast, output * fast, cacheRead * fast),
  };
}

const HAIKU_5_5: Pricing = {
  bands: [
    { maxPromptTokens: 100_000, rates: rates(0.1, 0.5, 0.01) },
    { maxPromptTokens: Infinity, rates: rates(0.5, 2.5, 0.05) },
  ],
  batchFactor: BATCH_FACTOR,
  usInferenceFactor: US_FACTOR,
};

interface Row {
  readonly id: string;
  /** Other ids under which the API knows the same model. */
  readonly aliases?: readonly string[];
  readonly name: string;
  readonly line: ModelLine;
  readonly released: string;
  readonly lifecycle?: Model['lifecycle'];
  readonly pricing: Pricing;
  readonly facts: Facts;
}

/** What a model accepts, as far as it is the same for its whole generation. */
type Facts = Pick<
  Model,
  | 'adaptiveThinking'
  | 'maxOutputTokens'
  | 'maxInputTokens'
  | 'minCacheableTokens'
  | 'imageTier'
  | 'forcedToolChoice'
  | 'prefill'
  | 'systemMessages'
>;

const NEWEST: Facts = {
  adaptiveThinking: true,
  maxOutputTokens: 128_000,
  maxInputTokens: 1_000_000,
  minCacheableTokens: 512,
  imageTier: 'large',
  forcedToolChoice: false,
  prefill: false,
  systemMessages: true,
};
/** Before 5.1, and in Haiku 5.5, a tool can be forced. */
const FORCED: Facts = { ...NEWEST, forcedToolChoice: true };
const SONNET_5: Facts = { ...FORCED, minCacheableTokens: 1024, systemMessages: false };
const OPUS_4_8: Facts = { ...FORCED, minCacheableTokens: 1024 };
const OPUS_4_7: Facts = { ...FORCED, minCacheableTokens: 2048, systemMessages: false };
const SONNET_4_6: Facts = { ...SONNET_5, imageTier: 'standard' };
const OPUS_4_6: Facts = { ...SONNET_4_6, minCacheableTokens: 4096 };
/** Models from the 4.5 generation predate adaptive thinking; an answer can be begun for them. */
const SONNET_4_5: Facts = {
  ...SONNET_4_6,
  adaptiveThinking: false,
  maxOutputTokens: 64_000,
  maxInputTokens: 200_000,
  prefill: true,
};
const OPUS_4_5: Facts = { ...SONNET_4_5, minCacheableTokens: 4096 };

const ROWS: readonly Row[] = [
  row(
    'claude-fable-5-2',
    'Claude Fable 5.2',
    'fable',
    '2026-11-09',
    flat(8, 40, 0.2, { fast: 2 }),
    NEWEST,
  ),
  row(
    'claude-mythos-5-2',
    'Claude Mythos 5.2',
    'mythos',
    '2026-11-09',
    flat(8, 40, 0.2, { fast: 2 }),
    NEWEST,
  ),
  row('claude-haiku-5-5', 'Claude Haiku 5.5', 'haiku', '2026-10-07', HAIKU_5_5, FORCED),
  row('claude-sonnet-5-5', 'Claude Sonnet 5.5', 'sonnet', '2026-09-28', flat(2, 10, 0.1), NEWEST),
  row(
    'claude-opus-5-5',
    'Claude Opus 5.5',
    'opus',
    '2026-09-22',
    flat(4, 20, 0.2, { fast: 2 }),
    NEWEST,
  ),
  row('claude-fable-5-1', 'Claude Fable 5.1', 'fable', '2026-09-01', flat(10, 50, 0.25), NEWEST),
  row('claude-mythos-5-1', 'Claude Mythos 5.1', 'mythos', '2026-09-01', flat(10, 50, 0.25), NEWEST),
  row(
    'claude-opus-5',
    'Claude Opus 5',
    'opus',
    '2026-07-24',
    flat(5, 25, 0.5, { fast: 2 }),
    FORCED,
  ),
  row('claude-sonnet-5', 'Claude Sonnet 5', 'sonnet', '2026-06-30', flat(2, 10, 0.2), SONNET_5),
  row('claude-fable-5', 'Claude Fable 5', 'fable', '2026-06-09', flat(10, 50, 1), FORCED),
  row('claude-mythos-5', 'Claude Mythos 5', 'mythos', '2026-06-09', flat(10, 50, 1), FORCED),
  row(
    'claude-opus-4-8',
    'Claude Opus 4.8',
    'opus',
    '2026-05-28',
    flat(5, 25, 0.5, { fast: 2 }),
    OPUS_4_8,
  ),
  row('claude-opus-4-7', 'Claude Opus 4.7', 'opus', '2026-04-16', flat(5, 25, 0.5), OPUS_4_7),
  row(
    'claude-sonnet-4-6',
    'Claude Sonnet 4.6',
    'sonnet',
    '2026-02-17',
    flat(3, 15, 0.3),
    SONNET_4_6,
  ),
  row('claude-opus-4-6', 'Claude Opus 4.6', 'opus', '2026-02-05', flat(5, 25, 0.5), OPUS_4_6),
  row(
    'claude-opus-4-5-20251101',
    'Claude Opus 4.5',
    'opus',
    '2025-11-24',
    flat(5, 25, 0.5, { us: 1 }),
    OPUS_4_5,
    { aliases: ['claude-opus-4-5'] },
  ),
  row(
    'claude-haiku-4-5-20251001',
    'Claude Haiku 4.5',
    'haiku',
    '2025-10-15',
    flat(1, 5, 0.1, { us: 1 }),
    OPUS_4_5,
    { aliases: ['claude-haiku-4-5'] },
  ),
  row(
    'claude-sonnet-4-5-20250929',
    'Claude Sonnet 4.5',
    'sonnet',
    '2025-09-29',
    flat(3, 15, 0.3, { us: 1 }),
    SONNET_4_5,
    { aliases: ['claude-sonnet-4-5'], lifecycle: 'deprecated' },
  ),
];

function row(
  id: string,
  name: string,
  line: ModelLine,
  released: string,
  pricing: Pricing,
  facts: Facts,
  rest: Partial<Row> = {},
): Row {
  return { id, name, line, released, pricing, facts, ...rest };
}

/**
 * The models as they were when this version was made: what `GET /v1/models` does not tell, and the
 * whole truth where that endpoint cannot be reached.
 */
export const BUNDLED_MODELS: readonly Model[] = ROWS.map((entry) => ({
  id: entry.id,
  displayName: entry.name,
  line: entry.line,
  lifecycle: entry.lifecycle ?? 'active',
  releasedAtMs: Date.parse(entry.released),
  ...entry.facts,
  pricing: entry.pricing,
}));

const MODEL_BY_NAME = new Map(
  ROWS.flatMap(({ id, aliases = [] }, index) =>
    [id, ...aliases].map((name) => [name, BUNDLED_MODELS[index]] as const),
  ),
);

/** The bundled facts of a model under any of its ids. */
export function bundledModel(id: string): Model | undefined {
  return MODEL_BY_NAME.get(id);
}
