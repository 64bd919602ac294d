import type { Model } from './model';
import type { Price } from './prices';

/** The counts of one response, as the API reports them. */
export interface BilledUsage {
  readonly inputTokens: number;
  readonly write5mTokens: number;
  readonly write1hTokens: number;
  readonly readTokens: number;
  readonly outputTokens: number;
  /** Searches that the API made, at 10 dollars per 1,000; none where absent. */
  readonly webSearches?: number;
}

export interface BillRow {
  readonly requestId: string;
  readonly messageId: string;
  readonly model: string;
  readonly usage: BilledUsage;
  readonly outcome: 'complete' | 'cut' | 'aborted';
  readonly usd: number;
}

export interface Bill {
  readonly rows: readonly BillRow[];
  readonly totalUsd: number;
}

interface Terms {
  readonly fast: boolean;
  /** Inference kept in the United States costs a tenth more. */
  readonly usOnly: boolean;
  /** A batch halves the price of all tokens. */
  readonly batch?: boolean;
}

export function costUsd(model: Model, usage: BilledUsage, terms: Terms): number {
  const price = priceOf(model, usage, terms.fast);
  const millionths =
    usage.inputTokens * price.input +
    usage.write5mTokens * price.write5m +
    usage.write1hTokens * price.write1h +
    usage.readTokens * price.read +
    usage.outputTokens * price.output;
  const place = terms.usOnly ? 1.1 : 1;
  const discount = terms.batch === true ? 2 : 1;
  return ((millionths / 1e6) * place) / discount + (usage.webSearches ?? 0) / 100;
}

/** The band follows from the length of the whole prompt, cached or not. */
function priceOf(model: Model, usage: BilledUsage, fast: boolean): Price {
  if (fast && model.fastPrice !== null) return model.fastPrice;
  const prompt = usage.inputTokens + usage.write5mTokens + usage.write1hTokens + usage.readTokens;
  const price = model.prices.find(({ upToPromptTokens }) => prompt <= upToPromptTokens);
  if (price === undefined) throw new Error(`No price covers ${prompt} tokens of ${model.id}.`);
  return price;
}

export function billOf(rows: readonly BillRow[]): Bill {
  return { rows, totalUsd: rows.reduce((sum, { usd }) => sum + usd, 0) };
}
