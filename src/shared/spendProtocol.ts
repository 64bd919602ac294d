import * as v from 'valibot';

/**
 * The messages between the host, which reads the ledger, and Show Spend, which draws it. The page
 * says `ready` or names a period, and gets a `report`; it keeps nothing else.
 */

/** A span of time that can be looked at. */
export interface SpendPeriod {
  /** `month:2026-11`, `days:30`, or `all`. */
  readonly id: string;
  /** Its name in the user's language, such as "November 2026". */
  readonly name: string;
}

/** What some requests cost together. */
export interface SpendSum {
  readonly requests: number;
  /** US dollars of everything that has a price. */
  readonly usd: number;
  /** The part of `usd` that is estimated, because answers were cut or still stream. */
  readonly estimatedUsd: number;
  readonly estimatedRequests: number;
  /** Requests to models without a known price; they are not in `usd`. */
  readonly unpricedRequests: number;
}

/** One line of a table: a model, a task, a conversation or a branch. */
export interface SpendGroup extends SpendSum {
  readonly key: string;
  /** What people call it. */
  readonly name: string;
}

export interface SpendDay {
  /** The local day, `2026-11-25`. */
  readonly day: string;
  readonly usd: number;
  /** Dollars by line, such as "opus"; models of no known line are under "other". */
  readonly byLine: readonly { readonly line: string; readonly usd: number }[];
}

/** What the same requests would have cost in another way. */
export interface SpendStrategy {
  /** Such as `as-it-was`, `routed-uncached`, `opus-cached`, `opus-uncached`, `routed-batch`. */
  readonly id: string;
  readonly name: string;
  readonly usd: number;
}

/** From this part of a budget on, its figure takes the theme's warning colour. */
export const NEAR_BUDGET = 0.8;

/** Dollars spent of a limit. */
export interface SpendOfBudget {
  readonly usd: number;
  readonly estimated: boolean;
  /** Undefined where no budget is set. */
  readonly budgetUsd: number | undefined;
}

export interface SpendReport {
  readonly period: SpendPeriod;
  /** What can be chosen instead, newest first. */
  readonly periods: readonly SpendPeriod[];
  /** The day of the price table, in the user's language. */
  readonly pricesAsOf: string;
  readonly today: SpendOfBudget;
  readonly month: SpendOfBudget;
  readonly total: SpendSum;
  /** The part of all prompt tokens that was read from the cache, from 0 to 1. */
  readonly cachedShare: number;
  /** Dollars against paying list price: no cache, the deep tier's model, no batch. */
  readonly saved: {
    readonly cachingUsd: number;
    readonly routingUsd: number;
    readonly batchUsd: number;
  };
  /** Every day of the period, also those without any spending. */
  readonly days: readonly SpendDay[];
  readonly byModel: readonly SpendGroup[];
  readonly byTask: readonly SpendGroup[];
  readonly byConversation: readonly SpendGroup[];
  readonly byBranch: readonly SpendGroup[];
  readonly strategies: readonly SpendStrategy[];
  /** Sentences on what could not be read or priced. */
  readonly problems: readonly string[];
}

export type SpendHostMessage =
  | { readonly type: 'report'; readonly report: SpendReport }
  /** Nothing could be shown, for this reason. */
  | { readonly type: 'unreadable'; readonly reason: string };

/** What the page says. */
export const SpendViewMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('period'), id: v.string() }),
  v.object({ type: v.literal('export'), format: v.picklist(['csv', 'json']) }),
  v.object({ type: v.literal('setBudget') }),
]);
export type SpendViewMessage = v.InferOutput<typeof SpendViewMessage>;
