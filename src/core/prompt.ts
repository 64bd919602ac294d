import type { MessageRequest } from './api/events';
import { markEnd, markInstructions } from './cache';
import type { Conversation } from './conversation/conversation';
import { toMessages } from './conversation/history';
import type { Model } from './models/model';

/**
 * What Claude is told before the conversation. It is the head of every request, so it holds
 * nothing that changes: no date, no file, no mode.
 */
const INSTRUCTIONS = `You are Claude, working with a programmer inside Visual Studio Code through the Stanza extension. The programmer reads your answer in a narrow panel beside the code and pays for every token of it.

Answer the question that was asked, as briefly as it allows. Begin with the answer itself. Write GitHub-flavoured Markdown; put code into fenced blocks that name their language, and show only the lines that matter. Name a place in the code as path:line. If something that you need is missing, say what it is and ask for it instead of guessing. Say so when you are not sure.`;

/** Enough for a short book with its thinking; an answer that reaches it says so. */
const MAX_OUTPUT_TOKENS = 64_000;

/**
 * The request that asks a model to answer the last turn of a conversation, or a message that is
 * still being written.
 */
export function chatRequest(
  conversation: Conversation,
  model: Model,
  draft?: string,
): MessageRequest {
  const messages = toMessages(conversation);
  if (draft !== undefined)
    messages.push({ role: 'user', content: [{ type: 'text', text: draft }] });
  return {
    model: model.id,
    max_tokens: Math.min(MAX_OUTPUT_TOKENS, model.maxOutputTokens),
    system: markInstructions(INSTRUCTIONS),
    messages: markEnd(messages),
    // Thinking is paid for, so it is shown; left to its default it would come back empty.
    ...(model.adaptiveThinking && { thinking: { type: 'adaptive', display: 'summarized' } }),
  };
}
