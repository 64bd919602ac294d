import { createHash } from 'node:crypto';
import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { ImageTier } from '../../shared/imageSize';
import type { MessageRequest } from '../api/events';
import { CHARACTERS_PER_TOKEN } from '../cost/usage';
import { digestOf } from '../prompt/measure';
import { tokensOfBlock } from '../vision/imageBlock';

/** One place where a prompt can be cached: the end of a system block or of a content block. */
export interface Position {
  /** Stands for everything up to here, and for the model that reads it; equal bytes, equal key. */
  readonly key: string;
  /** The part of the prompt up to here, from 0 to 1, by its characters. */
  readonly share: number;
  /** Whether a breakpoint can stand here. */
  readonly markable: boolean;
  readonly place: Place;
}

/** Where a position is in the request. */
export type Place =
  | { readonly level: 'system'; readonly block: number }
  | { readonly level: 'messages'; readonly message: number; readonly block: number };

const KEY_LENGTH = 22;

interface Piece {
  readonly place: Place;
  /** What the API compares, without the breakpoint. */
  readonly bytes: string;
  readonly characters: number;
  readonly markable: boolean;
}

/** The positions of a request without breakpoints, in the order in which the model reads it. */
export function positionsOf(request: MessageRequest, tier: ImageTier): Position[] {
  const pieces = [...systemPieces(request), ...messagePieces(request, tier)];
  const total = Math.max(
    1,
    pieces.reduce((sum, { characters }) => sum + characters, 0),
  );
  let characters = 0;
  let key = `${request.model}\n${JSON.stringify(request.tools ?? [])}`;
  let level: Place['level'] = 'system';
  return pieces.map((piece) => {
    const hash = createHash('sha256').update(key);
    if (piece.place.level !== level) {
      // What invalidates the messages alone.
      hash.update(JSON.stringify([request.thinking, request.output_config, request.tool_choice]));
      level = piece.place.level;
    }
    key = hash.update(piece.bytes).digest('base64url').slice(0, KEY_LENGTH);
    characters += piece.characters;
    return { key, share: characters / total, markable: piece.markable, place: piece.place };
  });
}

function systemPieces({ system = [] }: MessageRequest): Piece[] {
  const blocks = typeof system === 'string' ? [{ type: 'text' as const, text: system }] : system;
  return blocks.map(({ text }, block) => ({
    place: { level: 'system', block },
    bytes: text,
    characters: text.length,
    markable: text.trim() !== '',
  }));
}

function messagePieces({ messages }: MessageRequest, tier: ImageTier): Piece[] {
  return messages.flatMap(({ role, content }, message) => {
    const blocks =
      typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    return blocks.map((each, block): Piece => {
      const bytes = JSON.stringify([role, each.type === 'image' ? digestOf(each) : each]);
      const characters = charactersOf(each, bytes, tier);
      const isThinking = each.type === 'thinking' || each.type === 'redacted_thinking';
      return {
        place: { level: 'messages', message, block },
        bytes,
        characters,
        markable: !isThinking,
      };
    });
  });
}

/** An image counts for as many characters as its tokens would have as text. */
function charactersOf(block: ContentBlockParam, bytes: string, tier: ImageTier): number {
  if (block.type === 'image') return tokensOfBlock(block, tier) * CHARACTERS_PER_TOKEN;
  return block.type === 'text' ? block.text.length : bytes.length;
}
