import type { JsonObject } from './json';
import type { MessagesRequest } from './request';

export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded';

export interface StopDetails {
  readonly type: 'refusal';
  readonly category:
    'cyber' | 'bio' | 'frontier_llm' | 'reasoning_extraction' | 'general_harms' | null;
  readonly explanation: string | null;
}

export type AnswerBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string }
  | { readonly type: 'redacted_thinking' }
  | {
      readonly type: 'tool_use';
      readonly name: string;
      readonly input: JsonObject;
      readonly id?: string;
    };

/** Usage fields that a test wants to see as it says; the bill follows them. */
export interface UsageOverrides {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly cache_creation_input_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly thinking_tokens?: number;
}

/** What the simulator says to one request. */
export interface Answer {
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason?: StopReason;
  readonly stopDetails?: StopDetails;
  readonly stopSequence?: string;
  /** Characters in a delta; without it a delta is about a word, or 24 characters at full speed. */
  readonly deltaChars?: number;
  /** Null is full speed, for JSON has no word for Infinity. */
  readonly wordsPerSecond?: number | null;
  /** A fixed pause between events instead of a speed. */
  readonly delayMs?: number;
  readonly usage?: UsageOverrides;
}

/** In the same process an answer can wait for the request that it is meant for. */
export interface ScriptedAnswer extends Answer {
  readonly when?: (request: MessagesRequest) => boolean;
}

export type Fault =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly type?: string;
      readonly message?: string;
      /** Seconds, or a date as HTTP writes it. */
      readonly retryAfter?: number | string;
      readonly shouldRetry?: boolean;
      readonly details?: JsonObject;
    }
  | {
      readonly kind: 'error_event';
      readonly afterEvent: number;
      readonly type: string;
      readonly message: string;
    }
  /** The socket is destroyed. */
  | { readonly kind: 'cut'; readonly afterEvent: number }
  /** The response ends cleanly but without `message_stop`. */
  | { readonly kind: 'end'; readonly afterEvent: number }
  /** Silence: for some time, or until one side gives up. */
  | { readonly kind: 'stall'; readonly afterEvent: number; readonly ms?: number }
  | { readonly kind: 'slow'; readonly ms: number };

/** Answers and faults wait here for the message requests that come next. */
export class Script {
  readonly #answers: ScriptedAnswer[] = [];
  readonly #faults: Fault[] = [];

  addAnswers(answers: ScriptedAnswer | readonly ScriptedAnswer[]): void {
    this.#answers.push(...[answers].flat());
  }

  addFaults(faults: Fault | readonly Fault[]): void {
    this.#faults.push(...[faults].flat());
  }

  takeAnswer(request: MessagesRequest): Answer | undefined {
    const index = this.#answers.findIndex(({ when }) => when === undefined || when(request));
    return index < 0 ? undefined : this.#answers.splice(index, 1)[0];
  }

  takeFault(): Fault | undefined {
    return this.#faults.shift();
  }

  get waiting(): { answers: number; faults: number } {
    return { answers: this.#answers.length, faults: this.#faults.length };
  }

  clear(): void {
    this.#answers.length = 0;
    this.#faults.length = 0;
  }
}
