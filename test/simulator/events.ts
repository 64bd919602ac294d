import type { JsonObject } from './json';
import { textOf } from './json';
import type { Model } from './model';
import type { Output, OutputBlock } from './output';

/** One server-sent event, with what it adds to the output so that a cut stream can be billed. */
export interface StreamEvent {
  readonly name: string;
  readonly data: JsonObject;
  /** Output tokens sent once this event is out. */
  readonly outputTokens: number;
  readonly words: number;
  readonly isText: boolean;
}

export interface EventOptions {
  readonly deltaChars: number | undefined;
  readonly byWord: boolean;
}

const fullSpeedChars = 24;

/** The events of an answer, made one after the other so that a long answer needs no memory. */
export function* eventsOf(
  message: JsonObject,
  output: Output,
  messageDelta: JsonObject,
  model: Model,
  options: EventOptions,
): Generator<StreamEvent> {
  let sent = 0;
  let pinged = false;
  const event = (data: JsonObject, extra: Partial<StreamEvent> = {}): StreamEvent => ({
    name: textOf(data['type']),
    data,
    outputTokens: sent,
    words: 0,
    isText: false,
    ...extra,
  });
  yield event({ type: 'message_start', message });
  for (const [index, block] of output.blocks.entries()) {
    yield event({ type: 'content_block_start', index, content_block: startOf(block) });
    if (!pinged) {
      pinged = true;
      yield event({ type: 'ping' });
    }
    const before = sent;
    let length = 0;
    for (const { delta, text } of deltasOf(block, options)) {
      length += Buffer.byteLength(text);
      sent = before + tokensAfter(block, length, model);
      yield event(
        { type: 'content_block_delta', index, delta },
        { words: wordsIn(text), isText: block.type === 'text' },
      );
    }
    sent = before + block.tokens;
    yield event({ type: 'content_block_stop', index });
  }
  yield event(messageDelta);
  yield event({ type: 'message_stop' });
}

function startOf(block: OutputBlock): JsonObject {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'redacted_thinking':
      return { type: 'redacted_thinking', data: block.data };
    case 'tool_use':
      return {
        type: 'tool_use',
        id: block.id,
        name: block.name,
        input: {},
        caller: { type: 'direct' },
      };
  }
}

interface Delta {
  readonly delta: JsonObject;
  readonly text: string;
}

function* deltasOf(block: OutputBlock, options: EventOptions): Generator<Delta> {
  switch (block.type) {
    case 'text':
      for (const text of pieces(block.text, options)) {
        yield { delta: { type: 'text_delta', text }, text };
      }
      return;
    case 'thinking':
      for (const text of pieces(block.shown, options)) {
        yield { delta: { type: 'thinking_delta', thinking: text }, text };
      }
      // Even thinking that is not shown sends one empty delta, and shown thinking ends with one.
      yield { delta: { type: 'thinking_delta', thinking: '' }, text: '' };
      yield { delta: { type: 'signature_delta', signature: block.signature }, text: '' };
      return;
    case 'redacted_thinking':
      return;
    case 'tool_use':
      yield { delta: { type: 'input_json_delta', partial_json: '' }, text: '' };
      if (block.json === '{}') return;
      for (const text of pieces(block.json, options)) {
        yield { delta: { type: 'input_json_delta', partial_json: text }, text };
      }
      return;
  }
}

/** Thinking is billed as it was reasoned, all of it once the block has begun. */
function tokensAfter(block: OutputBlock, bytes: number, model: Model): number {
  if (block.type === 'thinking' || block.type === 'redacted_thinking') return block.tokens;
  return Math.min(block.tokens, Math.ceil(bytes / model.charsPerToken));
}

function* pieces(text: string, { deltaChars, byWord }: EventOptions): Generator<string> {
  if (deltaChars === undefined && byWord) {
    for (const [word] of text.matchAll(/\s*\S+\s?|\s+/g)) yield word;
    return;
  }
  const size = Math.max(1, deltaChars ?? fullSpeedChars);
  for (let start = 0; start < text.length;) {
    let end = start + size;
    const last = text.charCodeAt(end - 1);
    // Half of a surrogate pair would not survive the encoding.
    if (last >= 0xd800 && last <= 0xdbff) end += 1;
    yield text.slice(start, end);
    start = end;
  }
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** The content as a response that is not streamed carries it. */
export function contentOf(output: Output): JsonObject[] {
  return output.blocks.map((block) => {
    switch (block.type) {
      case 'text':
        return { type: 'text', text: block.text };
      case 'thinking':
        return { type: 'thinking', thinking: block.shown, signature: block.signature };
      case 'redacted_thinking':
        return { type: 'redacted_thinking', data: block.data };
      case 'tool_use':
        return {
          type: 'tool_use',
          id: block.id,
          name: block.name,
          input: block.input,
          caller: { type: 'direct' },
        };
    }
  });
}
