import type {
  ContentBlock,
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { FailureKind } from '../failure';
import type { Turn } from './conversation';

/**
 * The messages of some turns as the API gets them. The result for a longer conversation begins
 * with the result for a shorter one, byte for byte, up to the last turn that was answered. A turn
 * that the API would reject or refuse again is left out of every later request: no answer was made
 * on top of it, so nothing is bound to it.
 *
 * @param systemMessages whether the model takes a `system` message in the conversation; amendments
 *   stand there, and before the user's words otherwise
 */
export function toMessages(
  turns: readonly Pick<Turn, 'prompt' | 'amendments' | 'answers'>[],
  { systemMessages }: { readonly systemMessages: boolean },
): MessageParam[] {
  const last = turns.at(-1);
  const messages: MessageParam[] = [];
  // A system message has to stand before an answer, and an unanswered turn has none.
  let waiting: TextBlockParam[] = [];
  for (const turn of turnsSent(turns)) {
    const amendments = turn.amendments.map(({ text }): TextBlockParam => ({ type: 'text', text }));
    if (systemMessages) waiting.push(...amendments);
    messages.push({
      role: 'user',
      content: [...(systemMessages ? [] : amendments), ...turn.prompt],
    });
    const content = turn === last ? [] : contentForHistory(turn);
    if (turn !== last && content.length === 0) continue;
    if (waiting.length > 0) messages.push({ role: 'system', content: waiting });
    waiting = [];
    // Where no answer came, the API combines the two user messages that then follow.
    if (content.length > 0) messages.push({ role: 'assistant', content });
  }
  return messages;
}

/** The turns that are part of the next request. */
export function turnsSent<T extends Pick<Turn, 'answers'>>(turns: readonly T[]): T[] {
  const last = turns.at(-1);
  return turns.filter((turn) => turn === last || !wouldPoison(turn));
}

function contentForHistory(turn: Pick<Turn, 'answers'>): ContentBlockParam[] {
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

function wouldPoison(turn: Pick<Turn, 'answers'>): boolean {
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
