import { invalidRequest } from './apiError';
import type { JsonObject } from './json';
import { textOf } from './json';
import type { Model } from './model';
import { findModel } from './models';
import type { OutputBlock } from './output';
import { canonical } from './prompt';
import type { Block, MessagesRequest } from './request';
import { blocksOf } from './request';
import type { Seal } from './signature';
import { digest, isThinking, seal, sealOf } from './signature';

/** From this day on, accounts have the prefix check on by default. */
const newAccountsSince = Date.parse('2026-08-31T00:00:00Z');

export interface Account {
  readonly key: string;
  readonly createdAt: number;
}

/** What became of the thinking that a request sent back. */
export interface Replayed {
  /** Paths of the blocks that the model does not get to read. */
  readonly dropped: ReadonlySet<string>;
  readonly transformations: readonly JsonObject[];
}

type Reason =
  'model_binding_mismatch' | 'prefix_binding_mismatch' | 'organization_binding_mismatch';

interface Prefix {
  readonly tools: string;
  readonly system: string;
  readonly before: readonly string[];
}

/** Checks every thinking block in the history, as the API does before it reads the prompt. */
export function checkReplayed(
  request: MessagesRequest,
  model: Model,
  account: Account,
  controlled: boolean,
): Replayed {
  const behavior = request.thinking?.block_binding?.prefix_mismatch_behavior ?? null;
  const enforced =
    behavior !== null ||
    model.prefixCheck === 'always' ||
    (model.prefixCheck === 'newAccounts' && account.createdAt >= newAccountsSince);
  const dropped = new Set<string>();
  const transformations: JsonObject[] = [];
  const report = (type: string, path: string, reason: Reason): void => {
    transformations.push({ type, path, reason });
  };
  const prefix = fixedPrefix(request);
  const before: { path: string; digest: string }[] = [];
  const latest = request.messages.findLastIndex(({ role }) => role === 'assistant');
  let previous: string | null = null;
  request.messages.forEach((message, index) => {
    let runFailed = false;
    blocksOf(message.content).forEach((block, part) => {
      const path = `messages.${index}.content.${part}`;
      if (!isThinking(block)) {
        before.push({ path, digest: digest(message.role + canonical(block)) });
        runFailed = false;
        return;
      }
      const made = intactSeal(block, path, index === latest);
      const unreadable = unreadableBecause(made, model, account);
      if (unreadable !== null) {
        dropped.add(path);
        report('thinking_dropped', path, unreadable);
        return;
      }
      const changed = checksPrefix(made, model)
        ? whatChanged(made, { ...prefix, before }, previous)
        : null;
      if (changed === null && !runFailed) {
        previous = made.id;
      } else if (!enforced) {
        report('thinking_mismatch_allowed', path, 'prefix_binding_mismatch');
        previous = made.id;
      } else if (behavior === 'drop_block') {
        runFailed = true;
        dropped.add(path);
        report('thinking_dropped', path, 'prefix_binding_mismatch');
      } else {
        throw invalidRequest(mismatch(path, block, changed ?? '', controlled));
      }
    });
  });
  return { dropped, transformations };
}

/** Seals a new thinking block to everything that the model read before it. */
export function signer(
  request: MessagesRequest,
  model: Model,
  account: Account,
  { dropped }: Replayed,
  newId: (prefix: string) => string,
): (shown: string, tokens: number, sent: readonly OutputBlock[]) => string {
  const prefix = fixedPrefix(request);
  const before: string[] = [];
  let previous: string | null = null;
  request.messages.forEach((message, index) => {
    blocksOf(message.content).forEach((block, part) => {
      if (!isThinking(block)) before.push(digest(message.role + canonical(block)));
      else if (!dropped.has(`messages.${index}.content.${part}`)) {
        previous = sealOf(block)?.id ?? null;
      }
    });
  });
  return (shown, tokens, sent) => {
    const id = newId('');
    const signature = seal({
      id,
      model: model.id,
      account: digest(account.key),
      shown: digest(shown),
      tokens,
      ...prefix,
      before: [...before, ...sent.flatMap(digestOfSent)],
      previous,
    });
    previous = id;
    return signature;
  };
}

