import * as v from 'valibot';
import { ImageId, MadeImage, OriginalFile } from './imageProtocol';
import type { DraftImagesView, Original, SentImage } from './imageProtocol';

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
  /** What should have come from the cache and did not. */
  readonly miss?: MissView | undefined;
}

export interface MissView {
  /** Why, in a sentence. */
  readonly reason: string;
  readonly tokens: number;
  /** What that cost more; undefined where no price is known. */
  readonly costUsd: number | undefined;
}

/** An answer without its text. */
export interface AnswerHead {
  readonly id: string;
  readonly turnId: string;
  readonly state: AnswerState;
  readonly modelName: string;
  /** Why this model, in a sentence. */
  readonly reason?: string | undefined;
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

/** Lines of a file that a turn is about, as a button that opens them. */
export interface ReferenceView {
  /** Such as `src/scale.ts:10-20`. */
  readonly label: string;
  /** The same for ears. */
  readonly name: string;
}

export interface TurnView {
  readonly id: string;
  /** The user's words, or what a command says in their place. */
  readonly prompt: string;
  readonly images: readonly SentImage[];
  readonly reference?: ReferenceView | undefined;
  readonly answers: readonly AnswerView[];
}

/** What the next message will probably cost, and what of it is warm. */
export interface ForecastView {
  /** Which model and why, in a sentence. */
  readonly reason: string;
  /** Whether something is typed; otherwise the dollars are those of a short message. */
  readonly hasDraft: boolean;
  /** Dollars; undefined where no price is known. */
  readonly lowUsd: number | undefined;
  readonly highUsd: number | undefined;
  /** The same with nothing in the cache. */
  readonly coldLowUsd: number | undefined;
  readonly coldHighUsd: number | undefined;
  /** Until when what is warm stays so, in epoch milliseconds; undefined where nothing is. */
  readonly warmUntilMs: number | undefined;
  /** Tokens of instructions and snapshot. */
  readonly prefixTokens: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: { readonly low: number; readonly high: number };
  /** Why it would not be sent. */
  readonly refusal?: string | undefined;
}

/** What would be sent of the workspace, for the user to agree to. */
export interface FilesQuestion {
  /** Files whose text is sent. */
  readonly files: readonly { readonly path: string; readonly tokens: number }[];
  /** Files of which the map tells path and symbols. */
  readonly mapped: number;
  readonly leftOut: number;
  readonly tokens: number;
  /** Dollars for sending them once, and for each message after it; undefined where unpriced. */
  readonly firstUsd: number | undefined;
  readonly laterUsd: number | undefined;
}

/** Everything that the view shows. */
export interface ChatSnapshot {
  readonly conversationId: string;
  readonly turns: readonly TurnView[];
  /** Whether there is a key to send with. */
  readonly hasKey: boolean;
  /** What was typed and not sent. */
  readonly draft: string;
  readonly images: DraftImagesView;
  /** The number of the last delta that is part of this snapshot. */
  readonly lastDelta: number;
  /** A sentence above the composer, on something that concerns no answer. */
  readonly notice?: string | undefined;
}

export type HostMessage =
  | { readonly type: 'snapshot'; readonly snapshot: ChatSnapshot }
  | { readonly type: 'hasKey'; readonly hasKey: boolean }
  /** A new turn; `draftId` is that of the `send` that it came from, whose draft is now safe. */
  | {
      readonly type: 'turn';
      readonly turn: TurnView;
      /** Undefined where a command has sent it. */
      readonly draftId: number | undefined;
    }
  /** The `send` came to nothing; the draft stays, and the sentence says why. */
  | { readonly type: 'notSent'; readonly draftId: number; readonly reason: string }
  /** The images of the draft have changed, or what they are wanted for. */
  | ({ readonly type: 'images' } & DraftImagesView)
  /** The answer to `askOriginal`; undefined where the file was not kept. */
  | { readonly type: 'original'; readonly id: string; readonly original: Original | undefined }
  | { readonly type: 'forecast'; readonly forecast: ForecastView }
  /** The `send` waits until the user has said whether files may be sent. */
  | { readonly type: 'askFiles'; readonly question: FilesQuestion }
  /** The cache is being warmed, for so many dollars; null once that is over. */
  | { readonly type: 'warming'; readonly usd: number | undefined | null }
  | { readonly type: 'answer'; readonly head: AnswerHead }
  | {
      readonly type: 'delta';
      readonly number: number;
      readonly answerId: string;
      readonly thinking: string;
      readonly text: string;
    };

/** What is to be done with a block of code of an answer. */
export const CodeUse = v.object({
  use: v.picklist(['apply', 'insert', 'newFile']),
  /** As the model wrote it, hidden characters and all. */
  code: v.string(),
  /** As it stands behind the fence, in lower case; may be empty. */
  language: v.string(),
  /** The file that the block names, unchecked; may be empty. */
  path: v.string(),
});
export type CodeUse = v.InferOutput<typeof CodeUse>;

/** What the view says. Its words are checked, for what it shows is written by a model. */
export const ViewMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('send'), draftId: v.number(), text: v.string() }),
  v.object({ type: v.literal('draft'), text: v.string() }),
  /** A new image of the draft, or one that was made anew. */
  v.object({ type: v.literal('setImage'), image: MadeImage }),
  v.object({ type: v.literal('keepOriginal'), original: OriginalFile }),
  v.object({ type: v.literal('askOriginal'), id: ImageId }),
  v.object({ type: v.literal('removeImage'), id: ImageId }),
  /** Opens Screenshot to Code with an image of the draft. */
  v.object({ type: v.literal('writeCode'), id: ImageId }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('retry') }),
  v.object({ type: v.literal('sendAnyway') }),
  v.object({ type: v.literal('raiseBudget') }),
  v.object({ type: v.literal('newConversation') }),
  /** The answer to `askFiles`. */
  v.object({ type: v.literal('consent'), send: v.boolean() }),
  v.object({ type: v.literal('showPrefix') }),
  v.object({ type: v.literal('setApiKey') }),
  v.object({ type: v.literal('openSettings') }),
  v.object({ type: v.literal('openLink'), href: v.string() }),
  /** Opens what the reference of a turn names. */
  v.object({ type: v.literal('openLines'), turnId: v.string() }),
  v.object({ type: v.literal('useCode'), ...CodeUse.entries }),
  /** The delta with this number is on the screen. */
  v.object({ type: v.literal('shown'), number: v.number() }),
]);
export type ViewMessage = v.InferOutput<typeof ViewMessage>;
