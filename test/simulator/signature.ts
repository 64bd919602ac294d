import { createHash, createHmac } from 'node:crypto';
import type { Json } from './json';
import { isObject, textOf } from './json';

/** What a thinking block carries about its making, sealed so that a client cannot change it. */
export interface Seal {
  readonly id: string;
  readonly model: string;
  /** A digest of the account's key. */
  readonly account: string;
  /** A digest of the thinking text as it was shown. */
  readonly shown: string;
  /** Tokens of the whole reasoning, which a shown summary does not tell. */
  readonly tokens: number;
  readonly tools: string;
  readonly system: string;
  /** Digests of the content blocks before this one, thinking left out. */
  readonly before: readonly string[];
  /** The thinking block before this one, for a gap in their run invalidates what follows. */
  readonly previous: string | null;
}

/** Keeps clients from minting signatures by accident; it guards nothing. */
const sealingKey = 'stanza simulator';
const macLength = 16;

export function digest(text: string, length = 8): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}

export function seal(content: Seal): string {
  const json = JSON.stringify({ ...content, before: content.before.join('') });
  const mac = createHmac('sha256', sealingKey).update(json).digest('base64url');
  return Buffer.from(mac.slice(0, macLength) + json).toString('base64');
}

/** Null when the signature was not made here or was changed since. */
export function unseal(signature: string): Seal | null {
  const text = Buffer.from(signature, 'base64').toString();
  if (Buffer.from(text).toString('base64') !== signature) return null;
  const json = text.slice(macLength);
  const mac = createHmac('sha256', sealingKey).update(json).digest('base64url');
  if (mac.slice(0, macLength) !== text.slice(0, macLength)) return null;
  const content: unknown = JSON.parse(json);
  if (!isObject(content)) return null;
  return {
    id: textOf(content['id']),
    model: textOf(content['model']),
    account: textOf(content['account']),
    shown: textOf(content['shown']),
    tokens: Number(content['tokens']),
    tools: textOf(content['tools']),
    system: textOf(content['system']),
    before: textOf(content['before']).match(/.{8}/g) ?? [],
    previous: typeof content['previous'] === 'string' ? content['previous'] : null,
  };
}

export function isThinking(block: { readonly type: string }): boolean {
  return block.type === 'thinking' || block.type === 'redacted_thinking';
}

/** Where a block of either kind keeps its seal. */
export function sealOf(block: Readonly<Record<string, Json | undefined>>): Seal | null {
  return unseal(textOf(block[block['type'] === 'thinking' ? 'signature' : 'data']));
}

export function tokensOfThinking(
  block: Readonly<Record<string, Json | undefined>>,
): number | undefined {
  return sealOf(block)?.tokens;
}