/** What the block will look like when the client sends it back. */
function digestOfSent(block: OutputBlock): string[] {
  switch (block.type) {
    case 'thinking':
    case 'redacted_thinking':
      return [];
    case 'text':
      return [digest(`assistant${canonical({ type: 'text', text: block.text })}`)];
    case 'tool_use': {
      const { id, name, input } = block;
      const caller = { type: 'direct' };
      return [digest(`assistant${canonical({ type: 'tool_use', id, name, input, caller })}`)];
    }
  }
}

function fixedPrefix(request: MessagesRequest): { tools: string; system: string } {
  return {
    tools: digest((request.tools ?? []).map(canonical).join('\n')),
    system: digest(
      blocksOf(request.system ?? '')
        .map(canonical)
        .join('\n'),
    ),
  };
}

function intactSeal(block: Block, path: string, latest: boolean): Seal {
  const made = sealOf(block);
  const kind = block.type;
  if (made === null) throw invalidRequest(`${path}: Invalid \`signature\` in \`${kind}\` block`);
  if (kind === 'thinking' && digest(textOf(block['thinking'])) !== made.shown) {
    throw invalidRequest(
      latest
        ? `${path}: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`
        : `${path}: Invalid \`signature\` in \`thinking\` block`,
    );
  }
  return made;
}

/** Thinking of another family is dropped without a word, for the client did nothing wrong. */
function unreadableBecause(made: Seal, reader: Model, account: Account): Reason | null {
  const maker = findModel(made.model, true);
  if (maker === undefined) return 'model_binding_mismatch';
  const bound = maker.generation === 55 && maker.line !== 'opus';
  if (bound && made.account !== digest(account.key)) return 'organization_binding_mismatch';
  return canRead(reader, maker) ? null : 'model_binding_mismatch';
}

function isFable({ line }: Model): boolean {
  return line === 'fable' || line === 'mythos';
}

function canRead(reader: Model, maker: Model): boolean {
  if (reader.id === maker.id) return true;
  if (isFable(maker)) return isFable(reader) && reader.generation >= maker.generation;
  if (maker.generation === 55) {
    return maker.line === 'opus' && isFable(reader) && reader.generation >= 51;
  }
  return reader.generation >= maker.generation;
}

function checksPrefix(made: Seal, reader: Model): boolean {
  return reader.prefixCheck !== 'never' && findModel(made.model, true)?.prefixCheck !== 'never';
}

/** A sentence about what changed since the block was made, or null when nothing did. */
function whatChanged(
  made: Seal,
  now: Omit<Prefix, 'before'> & { before: readonly { path: string; digest: string }[] },
  previous: string | null,
): string | null {
  if (made.system !== now.system) {
    return 'The `system` prompt differs from the one this block was created with.';
  }
  if (made.tools !== now.tools) {
    return 'The `tools` list differs from the one this block was created with.';
  }
  const length = Math.max(made.before.length, now.before.length);
  for (let index = 0; index < length; index += 1) {
    const here = now.before[index];
    const there = made.before[index];
    if (here?.digest === there) continue;
    const path = here?.path ?? now.before.at(-1)?.path ?? 'messages.0.content.0';
    return now.before.length < made.before.length
      ? `Content that preceded this block when it was created is missing from this request, starting at \`${path}\`.`
      : `The content at \`${path}\` differs from when this block was created.`;
  }
  if (previous !== null && made.previous !== previous) {
    return 'The thinking blocks before this block differ from when it was created.';
  }
  return null;
}

function mismatch(path: string, block: Block, changed: string, controlled: boolean): string {
  const header = controlled
    ? ''
    : ' That setting requires the `thinking-binding-controls-2026-08-01` value in the `anthropic-beta` header.';
  return `${path}: Invalid \`signature\` in \`${block.type}\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".${header} ${changed}`.trimEnd();
}
