import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Api } from './api/api';
import type { ApiEvent, Received } from './api/events';
import type {
  Answer,
  AnswerEnd,
  Conversation,
  Miss,
  Outcome,
  TurnDisplay,
} from './conversation/conversation';
import { toHistoryBlocks } from './conversation/history';
import type { ConversationStore } from './conversation/store';
import type { LedgerEntry } from './cost/ledgerEntry';
import { withEstimatedOutput } from './cost/usage';
import type { Forecast } from './cost/forecast';
import { wasNotBilled } from './failure';
import type { Failure } from './failure';
import { missOf } from './cache/misses';
import { hasBegun } from './cache/warmth';
import type { LedgerRow } from './cost/row';
import type { Clock, Log, NewId } from './ports';
import { prepare } from './preparation';
import type { PreparationParts, Prepared, RequestOptions } from './preparation';
import { promptBlocks } from './prompt/request';
import type { Draft } from './prompt/request';
import { TASKS } from './tasks';
import type { Task } from './tasks';

/** The parts that a turn passes through. */
export interface TurnParts extends PreparationParts {
  readonly log: Log;
  readonly api: Api;
  readonly store: ConversationStore;
  readonly newId: NewId;
}

/** What a reader of a turn sees, in order; `end` is the last. */
export type TurnEvent =
  | { readonly type: 'begin'; readonly answer: Answer }
  | Extract<ApiEvent, { type: 'retrying' | 'thinking' | 'text' }>
  /** The disk did not take what had arrived, for this reason; the answer goes on. */
  | { readonly type: 'unsaved'; readonly reason: string }
  | { readonly type: 'end'; readonly answer: Answer };

/** A crash costs at most this much of an answer that was paid for. */
const CHECKPOINT_MS = 1000;

/** What is sent, and what people read of it. */
export interface Message extends Draft {
  readonly task?: Task | undefined;
  readonly display?: TurnDisplay | undefined;
}

/** What the user has decided about one answer. */
export interface AnswerOptions extends RequestOptions {
  /** Whether the budgets do not matter this once. */
  readonly overBudget?: boolean | undefined;
}

/** Adds the user's message to a conversation. */
export async function beginTurn(
  { store, clock, newId }: TurnParts,
  conversation: Conversation,
  { task, display, ...draft }: Message,
): Promise<string> {
  const id = newId();
  const at = clock.now().toISOString();
  const prompt = promptBlocks(draft);
  await store.append(conversation, { type: 'turn', id, at, task, prompt, display });
  return id;
}

/** Answers the last turn of a conversation: from its message to the answer on the disk. */
export async function* answerTurn(
  parts: TurnParts,
  conversation: Conversation,
  signal: AbortSignal,
  { overBudget = false, ...options }: AnswerOptions = {},
): AsyncGenerator<TurnEvent> {
  const { store, clock } = parts;
  const { prepared, reason } = await prepare(parts, conversation, options);
  const { model } = prepared;
  await tell(parts, conversation, prepared);
  const previous = await lastRequest(parts, conversation);
  const admission = await parts.spending.plan(prepared, { anyway: overBudget, signal });
  const answer = await beginAnswer(parts, conversation, model.displayName, reason);
  yield { type: 'begin', answer };

  let entry: LedgerEntry | undefined;
  const admit = async () => {
    entry = await admission.open();
  };
  let last: Extract<ApiEvent, { type: 'usage' }> | undefined;
  const progress = new Progress(clock);
  for await (const event of parts.api.stream(admission.request, { signal, admit })) {
    switch (event.type) {
      case 'retrying': {
        // The next attempt opens a row of its own, perhaps before this one is closed.
        const tried = entry;
        entry = undefined;
        if (wasNotBilled(event.failure)) await tried?.recordUnbilled();
        else await tried?.record(admission.forecast.expectedInput, model.id, { exact: false });
        yield event;
        break;
      }
      case 'usage':
        last = event;
        await entry?.record(event.usage, event.model, {
          exact: event.final,
          underWay: !event.final,
        });
        break;
      case 'thinking':
      case 'text': {
        yield event;
        const unsaved = progress.add(event);
        if (last) await entry?.recordProgress(progress.estimate(last.usage), last.model);
        if (unsaved) {
          const partial = { type: 'partial', answerId: answer.id, ...unsaved } as const;
          const why = await failureOf(store.append(conversation, partial));
          if (why !== undefined) yield { type: 'unsaved', reason: why };
        }
        break;
      }
      case 'done':
      case 'stopped':
      case 'failed': {
        const end = { ...progress.end(event), miss: missIn(event.received, previous, progress) };
        await settle(entry, end, { usage: admission.forecast.expectedInput, model: model.id });
        const record = { type: 'end', answerId: answer.id, ...end } as const;
        const why = await failureOf(store.append(conversation, record));
        if (why !== undefined) yield { type: 'unsaved', reason: why };
        break;
      }
    }
  }
  yield { type: 'end', answer };
}

/** What it would cost to send a draft as the next turn; undefined dollars where unpriced. */
export async function forecastTurn(
  parts: TurnParts,
  conversation: Conversation,
  draft: Draft,
  options: RequestOptions & { readonly signal: AbortSignal; readonly counts: boolean },
): Promise<{
  readonly prepared: Prepared;
  /** Why this model, in a sentence. */
  readonly reason: string;
  readonly forecast: Forecast;
  readonly refusal?: Failure;
}> {
  const { prepared, reason } = await prepare(parts, conversation, { ...options, draft });
  // Before something is typed there is nothing to count, and nothing to refuse.
  if (draft.text.trim() === '') return { prepared, reason, forecast: prepared.forecast };
  return { prepared, reason, ...(await parts.spending.forecast(prepared, options)) };
}

