import type { LevelKeys } from './cache';
import { effortOf } from './effort';
import type { Json } from './json';
import { isObject, objectsOf } from './json';
import type { Model } from './model';
import type { MessagesRequest } from './request';
import { blocksOf } from './request';
import type { Account } from './thinking';

/** What invalidates the cache besides the content, and from which level on. */
export function keysOf(request: MessagesRequest, model: Model, account: Account): LevelKeys {
  const blocks = request.messages.flatMap(({ content }) => blocksOf(content));
  const thinking = request.thinking;
  return {
    tools: JSON.stringify([model.id, account.key]),
    system: JSON.stringify([
      request.speed ?? 'standard',
      (request.tools ?? []).some(({ name }) => name === 'web_search'),
      blocks.some(citesItsSource),
      request.output_config?.format ?? null,
    ]),
    messages: JSON.stringify([
      request.tool_choice ?? { type: 'auto' },
      blocks.some(holdsImage),
      thinking?.type ?? (model.thinksByDefault ? 'adaptive' : 'disabled'),
      thinking?.budget_tokens ?? null,
      effortOf(request, model),
    ]),
  };
}

function holdsImage(block: Readonly<Record<string, Json | undefined>>): boolean {
  return block['type'] === 'image' || objectsOf(block['content']).some(holdsImage);
}

function citesItsSource(block: Readonly<Record<string, Json | undefined>>): boolean {
  const citations = block['citations'];
  return block['type'] === 'document' && isObject(citations) && citations['enabled'] === true;
}
