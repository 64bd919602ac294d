import * as v from 'valibot';

/**
 * The messages between the host, which holds the truth, and the chat view, which shows it. The
 * view may be reloaded at any time: it says `ready`, gets a `snapshot`, and follows from there.
 */

export type AnswerState = 'streaming' | 'done' | 'stopped' | 'failed';

/** What the view offers below a failure. */
export type FailureAction =
  'retry' | 'sendAnyway' | 'raiseBudget' | 'setApiKey' | 'openSettings' | 'newConversation';

/** What an answer used and cost; the line below it. */
export interface AnswerMeter {
  /** Undefined where no price is known. */
  readonly costUsd: number | undefined;
  /** What the cache took off the price, in dollars; negative where writing to it cost more. */
  readonly savedUsd: number;
  /** Whether the usage was estimated because the answer was cut. */
  readonly estimated: boolean;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** The part of the prompt that came from the cache, from 0 to 1. */
  readonly cachedShare: number;
}

/** An answer without its text. */
export interface AnswerHead {
  readonly id: string;
  readonly turnId: string;
  readonly state: AnswerState;
  readonly modelName: string;
  readonly durationMs?: number | undefined;
  readonly thinkingMs?: number | undefined;
  readonly thinkingTokens?: number | undefined;
  readonly meter?: AnswerMeter | undefined;
  /** A sentence on how it ended, where that is not simply the end. */
  readonly note?: string | undefined;
  readonly failure?: { readonly message: string; readonly actions: readonly FailureAction[] };
  /** A sentence on what it waits for, while it streams. */
  readonly progress?: string | undefined;
}

export interface AnswerView {
  readonly head: AnswerHead;
  readonly thinking: string;
  readonly text: string;
}

export interface TurnView {
  readonly id: string;
  readonly prompt: string;
  readonly answers: readonly AnswerView[];
}

/** What the draft will probably cost; beside Send. */
export interface ForecastView {
  readonly modelName: string;
  /** Dollars; undefined where no price is known. */
  readonly lowUsd: number | undefined;
  readonly highUsd: number | undefined;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: { readonly low: number; readonly high: number };
  /** Why it would not be sent. */
  readonly refusal?: string | undefined;
}

/** Everything that the view shows. */
export interface ChatSnapshot {
  readonly conversationId: string;
  readonly turns: readonly TurnView[];
  /** Whether there is a key to send with. */
  readonly hasKey: boolean;
  /** What was typed and not sent. */
  readonly draft: string;
  /** The number of the last delta that is part of this snapshot. */
  readonly lastDelta: number;
  /** A sentence above the composer, on something that concerns no answer. */
  readonly notice?: string | undefined;
}

export type HostMessage =
  | { readonly type: 'snapshot'; readonly snapshot: ChatSnapshot }
  | { readonly type: 'hasKey'; readonly hasKey: boolean }
  /** A new turn; `draftId` is that of the `send` that it came from, whose draft is now safe. */
  | { readonly type: 'turn'; readonly turn: TurnView; readonly draftId: number }
  /** The `send` came to nothing; the draft stays, and the sentence says why. */
  | { readonly type: 'notSent'; readonly draftId: number; readonly reason: string }
  /** Undefined while there is nothing to send. */
  | { readonly type: 'forecast'; readonly forecast: ForecastView | undefined }
  | { readonly type: 'answer'; readonly head: AnswerHead }
  | {
      readonly type: 'delta';
      readonly number: number;
      readonly answerId: string;
      readonly thinking: string;
      readonly text: string;
    };

/** What the view says. Its words are checked, for what it shows is written by a model. */
export const ViewMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('send'), draftId: v.number(), text: v.string() }),
  v.object({ type: v.literal('draft'), text: v.string() }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('retry') }),
  v.object({ type: v.literal('sendAnyway') }),
  v.object({ type: v.literal('raiseBudget') }),
  v.object({ type: v.literal('newConversation') }),
  v.object({ type: v.literal('setApiKey') }),
  v.object({ type: v.literal('openSettings') }),
  v.object({ type: v.literal('openLink'), href: v.string() }),
  /** The delta with this number is on the screen. */
  v.object({ type: v.literal('shown'), number: v.number() }),
]);
export type ViewMessage = v.InferOutput<typeof ViewMessage>;
