import type {
  CacheMissReason,
  ContentBlock,
  MessageDeltaUsage,
  RawMessageStreamEvent,
  RefusalStopDetails,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { ApiEvent, Received } from './events';

/** A block that may still be growing. */
interface OpenBlock {
  block: ContentBlock;
  inputJson: string;
  complete: boolean;
}

/**
 * Our own copy of a streamed message. The SDK's is gone when a stream breaks, and a broken
 * stream's text has been paid for.
 */
export class Accumulator {
  private messageId: string | undefined;
  private model: string | undefined;
  private usage: Usage | undefined;
  private usageIsFinal = false;
  private cacheMiss: CacheMissReason | undefined;
  private readonly blocks = new Map<number, OpenBlock>();
  private stop: { reason: StopReason; details: RefusalStopDetails | null } | undefined;
  private ended = false;

  /** Takes one event of the stream; returns what is news to a reader, if anything. */
  add(event: RawMessageStreamEvent): ApiEvent | undefined {
    switch (event.type) {
      case 'message_start':
        this.messageId = event.message.id;
        this.model = event.message.model;
        this.usage = event.message.usage;
        this.cacheMiss = event.message.diagnostics?.cache_miss_reason ?? undefined;
        return this.usageEvent();
      case 'content_block_start':
        this.blocks.set(event.index, {
          block: event.content_block,
          inputJson: '',
          complete: false,
        });
        return undefined;
      case 'content_block_delta': {
        const open = this.blocks.get(event.index);
        return open && addDelta(open, event.delta);
      }
      case 'content_block_stop': {
        const open = this.blocks.get(event.index);
        if (open) open.complete = completeInput(open);
        return undefined;
      }
      case 'message_delta':
        this.stop = event.delta.stop_reason
          ? { reason: event.delta.stop_reason, details: event.delta.stop_details ?? null }
          : this.stop;
        if (!this.usage) return undefined;
        this.usage = withDelta(this.usage, event.usage);
        this.usageIsFinal = this.stop !== undefined;
        return this.usageEvent();
      case 'message_stop':
        this.ended = true;
        return undefined;
      default:
        // New kinds of events may be added to the API at any time; they say nothing to us.
        return undefined;
    }
  }

  /** The last event of a stream that ended by itself; undefined if it ended too early. */
  done(): ApiEvent | undefined {
    if (!this.ended || !this.stop) return undefined;
    const { reason, details } = this.stop;
    return { type: 'done', received: this.received(), stopReason: reason, stopDetails: details };
  }

  received(): Received {
    return {
      messageId: this.messageId,
      model: this.model,
      content: [...this.blocks.values()].filter(isWorthKeeping).map(({ block }) => block),
      usage: this.usage,
      usageIsFinal: this.usageIsFinal,
      cacheMiss: this.cacheMiss,
    };
  }

  private usageEvent(): ApiEvent | undefined {
    if (!this.usage || this.model === undefined) return undefined;
    return { type: 'usage', usage: this.usage, model: this.model, final: this.usageIsFinal };
  }
}

type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'];

function addDelta(open: OpenBlock, delta: Delta): ApiEvent | undefined {
  const { block } = open;
  switch (delta.type) {
    case 'text_delta':
      if (block.type === 'text') block.text += delta.text;
      return delta.text === '' ? undefined : { type: 'text', text: delta.text };
    case 'thinking_delta':
      if (block.type === 'thinking') block.thinking += delta.thinking;
      return { type: 'thinking', text: delta.thinking };
    case 'signature_delta':
      // The whole value comes at once: it replaces, it does not append.
      if (block.type === 'thinking') block.signature = delta.signature;
      return undefined;
    case 'input_json_delta':
      open.inputJson += delta.partial_json;
      return undefined;
    case 'citations_delta':
      if (block.type === 'text') block.citations = [...(block.citations ?? []), delta.citation];
      return undefined;
    default:
      return undefined;
  }
}

/**
 * The usage of a response as it stands after a `message_delta`. The counts there are cumulative:
 * they replace those of `message_start`, and only what they leave out (the split of cache writes
 * by lifetime, the service tier, the place of inference) is kept from it.
 */
function withDelta(usage: Usage, delta: MessageDeltaUsage): Usage {
  return {
    ...usage,
    input_tokens: delta.input_tokens ?? usage.input_tokens,
    output_tokens: delta.output_tokens,
    cache_creation_input_tokens:
      delta.cache_creation_input_tokens ?? usage.cache_creation_input_tokens,
    cache_read_input_tokens: delta.cache_read_input_tokens ?? usage.cache_read_input_tokens,
    output_tokens_details: delta.output_tokens_details ?? usage.output_tokens_details,
    server_tool_use: delta.server_tool_use ?? usage.server_tool_use,
  };
}

/** Reads the input of a tool block that has ended; false if it is not JSON, as when it was cut. */
function completeInput({ block, inputJson }: OpenBlock): boolean {
  if (!('input' in block) || inputJson === '') return true;
  try {
    block.input = JSON.parse(inputJson) as unknown;
    return true;
  } catch {
    return false;
  }
}

/** Half a thinking or tool block cannot be sent back; half a text can, and was paid for. */
function isWorthKeeping({ block, complete }: OpenBlock): boolean {
  return block.type === 'text' ? block.text !== '' : complete;
}
