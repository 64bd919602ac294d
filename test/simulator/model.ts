import type { Price } from './prices';

export type Line = 'haiku' | 'sonnet' | 'opus' | 'fable' | 'mythos';
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';
export type ThinkingType = 'adaptive' | 'enabled' | 'between_tools' | 'disabled';

/** Whether a model takes a thinking value: always, never, or only at effort `high` and below. */
export type Acceptance = 'yes' | 'no' | 'upToHigh';

export interface Model {
  readonly id: string;
  /** Other ids that name the same snapshot. */
  readonly aliases: readonly string[];
  readonly displayName: string;
  readonly line: Line;
  /** Orders the generations: a later one reads the thinking of an earlier one. */
  readonly generation: number;
  readonly createdAt: string;
  readonly lifecycle: 'active' | 'deprecated' | 'retired';
  readonly deprecatedAt: string | null;
  readonly retiresAt: string | null;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly prices: readonly Price[];
  readonly fastPrice: Price | null;
  /** Fast mode of the older models hides behind a beta header. */
  readonly fastNeedsBeta: boolean;
  readonly minCacheableTokens: number;
  readonly efforts: readonly Effort[];
  readonly defaultEffort: Effort;
  readonly thinking: Readonly<Record<ThinkingType, Acceptance>>;
  readonly thinksByDefault: boolean;
  readonly displayByDefault: 'omitted' | 'summarized';
  /** Whether replayed thinking is checked against what came before it: never, by account age, always. */
  readonly prefixCheck: 'never' | 'newAccounts' | 'always';
  readonly forcedToolChoice: boolean;
  readonly prefill: boolean;
  readonly systemMessages: boolean;
  readonly samplingParameters: boolean;
  readonly inferenceGeo: boolean;
  readonly imageTier: 'large' | 'standard';
  /** The tokenizer of Opus 4.7 and later counts about 30 % more. */
  readonly charsPerToken: number;
  /** Tokens of the instructions that the API adds when tools are given. */
  readonly toolPromptTokens: number;
  /** Only verified organizations see these. */
  readonly restricted: boolean;
}
