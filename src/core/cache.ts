import type {
  CacheControlEphemeral,
  MessageParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages';

/** Five minutes, the lifetime that costs least to write. */
const BREAKPOINT: CacheControlEphemeral = { type: 'ephemeral' };

/** The instructions with a breakpoint at their end, which all conversations share. */
export function markInstructions(text: string): TextBlockParam[] {
  return [{ type: 'text', text, cache_control: BREAKPOINT }];
}

/**
 * The messages with a breakpoint at the end of the last one, which is always the user's. There
 * this turn is written to the cache; the next turn's breakpoint looks back and finds it.
 */
export function markEnd(messages: readonly MessageParam[]): MessageParam[] {
  const last = messages.at(-1);
  if (last?.role !== 'user' || typeof last.content === 'string') return [...messages];
  const end = last.content.at(-1);
  if (end?.type !== 'text') return [...messages];
  const content = [...last.content.slice(0, -1), { ...end, cache_control: BREAKPOINT }];
  return [...messages.slice(0, -1), { role: 'user', content }];
}
