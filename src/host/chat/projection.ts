import { t } from '@vscode/l10n';
import { textOf } from '../../core/conversation/conversation';
import type { Answer, AnswerEnd, Conversation, Turn } from '../../core/conversation/conversation';
import { noteOn, remediesFor } from '../../core/conversation/outcome';
import { missSentence, missUsd } from '../../core/cache/misses';
import { costUsd, savedByCachingUsd } from '../../core/cost/cost';
import { cachedShare, promptTokens } from '../../core/cost/usage';
import type { Prices } from '../../core/models/prices';
import { sizeOfBlock } from '../../core/vision/imageBlock';
import type { ImageBlock } from '../../core/vision/imageBlock';
import type {
  AnswerHead,
  AnswerMeter,
  AnswerView,
  ReferenceView,
  TurnView,
} from '../../shared/chatProtocol';
import type { SentImage } from '../../shared/imageProtocol';

/** What is shown of a turn in place of its message. */
export type TurnDisplay = NonNullable<Turn['display']>;

/** What of an answer is still streaming, beyond what the conversation holds of it. */
export interface LiveAnswer {
  readonly answerId: string;
  readonly thinking: string;
  readonly text: string;
  readonly progress: string | undefined;
}

/** The turns of a conversation as the view shows them. */
export function viewOf(
  conversation: Conversation,
  prices: Prices,
  live: LiveAnswer | undefined,
): TurnView[] {
  return conversation.turns.map((turn) => turnViewOf(turn, prices, live));
}

export function turnViewOf(turn: Turn, prices: Prices, live?: LiveAnswer): TurnView {
  return {
    id: turn.id,
    prompt: turn.display?.text ?? textOf(turn.prompt),
    images: turn.prompt.flatMap((block) => (block.type === 'image' ? sentImage(block) : [])),
    reference: turn.display && referenceViewOf(turn.display),
    answers: turn.answers.map((answer) => answerViewOf(turn, answer, prices, live)),
  };
}

function sentImage(block: ImageBlock): SentImage[] {
  const size = sizeOfBlock(block);
  if (!size || block.source.type !== 'base64') return [];
  return [{ ...size, thumbnail: `data:${block.source.media_type};base64,${block.source.data}` }];
}

/** Lines are counted from 0 up to an end that is not part of them; people count from 1. */
function referenceViewOf({ path, startLine, endLine }: TurnDisplay): ReferenceView | undefined {
  if (path === undefined) return undefined;
  if (startLine === undefined) return { label: path, name: t('Open {0}', path) };
  const [first, last] = [startLine + 1, Math.max(startLine + 1, endLine ?? 0)];
  return first === last
    ? { label: `${path}:${first}`, name: t('Open {0}, line {1}', path, first) }
    : {
        label: `${path}:${first}-${last}`,
        name: t('Open {0}, lines {1} to {2}', path, first, last),
      };
}

function answerViewOf(
  turn: Turn,
  answer: Answer,
  prices: Prices,
  live: LiveAnswer | undefined,
): AnswerView {
  const head = headOf(turn, answer, prices, live);
  if (live?.answerId === answer.id) return { head, thinking: live.thinking, text: live.text };
  if (!answer.end) return { head, thinking: answer.partialThinking, text: answer.partialText };
  return { head, ...wordsOf(answer.end, answer) };
}

function wordsOf({ content }: AnswerEnd, answer: Answer): { thinking: string; text: string } {
  const thinking = content.flatMap((block) => (block.type === 'thinking' ? block.thinking : []));
  const text = content.flatMap((block) => (block.type === 'text' ? block.text : []));
  // Thinking that was cut does not go back to the API, but it was paid for and can be read.
  return { thinking: thinking.join('\n\n') || answer.partialThinking, text: text.join('\n\n') };
}

export function headOf(
  turn: Turn,
  answer: Answer,
  prices: Prices,
  live: LiveAnswer | undefined,
): AnswerHead {
  const base = {
    id: answer.id,
    turnId: turn.id,
    modelName: answer.modelName,
    reason: answer.reason,
  };
  const { end } = answer;
  if (live?.answerId === answer.id && !end) {
    return { ...base, state: 'streaming', progress: live.progress };
  }
  if (!end) {
    // The window went away while it streamed.
    return {
      ...base,
      state: 'failed',
      failure: {
        message: t('The answer was interrupted before it was complete. What had arrived is kept.'),
        actions: ['retry'],
      },
    };
  }
  return {
    ...base,
    state: end.outcome.type,
    durationMs: end.durationMs,
    thinkingMs: end.thinkingMs,
    thinkingTokens: end.usage?.output_tokens_details?.thinking_tokens,
    meter: meterOf(end, prices),
    note: noteOn(end.outcome),
    ...(end.outcome.type === 'failed' && {
      failure: {
        message: end.outcome.failure.message,
        actions: remediesFor(end.outcome.failure.kind),
      },
    }),
  };
}

function meterOf(
  { usage, model, usageIsExact, miss }: AnswerEnd,
  prices: Prices,
): AnswerMeter | undefined {
  if (!usage || model === undefined) return undefined;
  const pricing = prices.pricingOf(model);
  return {
    costUsd: costUsd(usage, pricing),
    savedUsd: savedByCachingUsd(usage, pricing),
    estimated: !usageIsExact,
    promptTokens: promptTokens(usage),
    outputTokens: usage.output_tokens,
    cachedShare: cachedShare(usage),
    miss: miss && {
      reason: missSentence(miss.reason),
      tokens: miss.tokens,
      costUsd: missUsd(miss, usage, pricing),
    },
  };
}
