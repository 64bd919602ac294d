/** Dollars per million tokens, for prompts of up to `upToPromptTokens`. */
export interface Price {
  readonly upToPromptTokens: number;
  readonly input: number;
  readonly output: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly read: number;
}

/** One rate for every prompt length; cache writes cost 1.25 and 2 times the input on all models. */
export function flat(input: number, output: number, read: number): Price {
  return {
    upToPromptTokens: Number.POSITIVE_INFINITY,
    input,
    output,
    write5m: input * 1.25,
    write1h: input * 2,
    read,
  };
}

/** Haiku 5.5 has two bands: a prompt over 100,000 tokens pays the higher one for all its tokens. */
export const haiku55Bands: readonly Price[] = [
  { upToPromptTokens: 100_000, input: 0.1, output: 0.5, write5m: 0.125, write1h: 0.2, read: 0.01 },
  flat(0.5, 2.5, 0.05),
];
