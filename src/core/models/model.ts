import type { ImageTier } from '../../shared/imageSize';

/** A family of models of one size. */
export type ModelLine = 'haiku' | 'sonnet' | 'opus' | 'fable' | 'mythos';

/** US dollars for a million tokens of each kind. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

/**
 * Rates that hold up to a prompt length; the whole request is billed at the band that its prompt
 * (fresh, written and read tokens together) falls into.
 */
export interface PriceBand {
  readonly maxPromptTokens: number;
  readonly rates: Rates;
}

export interface Pricing {
  /** Ascending; the last one has no limit. */
  readonly bands: readonly [PriceBand, ...PriceBand[]];
  /** The rates at fast speed; undefined where the model has none. */
  readonly fast?: Rates | undefined;
  /** What the price of every token is multiplied by in a batch. */
  readonly batchFactor: number;
  /** What the price of every token is multiplied by when inference is kept in the US. */
  readonly usInferenceFactor: number;
}

/** What Stanza knows of a model: the API's list joined with the bundled table. */
export interface Model {
  readonly id: string;
  readonly displayName: string;
  /** Null for a model that belongs to no line, or to one that we do not know. */
  readonly line: ModelLine | null;
  readonly lifecycle: 'active' | 'deprecated' | 'retired';
  /** Epoch milliseconds; the newest active model of a line is the line's default. */
  readonly releasedAtMs: number;
  readonly maxOutputTokens: number;
  /** Tokens of the prompt and the answer together. */
  readonly maxInputTokens: number;
  /** A shorter prompt is not cached; undefined where nobody has said. */
  readonly minCacheableTokens: number | undefined;
  /** How large an image may be before it is scaled down. */
  readonly imageTier: ImageTier;
  /** Whether a tool can be forced by `tool_choice`. */
  readonly forcedToolChoice: boolean;
  /** Whether the last message may be the beginning of the answer. */
  readonly prefill: boolean;
  /** Whether a `system` message may stand in the middle of the conversation. */
  readonly systemMessages: boolean;
  readonly adaptiveThinking: boolean;
  /** Undefined: unpriced. It is shown so and never counted as free. */
  readonly pricing: Pricing | undefined;
}
