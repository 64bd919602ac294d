import * as v from 'valibot';

/** The messages between the host and Show What Is Sent. */

/** Dollars from the least to the most that is expected; undefined where no price is known. */
export interface UsdRange {
  readonly lowUsd: number | undefined;
  readonly highUsd: number | undefined;
}

export type PrefixPartKind =
  'instructions' | 'project' | 'map' | 'file' | 'prompt' | 'amendment' | 'answer' | 'draft';

/** A place up to which the request is kept in the cache. */
export interface BreakpointView {
  readonly ttl: '5m' | '1h';
  /** Until when it is probably warm, in epoch milliseconds; undefined where it is cold. */
  readonly warmUntilMs: number | undefined;
}

/** One piece of the next request. */
export interface PrefixPartView {
  readonly kind: PrefixPartKind;
  /** The path of a file, or what the piece is. */
  readonly label: string;
  /** Why it is in. */
  readonly why: string;
  readonly tokens: number;
  /** What it costs to tell of an edit: from a few lines to the whole file anew. Files alone. */
  readonly editUsd?: UsdRange | undefined;
  /** The breakpoint at its end. */
  readonly breakpoint?: BreakpointView | undefined;
}

/** Files that are not sent, for one reason. */
export interface LeftOutView {
  /** The reason, in words. */
  readonly reason: string;
  readonly count: number;
  /** Some of them, with a detail in brackets where there is one. */
  readonly paths: readonly string[];
}

/** Whether files of the workspace are sent; `undecided` until the user was asked. */
export type FileConsent = 'noFolder' | 'undecided' | 'agreed' | 'declined';

/** What the next message will carry. */
export interface PrefixView {
  /** Which model and why, in one sentence. */
  readonly modelReason: string;
  readonly consent: FileConsent;
  /** In the order in which they are sent. */
  readonly parts: readonly PrefixPartView[];
  readonly tokens: number;
  readonly warmTokens: number;
  /** What the next message costs now, and what it would cost with nothing cached. */
  readonly next: UsdRange;
  readonly cold: UsdRange;
  /** Why each lifetime was chosen, in one sentence. */
  readonly ttlReason: string;
  readonly leftOut: readonly LeftOutView[];
}

export type PrefixHostMessage =
  | { readonly type: 'prefix'; readonly prefix: PrefixView }
  | { readonly type: 'unreadable'; readonly reason: string };

/** What the page says. */
export const PrefixViewMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Opens a file of the list. */
  v.object({ type: v.literal('openFile'), path: v.string() }),
  /** Opens the exact request as JSON. */
  v.object({ type: v.literal('openRequest') }),
  v.object({ type: v.literal('consent'), send: v.boolean() }),
  v.object({ type: v.literal('openSettings') }),
]);
export type PrefixViewMessage = v.InferOutput<typeof PrefixViewMessage>;
