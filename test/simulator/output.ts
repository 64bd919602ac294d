import type { JsonObject } from './json';
import type { Model } from './model';
import type { Answer, AnswerBlock, StopReason } from './script';
import { textTokens } from './tokens';

/** A block as it will be sent, cut to what the request allows. */
export type OutputBlock =
  | { readonly type: 'text'; readonly text: string; readonly tokens: number }
  | {
      readonly type: 'thinking';
      /** What the client sees, which is nothing unless it asked for a summary. */
      readonly shown: string;
      readonly signature: string;
      readonly tokens: number;
    }
  | { readonly type: 'redacted_thinking'; readonly data: string; readonly tokens: number }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: JsonObject;
      /** The input as JSON; it ends early when the tokens ran out. */
      readonly json: string;
      readonly tokens: number;
    };

export interface Output {
  readonly blocks: readonly OutputBlock[];
  readonly stopReason: StopReason;
  readonly stopSequence: string | null;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
}

/** How this request wants its thinking: not at all, hidden, or in words. */
export type Display = 'off' | 'omitted' | 'summarized';

/** What decides how much of an answer is sent, and in which form. */
export interface OutputContext {
  readonly model: Model;
  readonly stopSequences: readonly string[];
  readonly display: Display;
  readonly maxTokens: number;
  /** Whether the context window, not `max_tokens`, sets the limit. */
  readonly byWindow: boolean;
  /** Signs the next thinking block; the blocks sent before it are part of its signature. */
  readonly sign: (shown: string, tokens: number, before: readonly OutputBlock[]) => string;
  readonly newId: (prefix: string) => string;
}

interface Stop {
  readonly reason: StopReason;
  readonly sequence: string | null;
}

/** One block of the answer, if anything is left of it, and whether the answer ends with it. */
interface Piece {
  readonly block: OutputBlock | null;
  readonly stop: Stop | null;
}

const toolUseTokens = 12;
const redactedTokens = 40;

/** The answer within the limits of the request. */
export function outputOf(answer: Answer, context: OutputContext): Output {
  const blocks: OutputBlock[] = [];
  let stop: Stop | null = null;
  for (const block of answer.blocks) {
    const piece: Piece = pieceOf(block, context.maxTokens - sumOf(blocks), blocks, context);
    if (piece.block !== null) blocks.push(piece.block);
    stop = piece.stop;
    if (stop !== null) break;
  }
  const calls = blocks.some(({ type }) => type === 'tool_use');
  return {
    blocks,
    stopReason: answer.stopReason ?? stop?.reason ?? (calls ? 'tool_use' : 'end_turn'),
    stopSequence: answer.stopSequence ?? stop?.sequence ?? null,
    outputTokens: sumOf(blocks),
    thinkingTokens: sumOf(blocks.filter(({ type }) => type.endsWith('thinking'))),
  };
}

function pieceOf(
  block: AnswerBlock,
  left: number,
  before: readonly OutputBlock[],
  context: OutputContext,
): Piece {
  switch (block.type) {
    case 'thinking':
      return thinkingPiece(block.thinking, left, before, context);
    case 'redacted_thinking':
      return redactedPiece(left, before, context);
    case 'text':
      return textPiece(block.text, left, context);
    case 'tool_use':
      return toolUsePiece(block, left, context);
  }
}

function thinkingPiece(
  thinking: string,
  left: number,
  before: readonly OutputBlock[],
  { model, display, sign, byWindow }: OutputContext,
): Piece {
  if (display === 'off') return { block: null, stop: null };
  const kept = cutTo(thinking, left, model);
  const tokens = textTokens(kept, model);
  const shown = display === 'omitted' ? '' : kept;
  return {
    block: { type: 'thinking', shown, signature: sign(shown, tokens, before), tokens },
    stop: kept.length < thinking.length ? outOfTokens(byWindow) : null,
  };
}

function redactedPiece(
  left: number,
  before: readonly OutputBlock[],
  { display, sign, byWindow }: OutputContext,
): Piece {
  if (display === 'off') return { block: null, stop: null };
  if (left < redactedTokens) return { block: null, stop: outOfTokens(byWindow) };
  const data = sign('', redactedTokens, before);
  return { block: { type: 'redacted_thinking', data, tokens: redactedTokens }, stop: null };
}

function textPiece(
  whole: string,
  left: number,
  { model, stopSequences, byWindow }: OutputContext,
): Piece {
  const found = firstStop(whole, stopSequences);
  const wanted = found === null ? whole : whole.slice(0, found.index);
  const text = cutTo(wanted, left, model);
  const sequence: Stop | null =
    found === null ? null : { reason: 'stop_sequence', sequence: found.text };
  return {
    block: text === '' ? null : { type: 'text', text, tokens: textTokens(text, model) },
    stop: text.length < wanted.length ? outOfTokens(byWindow) : sequence,
  };
}

function toolUsePiece(
  { name, input, id }: Extract<AnswerBlock, { type: 'tool_use' }>,
  left: number,
  { model, newId, byWindow }: OutputContext,
): Piece {
  if (left < toolUseTokens) return { block: null, stop: outOfTokens(byWindow) };
  const whole = JSON.stringify(input);
  const json = cutTo(whole, left - toolUseTokens, model);
  const complete = json.length === whole.length;
  return {
    block: {
      type: 'tool_use',
      id: id ?? newId('toolu_'),
      name,
      input: complete ? input : {},
      json,
      tokens: toolUseTokens + textTokens(json, model),
    },
    stop: complete ? null : outOfTokens(byWindow),
  };
}

function sumOf(blocks: readonly OutputBlock[]): number {
  return blocks.reduce((sum, { tokens }) => sum + tokens, 0);
}

function outOfTokens(byWindow: boolean): Stop {
  return { reason: byWindow ? 'model_context_window_exceeded' : 'max_tokens', sequence: null };
}

function firstStop(
  text: string,
  sequences: readonly string[],
): { index: number; text: string } | null {
  let first: { index: number; text: string } | null = null;
  for (const sequence of sequences) {
    const index = text.indexOf(sequence);
    if (index >= 0 && (first === null || index < first.index)) first = { index, text: sequence };
  }
  return first;
}

/** The longest head of a text that costs no more than so many tokens. */
function cutTo(text: string, tokens: number, model: Model): string {
  if (textTokens(text, model) <= tokens) return text;
  const bytes = Math.max(0, Math.floor(tokens * model.charsPerToken));
  const head = Buffer.from(text).subarray(0, bytes).toString();
  // A character that was cut in the middle decodes to a replacement character.
  return head.endsWith('\uFFFD') ? head.slice(0, -1) : head;
}
