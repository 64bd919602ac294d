import type { JsonObject } from './json';
import type { Effort, ThinkingType } from './model';

export type Role = 'user' | 'assistant' | 'system';

/** A content block whose shape was checked; its fields are read by name. */
export interface Block extends JsonObject {
  readonly type: string;
}

export interface Message {
  readonly role: Role;
  readonly content: string | readonly Block[];
}

export interface CacheControl {
  readonly type: 'ephemeral';
  readonly ttl?: '5m' | '1h';
}

export interface Thinking {
  readonly type: ThinkingType;
  readonly budget_tokens?: number;
  readonly display?: 'summarized' | 'omitted' | 'updates' | null;
  readonly block_binding?: {
    readonly prefix_mismatch_behavior?: 'error' | 'drop_block' | null;
  } | null;
}

export interface Tool extends JsonObject {
  readonly name?: string;
}

/** The body of a request to /v1/messages whose shape was checked. */
export interface MessagesRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly Message[];
  readonly system?: string | readonly Block[];
  readonly tools?: readonly Tool[];
  readonly tool_choice?: {
    readonly type: 'auto' | 'any' | 'tool' | 'none';
    readonly name?: string;
    readonly disable_parallel_tool_use?: boolean;
  };
  readonly thinking?: Thinking;
  readonly output_config?: { readonly effort?: Effort | null; readonly format?: JsonObject | null };
  readonly cache_control?: CacheControl | null;
  readonly diagnostics?: { readonly previous_message_id?: string | null } | null;
  readonly inference_geo?: string | null;
  readonly speed?: 'standard' | 'fast' | null;
  readonly stop_sequences?: readonly string[];
  readonly stream?: boolean;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
}

/** A string is shorthand for one text block; an empty system string is no block at all. */
export function blocksOf(content: string | readonly Block[]): readonly Block[] {
  if (typeof content !== 'string') return content;
  return content === '' ? [] : [{ type: 'text', text: content }];
}
