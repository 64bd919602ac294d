import type {
  CacheMissReason,
  ContentBlock,
  MessageCreateParamsBase,
  RefusalStopDetails,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { Failure } from '../failure';

/** A request to the Messages API, without how it is delivered. */
export type MessageRequest = Omit<MessageCreateParamsBase, 'stream'>;

/** What came of a response, whole or in part. */
export interface Received {
  /** Undefined until the response has begun. */
  readonly messageId: string | undefined;
  /** The id of the model that answered. */
  readonly model: string | undefined;
  /** Blocks that are complete, and a last text block even if it was cut. */
  readonly content: readonly ContentBlock[];
  readonly usage: Usage | undefined;
  /** Whether `usage` is final; otherwise its output is that of `message_start`. */
  readonly usageIsFinal: boolean;
  /** Why the cached prefix of the previous message was not used, where the API tells. */
  readonly cacheMiss: CacheMissReason | undefined;
}

/** What happens to a request, in order; the last event is `done`, `stopped` or `failed`. */
export type ApiEvent =
  | { readonly type: 'retrying'; readonly failure: Failure; readonly afterMs: number | undefined }
  | {
      readonly type: 'usage';
      readonly usage: Usage;
      readonly model: string;
      readonly final: boolean;
    }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'done';
      readonly received: Received;
      readonly stopReason: StopReason;
      readonly stopDetails: RefusalStopDetails | null;
    }
  | { readonly type: 'stopped'; readonly received: Received }
  | { readonly type: 'failed'; readonly received: Received; readonly failure: Failure };
