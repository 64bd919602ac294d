import type { Effort, Model } from './model';
import { flat, haiku55Bands } from './prices';

const newTokenizer = 3.5;
const oldTokenizer = 3.5 * 1.3;
const allEfforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

const alwaysThinks = {
  adaptive: 'yes',
  enabled: 'no',
  between_tools: 'no',
  disabled: 'no',
} as const;
const budgetOnly = {
  adaptive: 'no',
  enabled: 'yes',
  between_tools: 'no',
  disabled: 'yes',
} as const;
const bothModes = {
  adaptive: 'yes',
  enabled: 'yes',
  between_tools: 'no',
  disabled: 'yes',
} as const;
const adaptiveOrOff = {
  adaptive: 'yes',
  enabled: 'no',
  between_tools: 'no',
  disabled: 'yes',
} as const;

/** What the newest models have in common; each entry below states only how it differs. */
const newest = {
  aliases: [],
  lifecycle: 'active',
  deprecatedAt: null,
  retiresAt: null,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  fastPrice: null,
  fastNeedsBeta: false,
  minCacheableTokens: 512,
  efforts: allEfforts,
  defaultEffort: 'high',
  thinking: alwaysThinks,
  thinksByDefault: true,
  displayByDefault: 'omitted',
  prefixCheck: 'newAccounts',
  forcedToolChoice: false,
  prefill: false,
  systemMessages: true,
  samplingParameters: false,
  inferenceGeo: true,
  imageTier: 'large',
  charsPerToken: newTokenizer,
  toolPromptTokens: 286,
  restricted: false,
} as const satisfies Partial<Model>;

/** Before the prefix check and the ban on forced tool choice. */
const beforeBinding = { ...newest, prefixCheck: 'never', forcedToolChoice: true } as const;

/** Opus 4.7 and 4.8: the new tokenizer, but thinking is off unless asked for. */
const opus47 = {
  ...beforeBinding,
  thinking: adaptiveOrOff,
  thinksByDefault: false,
  displayByDefault: 'summarized',
  toolPromptTokens: 675,
} as const;

const generation46 = {
  ...opus47,
  thinking: bothModes,
  efforts: ['low', 'medium', 'high', 'max'],
  systemMessages: false,
  samplingParameters: true,
  imageTier: 'standard',
  charsPerToken: oldTokenizer,
  toolPromptTokens: 497,
} as const;

const generation45 = {
  ...generation46,
  thinking: budgetOnly,
  efforts: [],
  contextTokens: 200_000,
  maxOutputTokens: 64_000,
  prefill: true,
  inferenceGeo: false,
} as const;

const retired = { ...generation45, lifecycle: 'retired', minCacheableTokens: 1024 } as const;

function fableAndMythos(
  version: string,
  model: Omit<Model, 'id' | 'displayName' | 'line' | 'restricted'>,
): Model[] {
  const dashed = version.replace('.', '-');
  return [
    {
      ...model,
      id: `claude-fable-${dashed}`,
      displayName: `Claude Fable ${version}`,
      line: 'fable',
      restricted: false,
    },
    {
      ...model,
      id: `claude-mythos-${dashed}`,
      displayName: `Claude Mythos ${version}`,
      line: 'mythos',
      restricted: true,
    },
  ];
}

/**
 * The models of 23 November 2026 with their prices of that day, newest first as the API lists
 * them: what `GET /v1/models` tells, and the facts that it does not tell.
 */
