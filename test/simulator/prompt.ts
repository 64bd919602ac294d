import type { Json, JsonObject } from './json';
import { isArray, isObject } from './json';
import type { Model } from './model';
import type { Block, MessagesRequest } from './request';
import { blocksOf } from './request';
import { blockTokens, requestOverheadTokens, roleOverheadTokens, toolTokens } from './tokens';

export type Level = 'tools' | 'system' | 'messages';

/** One place where the prompt can be cached: a tool, a system block or a content block. */
export interface Position {
  readonly level: Level;
  /** As error messages name it, such as `messages.0.content.1`. */
  readonly path: string;
  readonly type: string;
  /** What the cache compares: the content without its cache mark. */
  readonly bytes: string;
  readonly tokens: number;
  readonly mark: '5m' | '1h' | null;
  readonly cacheable: boolean;
}

/** The request in the order in which the model reads it: tools, system, messages. */
export function layOut(
  request: MessagesRequest,
  model: Model,
  dropped: ReadonlySet<string> = new Set(),
): Position[] {
  const positions: Position[] = [];
  (request.tools ?? []).forEach((tool, index) => {
    positions.push({
      level: 'tools',
      path: `tools.${index}`,
      type: 'tool',
      bytes: canonical(tool),
      tokens: toolTokens(withoutMark(tool), model) + (index === 0 ? model.toolPromptTokens : 0),
      mark: markOf(tool),
      cacheable: tool['defer_loading'] !== true,
    });
  });
  blocksOf(request.system ?? '').forEach((block, index) => {
    positions.push(position('system', `system.${index}`, '', block, model, 0));
  });
  let role = '';
  request.messages.forEach((message, index) => {
    blocksOf(message.content).forEach((block, part) => {
      const path = `messages.${index}.content.${part}`;
      if (dropped.has(path)) return;
      // Neighbours of one role form one turn, so only a change of role leaves a trace.
      const turn = message.role === role ? '' : message.role;
      const overhead =
        (turn === '' ? 0 : roleOverheadTokens) + (role === '' ? requestOverheadTokens : 0);
      role = message.role;
      positions.push(position('messages', path, turn, block, model, overhead));
    });
  });
  return positions;
}

export function totalTokens(positions: readonly Position[]): number {
  return positions.reduce((sum, { tokens }) => sum + tokens, 0);
}

function position(
  level: Level,
  path: string,
  turn: string,
  block: Block,
  model: Model,
  overhead: number,
): Position {
  const thinking = block.type === 'thinking' || block.type === 'redacted_thinking';
  return {
    level,
    path,
    type: block.type,
    bytes: turn + canonical(block),
    tokens: blockTokens(block, model) + overhead,
    mark: markOf(block),
    cacheable: !thinking && !(block.type === 'text' && block['text'] === ''),
  };
}

/**
 * The API parses a block before it compares it, so neither the order of its own fields nor a
 * default that is spelled out makes a difference. What is deeper counts byte for byte.
 */
export function canonical(block: JsonObject): string {
  const fields = Object.entries(withoutMark(block)).filter(
    ([name, value]) => !isDefault(name, value),
  );
  return JSON.stringify(Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function isDefault(name: string, value: Json | undefined): boolean {
  switch (name) {
    case 'citations':
      return value === null || (isArray(value) && value.length === 0);
    case 'caller':
      return isObject(value) && value['type'] === 'direct';
    case 'is_error':
    case 'defer_loading':
    case 'strict':
      return value === false;
    default:
      return value === null;
  }
}

function withoutMark(block: JsonObject): JsonObject {
  const { cache_control: mark, ...rest } = block;
  return mark === undefined ? block : rest;
}

export function markOf(block: JsonObject): '5m' | '1h' | null {
  const mark = block['cache_control'];
  if (!isObject(mark)) return null;
  return mark['ttl'] === '1h' ? '1h' : '5m';
}