/** Keeps what the request tells anew, before it is sent: what was sent is never worked out again. */
async function tell(
  { store, briefing, log }: TurnParts,
  conversation: Conversation,
  prepared: Prepared,
): Promise<void> {
  const { news, next, snapshotChoice } = prepared;
  if (!conversation.prefix) {
    if (snapshotChoice) {
      const { freshUsd, carriedUsd } = snapshotChoice;
      log.info(
        `A conversation begins with ${news.isCarried ? 'the last' : 'a new'} snapshot: a new one ` +
          `comes to $${freshUsd.toFixed(5)}, the last one with amendments to $${carriedUsd.toFixed(5)}.`,
      );
    }
    await store.append(conversation, { type: 'prefix', ...next.prefix });
    // What was made for one answer is of no use to a conversation.
    if (!TASKS[prepared.task].isSingleTurn) briefing.began(next.prefix);
  }
  const turn = conversation.turns.at(-1);
  if (turn && news.amendment) {
    await store.append(conversation, { type: 'amendment', turnId: turn.id, ...news.amendment });
  }
}

/** The conversation's last request that was answered. */
async function lastRequest(
  { ledger }: TurnParts,
  { id }: Conversation,
): Promise<LedgerRow | undefined> {
  const rows = await ledger.recent();
  return rows.findLast(
    ({ conversation, task, state, usage }) =>
      conversation === id &&
      task !== 'prewarm' &&
      (state === 'exact' || state === 'estimated') &&
      usage !== undefined &&
      hasBegun(usage),
  );
}

function missIn(
  { usage, model, cacheMiss }: Received,
  previous: LedgerRow | undefined,
  { startedMs }: Progress,
): Miss | undefined {
  if (!usage || model === undefined) return undefined;
  return missOf({ previous, model, atMs: startedMs, usage, diagnosis: cacheMiss });
}

/** Why a write failed; an answer that is being paid for is not given up for a full disk. */
async function failureOf(write: Promise<void>): Promise<string | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function beginAnswer(
  { store, clock, newId }: TurnParts,
  conversation: Conversation,
  modelName: string,
  reason: string,
): Promise<Answer> {
  const turn = conversation.turns.at(-1);
  if (!turn) throw new Error('There is no turn to answer.');
  const at = clock.now().toISOString();
  const record = { type: 'answer', turnId: turn.id, id: newId(), at, modelName, reason } as const;
  await store.append(conversation, record);
  return conversation.answer(record.id);
}

/** Closes the row of a request that ended early; a final usage has been recorded by then. */
async function settle(
  entry: LedgerEntry | undefined,
  end: AnswerEnd,
  expected: { readonly usage: Usage; readonly model: string },
): Promise<void> {
  if (end.usageIsExact) return;
  if (end.usage && end.model !== undefined) {
    await entry?.record(end.usage, end.model, { exact: false });
  } else if (end.outcome.type === 'failed' && wasNotBilled(end.outcome.failure)) {
    await entry?.recordUnbilled();
  } else {
    // It may have arrived, and then its input is billed.
    await entry?.record(expected.usage, expected.model, { exact: false });
  }
}

/** What has been received of an answer, until it ends. */
class Progress {
  readonly startedMs: number;
  private savedMs: number;
  private unsaved = { thinking: '', text: '' };
  private receivedCharacters = 0;
  private thinkingSeen = false;
  private thinkingMs: number | undefined;

  constructor(private readonly clock: Clock) {
    this.startedMs = clock.now().getTime();
    this.savedMs = this.startedMs;
  }

  /** Takes a piece; returns what is to be saved by now, if the last checkpoint is old enough. */
  add({
    type,
    text,
  }: {
    type: 'thinking' | 'text';
    text: string;
  }): { thinking: string; text: string } | undefined {
    const nowMs = this.clock.now().getTime();
    if (type === 'thinking') this.thinkingSeen = true;
    else if (this.thinkingSeen) this.thinkingMs ??= nowMs - this.startedMs;
    this.receivedCharacters += text.length;
    this.unsaved[type] += text;
    if (nowMs - this.savedMs < CHECKPOINT_MS) return undefined;
    const { unsaved } = this;
    this.unsaved = { thinking: '', text: '' };
    this.savedMs = nowMs;
    return unsaved;
  }

  /** A usage with its output as it must be by now. */
  estimate(usage: Usage): Usage {
    return withEstimatedOutput(usage, this.receivedCharacters);
  }

  end(event: Extract<ApiEvent, { type: 'done' | 'stopped' | 'failed' }>): AnswerEnd {
    const { content, model, messageId, usage, usageIsFinal } = event.received;
    return {
      outcome: outcomeOf(event),
      content: toHistoryBlocks(content),
      model,
      messageId,
      usage: usage && (usageIsFinal ? usage : this.estimate(usage)),
      usageIsExact: usageIsFinal,
      durationMs: this.clock.now().getTime() - this.startedMs,
      thinkingMs: this.thinkingMs,
    };
  }
}

function outcomeOf(event: Extract<ApiEvent, { type: 'done' | 'stopped' | 'failed' }>): Outcome {
  switch (event.type) {
    case 'done':
      return { type: 'done', stopReason: event.stopReason, stopDetails: event.stopDetails };
    case 'stopped':
      return { type: 'stopped' };
    case 'failed':
      return { type: 'failed', failure: event.failure };
  }
}
