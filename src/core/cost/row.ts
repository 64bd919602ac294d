import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { CacheTtl, Tier } from '../ports';

/** Where a request stands: nothing known yet, known in part, known for good, or never billed. */
export type RowState = 'open' | 'estimated' | 'exact' | 'unbilled';

/** A cache breakpoint of a request. */
export interface Mark {
  /** Stands for the bytes of the prompt up to it, and for the model. */
  readonly key: string;
  readonly ttl: CacheTtl;
  /** The part of the prompt up to it, from 0 to 1. */
  readonly share: number;
}

/** One HTTP request to the Messages API, as the lines of the ledger tell it. */
export interface LedgerRow {
  readonly id: string;
  /** When it left, by this machine's clock; epoch milliseconds. */
  readonly atMs: number;
  readonly task: string;
  readonly tier: Tier;
  /** The model that answered, or the one that was asked while nothing has come. */
  readonly model: string;
  readonly conversation: string;
  /** The name of the workspace folder. */
  readonly folder?: string | undefined;
  /** The git branch that was checked out in it. */
  readonly branch?: string | undefined;
  readonly state: RowState;
  /** The API's own counts; before the response begins, what was expected of its input. */
  readonly usage?: Usage | undefined;
  /** Characters of the request's text, from which tokens can be estimated next time. */
  readonly characters?: number | undefined;
  /** Tokens of its images, which are part of the usage and of no characters. */
  readonly imageTokens?: number | undefined;
  /** Its cache breakpoints, in their order. */
  readonly marks?: readonly Mark[] | undefined;
  /** The most that it can cost, in dollars; kept back from the budgets while it is under way. */
  readonly reservedUsd: number;
}
