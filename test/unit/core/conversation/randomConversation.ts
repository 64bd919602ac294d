import type { ContentBlock, StopReason } from '@anthropic-ai/sdk/resources/messages';
import type {
  Change,
  Conversation,
  Outcome,
  Prefix,
} from '../../../../src/core/conversation/conversation';
import { toHistoryBlocks } from '../../../../src/core/conversation/history';
import type { ConversationStore } from '../../../../src/core/conversation/store';
import type { FailureKind } from '../../../../src/core/failure';
import { TASK_NAMES } from '../../../../src/core/tasks';
import type { Task } from '../../../../src/core/tasks';
import type { Random } from '../random';
import { usageOf } from '../support';

const STOP_REASONS: [StopReason, ...StopReason[]] = [
  'end_turn',
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
];
const FAILURES: [FailureKind, ...FailureKind[]] = [
  'rejected',
  'tooLong',
  'overloaded',
  'interrupted',
  'stalled',
  'noKey',
];
const CHANGES: [Change['type'], ...Change['type'][]] = ['text', 'diff', 'removed', 'withheld'];
const TASKS: [Task, ...Task[]] = [...TASK_NAMES];
const AT = '2026-11-23T12:00:00.000Z';

function randomOutcome(random: Random): Outcome {
  if (random.chance(0.2)) return { type: 'stopped' };
  if (random.chance(0.3)) {
    const kind = random.pick(FAILURES);
    return { type: 'failed', failure: { kind, message: random.text(), requestId: 'req_1' } };
  }
  const stopReason = random.pick(STOP_REASONS);
  const stopDetails =
    stopReason === 'refusal'
      ? ({ type: 'refusal', category: 'bio', explanation: random.text() } as const)
      : null;
  return { type: 'done', stopReason, stopDetails };
}

function randomContent(random: Random): ContentBlock[] {
  const blocks: ContentBlock[] = [];
  const thinking = random.chance(0.5) ? random.text() : '';
  if (random.chance(0.6)) blocks.push({ type: 'thinking', thinking, signature: random.text() });
  if (random.chance(0.2)) blocks.push({ type: 'redacted_thinking', data: random.text() });
  if (random.chance(0.9)) blocks.push({ type: 'text', text: random.text(), citations: null });
  if (random.chance(0.2)) blocks.push({ type: 'text', text: ' \n', citations: null });
  return blocks;
}

function randomPrefix(random: Random): Prefix {
  const text = random.text();
  const file = { path: random.text(), why: 'open', block: 1, start: 0, end: text.length } as const;
  return {
    blocks: [
      { part: 'instructions', text: random.text() },
      { part: 'files', text },
    ],
    files: [file],
  };
}

function randomChange(random: Random, text: string): Change {
  const type = random.pick(CHANGES);
  const path = random.text();
  return type === 'text' || type === 'diff'
    ? { type, path, start: 0, end: text.length }
    : { type, path };
}

/** Adds one turn with everything that may happen to its answers. */
export async function addRandomTurn(
  store: ConversationStore,
  conversation: Conversation,
  random: Random,
): Promise<void> {
  const turnId = `turn-${conversation.turns.length}`;
  const prompt = [{ type: 'text', text: random.text() } as const];
  const task = random.chance(0.5) ? random.pick(TASKS) : undefined;
  const display = random.chance(0.5)
    ? { text: random.text(), startLine: 1, endLine: 2 }
    : undefined;
  await store.append(conversation, { type: 'turn', id: turnId, at: AT, task, prompt, display });
  if (conversation.turns.length === 1) {
    await store.append(conversation, { type: 'prefix', ...randomPrefix(random) });
  }
  for (let count = random.upTo(2); count > 0; count -= 1) {
    const text = random.text();
    const changes = random.chance(0.5) ? [randomChange(random, text)] : [];
    await store.append(conversation, { type: 'amendment', turnId, text, changes });
  }
  const attempts = random.upTo(3);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await addRandomAnswer(store, conversation, random, turnId, `${turnId}-${attempt}`);
  }
}

async function addRandomAnswer(
  store: ConversationStore,
  conversation: Conversation,
  random: Random,
  turnId: string,
  id: string,
): Promise<void> {
  const modelName = random.text();
  await store.append(conversation, { type: 'answer', turnId, id, at: AT, modelName });
  for (let count = random.upTo(2); count > 0; count -= 1) {
    const piece = { thinking: random.text(), text: random.text() };
    await store.append(conversation, { type: 'partial', answerId: id, ...piece });
  }
  // Without an end the window went away while the answer streamed.
  if (random.chance(0.15)) return;
  const answered = random.chance(0.9);
  await store.append(conversation, {
    type: 'end',
    answerId: id,
    outcome: randomOutcome(random),
    content: answered ? toHistoryBlocks(randomContent(random)) : [],
    model: answered ? 'claude-sonnet-5-5' : undefined,
    messageId: answered ? 'msg_1' : undefined,
    usage: answered ? usageOf({ input_tokens: random.upTo(9), output_tokens: 1 }) : undefined,
    usageIsExact: random.chance(0.5),
    durationMs: random.upTo(9999),
    thinkingMs: random.chance(0.5) ? random.upTo(999) : undefined,
  });
}
