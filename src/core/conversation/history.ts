import type {
  ContentBlock,
  ContentBlockParam,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { FailureKind } from '../failure';
import type { Conversation, Turn } from './conversation';

/**
 * The messages of a conversation as the API gets them. The result for a longer conversation
 * begins with the result for a shorter one, byte for byte, with one exception: a last turn that
 * the API would reject or refuse again is left out of every later request. No answer was made on
 * top of it, so nothing is bound to it.
 */
export function toMessages({ turns }: Conversation): MessageParam[] {
  const last = turns.at(-1);
  return turns
    .filter((turn) => turn === last || !wouldPoison(turn))
    .flatMap((turn) => (turn === last ? [userMessage(turn)] : [userMessage(turn), ...reply(turn)]));
}

function userMessage(turn: Turn): MessageParam {
  return { role: 'user', content: [...turn.prompt] };
}

/** Nothing where no answer came: the API combines the two user messages that then follow. */
function reply(turn: Turn): MessageParam[] {
  const content = contentForHistory(turn);
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

function contentForHistory(turn: Turn): ContentBlockParam[] {
  const answer = turn.answers.at(-1);
  if (!answer) return [];
  if (!answer.end) {
    return answer.partialText.trim() === '' ? [] : [{ type: 'text', text: answer.partialText }];
  }
  // Thinking alone is no message: it would end the answer where the API expects one.
  return answer.end.content.some(({ type }) => type === 'text') ? [...answer.end.content] : [];
}

/**
 * The blocks of a response as they go back: unchanged, thinking above all. Empty texts would be
 * rejected, and since no tool is offered yet, a tool block would stand there without its result.
 */
export function toHistoryBlocks(blocks: readonly ContentBlock[]): ContentBlockParam[] {
  return blocks.filter(
    (block) => block.type !== 'tool_use' && !(block.type === 'text' && block.text.trim() === ''),
  );
}

/** Failures that the same message would meet again: the request itself was at fault. */
const FAULT_OF_THE_REQUEST: readonly FailureKind[] = ['rejected', 'tooLong'];

function wouldPoison(turn: Turn): boolean {
  const outcome = turn.answers.at(-1)?.end?.outcome;
  switch (outcome?.type) {
    case 'failed':
      return FAULT_OF_THE_REQUEST.includes(outcome.failure.kind);
    case 'done':
      return outcome.stopReason === 'refusal';
    case 'stopped':
    case undefined:
      return false;
  }
}