export const models: readonly Model[] = [
  ...fableAndMythos('5.2', {
    ...newest,
    generation: 52,
    createdAt: '2026-11-09T00:00:00Z',
    prices: [flat(8, 40, 0.2)],
    fastPrice: flat(16, 80, 0.4),
    prefixCheck: 'always',
  }),
  {
    ...newest,
    id: 'claude-haiku-5-5',
    displayName: 'Claude Haiku 5.5',
    line: 'haiku',
    generation: 55,
    createdAt: '2026-10-07T00:00:00Z',
    prices: haiku55Bands,
    defaultEffort: 'medium',
    thinking: { ...alwaysThinks, disabled: 'upToHigh' },
    forcedToolChoice: true,
  },
  {
    ...newest,
    id: 'claude-sonnet-5-5',
    displayName: 'Claude Sonnet 5.5',
    line: 'sonnet',
    generation: 55,
    createdAt: '2026-09-28T00:00:00Z',
    prices: [flat(2, 10, 0.1)],
    thinking: { ...alwaysThinks, between_tools: 'upToHigh' },
  },
  {
    ...newest,
    id: 'claude-opus-5-5',
    displayName: 'Claude Opus 5.5',
    line: 'opus',
    generation: 55,
    createdAt: '2026-09-22T00:00:00Z',
    prices: [flat(4, 20, 0.2)],
    fastPrice: flat(8, 40, 0.4),
    defaultEffort: 'medium',
  },
  ...fableAndMythos('5.1', {
    ...newest,
    generation: 51,
    createdAt: '2026-09-01T00:00:00Z',
    prices: [flat(10, 50, 0.25)],
  }),
  {
    ...beforeBinding,
    id: 'claude-opus-5',
    displayName: 'Claude Opus 5',
    line: 'opus',
    generation: 50,
    createdAt: '2026-07-24T00:00:00Z',
    prices: [flat(5, 25, 0.5)],
    fastPrice: flat(10, 50, 1),
    fastNeedsBeta: true,
    thinking: { ...alwaysThinks, disabled: 'upToHigh' },
    toolPromptTokens: 354,
  },
  {
    ...beforeBinding,
    id: 'claude-sonnet-5',
    displayName: 'Claude Sonnet 5',
    line: 'sonnet',
    generation: 50,
    createdAt: '2026-06-30T00:00:00Z',
    prices: [flat(2, 10, 0.2)],
    minCacheableTokens: 1024,
    thinking: adaptiveOrOff,
    systemMessages: false,
    toolPromptTokens: 354,
  },
  ...fableAndMythos('5', {
    ...beforeBinding,
    generation: 50,
    createdAt: '2026-06-09T00:00:00Z',
    prices: [flat(10, 50, 1)],
    toolPromptTokens: 354,
  }),
  {
    ...opus47,
    id: 'claude-opus-4-8',
    displayName: 'Claude Opus 4.8',
    line: 'opus',
    generation: 48,
    createdAt: '2026-05-28T00:00:00Z',
    prices: [flat(5, 25, 0.5)],
    fastPrice: flat(10, 50, 1),
    fastNeedsBeta: true,
    minCacheableTokens: 1024,
  },
  {
    ...opus47,
    id: 'claude-opus-4-7',
    displayName: 'Claude Opus 4.7',
    line: 'opus',
    generation: 47,
    createdAt: '2026-04-16T00:00:00Z',
    prices: [flat(5, 25, 0.5)],
    minCacheableTokens: 2048,
    systemMessages: false,
  },
  {
    ...generation46,
    id: 'claude-sonnet-4-6',
    displayName: 'Claude Sonnet 4.6',
    line: 'sonnet',
    generation: 46,
    createdAt: '2026-02-17T00:00:00Z',
    prices: [flat(3, 15, 0.3)],
    minCacheableTokens: 1024,
  },
  {
    ...generation46,
    id: 'claude-opus-4-6',
    displayName: 'Claude Opus 4.6',
    line: 'opus',
    generation: 46,
    createdAt: '2026-02-05T00:00:00Z',
    prices: [flat(5, 25, 0.5)],
    minCacheableTokens: 4096,
  },
  {
    ...generation45,
    id: 'claude-opus-4-5-20251101',
    aliases: ['claude-opus-4-5'],
    displayName: 'Claude Opus 4.5',
    line: 'opus',
    generation: 45,
    createdAt: '2025-11-24T00:00:00Z',
    prices: [flat(5, 25, 0.5)],
    efforts: ['low', 'medium', 'high'],
    minCacheableTokens: 4096,
  },
  {
    ...generation45,
    id: 'claude-haiku-4-5-20251001',
    aliases: ['claude-haiku-4-5'],
    displayName: 'Claude Haiku 4.5',
    line: 'haiku',
    generation: 45,
    createdAt: '2025-10-15T00:00:00Z',
    prices: [flat(1, 5, 0.1)],
    minCacheableTokens: 4096,
  },
  {
    ...generation45,
    id: 'claude-sonnet-4-5-20250929',
    aliases: ['claude-sonnet-4-5'],
    displayName: 'Claude Sonnet 4.5',
    line: 'sonnet',
    generation: 45,
    createdAt: '2025-09-29T00:00:00Z',
    lifecycle: 'deprecated',
    deprecatedAt: '2026-09-29T00:00:00Z',
    retiresAt: '2026-11-30T00:00:00Z',
    prices: [flat(3, 15, 0.3)],
    minCacheableTokens: 1024,
  },
  {
    ...retired,
    id: 'claude-opus-4-1-20250805',
    aliases: ['claude-opus-4-1'],
    displayName: 'Claude Opus 4.1',
    line: 'opus',
    generation: 41,
    createdAt: '2025-08-05T00:00:00Z',
    deprecatedAt: '2026-06-05T00:00:00Z',
    retiresAt: '2026-08-05T00:00:00Z',
    prices: [flat(15, 75, 1.5)],
  },
  {
    ...retired,
    id: 'claude-opus-4-20250514',
    aliases: ['claude-opus-4-0'],
    displayName: 'Claude Opus 4',
    line: 'opus',
    generation: 40,
    createdAt: '2025-05-22T00:00:00Z',
    deprecatedAt: '2026-04-14T00:00:00Z',
    retiresAt: '2026-06-15T00:00:00Z',
    prices: [flat(15, 75, 1.5)],
  },
  {
    ...retired,
    id: 'claude-sonnet-4-20250514',
    aliases: ['claude-sonnet-4-0'],
    displayName: 'Claude Sonnet 4',
    line: 'sonnet',
    generation: 40,
    createdAt: '2025-05-22T00:00:00Z',
    deprecatedAt: '2026-04-14T00:00:00Z',
    retiresAt: '2026-06-15T00:00:00Z',
    prices: [flat(3, 15, 0.3)],
  },
];
