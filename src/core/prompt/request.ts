import type { ImageBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { MessageRequest } from '../api/events';
import type { Conversation, Prefix, PromptBlock, Turn } from '../conversation/conversation';
import { toMessages } from '../conversation/history';
import type { Model } from '../models/model';
import type { News } from './briefing';
import { barePrefix } from './snapshot';

/** Enough for a short book with its thinking; an answer that reaches it says so. */
const MAX_OUTPUT_TOKENS = 64_000;

/** What the next answer is made from: a conversation, what is new, and perhaps a draft. */
export interface NextTurn {
  readonly prefix: Prefix;
  readonly turns: readonly Pick<Turn, 'prompt' | 'amendments' | 'answers'>[];
}

/** What would be sent as the next message. */
export interface Draft {
  readonly text: string;
  readonly images?: readonly ImageBlockParam[] | undefined;
}

/** The blocks of a message: images first, which the model then has seen when it reads the text. */
export function promptBlocks({ text, images = [] }: Draft): readonly PromptBlock[] {
  return [...images, { type: 'text', text }];
}

/** A conversation as it will be once its news are told, and its draft is sent. */
export function nextTurn({ prefix, turns }: Conversation, news: News, draft?: Draft): NextTurn {
  const begunWith = prefix ?? news.prefix ?? barePrefix();
  const told = news.amendment ? [news.amendment] : [];
  if (draft !== undefined) {
    const turn: NextTurn['turns'][number] = {
      prompt: promptBlocks(draft),
      amendments: told,
      answers: [],
    };
    return { prefix: begunWith, turns: [...turns, turn] };
  }
  const last = turns.at(-1);
  if (!last || told.length === 0) return { prefix: begunWith, turns };
  const amended = { ...last, amendments: [...last.amendments, ...told] };
  return { prefix: begunWith, turns: [...turns.slice(0, -1), amended] };
}

/** The request that asks a model to answer the last turn, without cache marks. */
export function chatRequest({ prefix, turns }: NextTurn, model: Model): MessageRequest {
  const lastId = turns.flatMap(({ answers }) => answers.at(-1)?.end?.messageId ?? []).at(-1);
  return {
    model: model.id,
    max_tokens: Math.min(MAX_OUTPUT_TOKENS, model.maxOutputTokens),
    system: prefix.blocks.map(({ text }) => ({ type: 'text', text })),
    messages: toMessages(turns, model),
    // The API then tells why a prefix that it had was not found.
    diagnostics: { previous_message_id: lastId ?? null },
    // Thinking is paid for, so it is shown; left to its default it would come back empty.
    ...(model.adaptiveThinking && { thinking: { type: 'adaptive', display: 'summarized' } }),
  };
}
