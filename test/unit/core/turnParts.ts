import assert from 'node:assert/strict';
import { Api } from '../../../src/core/api/api';
import type { AnswerEnd, Conversation } from '../../../src/core/conversation/conversation';
import { ConversationStore } from '../../../src/core/conversation/store';
import { Ledger } from '../../../src/core/cost/ledger';
import { Catalogue } from '../../../src/core/models/catalogue';
import { answerTurn, beginTurn } from '../../../src/core/turn';
import type { TurnEvent, TurnParts } from '../../../src/core/turn';
import { Spending } from '../../../src/core/spending';
import { Briefing } from '../../../src/core/prompt/briefing';
import type { Clock, RawBudgets, Settings } from '../../../src/core/ports';
import type { FileConsent } from '../../../src/shared/prefixProtocol';
import type { Simulator } from '../../simulator/server';
import {
  countingIds,
  FakeClock,
  FakeWorkspace,
  MemoryLines,
  MemoryLog,
  settingsOf,
} from '../fakes';
import { accessTo } from './support';

/** The parts of a turn with fakes for the ports, and the fakes themselves. */
export interface TestParts<C extends Clock = FakeClock> extends TurnParts {
  readonly ledger: Ledger;
  readonly clock: C;
  readonly lines: MemoryLines;
  readonly log: MemoryLog;
  readonly workspace: FakeWorkspace;
}

interface PartsOptions {
  readonly model?: string;
  readonly idleLimitMs?: number;
  readonly budgets?: Partial<RawBudgets>;
  readonly settings?: Partial<Settings>;
  readonly consent?: FileConsent;
}

export function partsFor(simulator: Simulator, options: PartsOptions = {}): TestParts {
  return partsBy(new FakeClock(), simulator, options);
}

/** The same by another clock. */
export function partsBy<C extends Clock>(
  clock: C,
  { url }: Simulator,
  options: PartsOptions = {},
): TestParts<C> {
  const lines = new MemoryLines();
  const log = new MemoryLog();
  const newId = countingIds();
  const api = new Api(accessTo(url), log, options.idleLimitMs);
  const ledger = new Ledger(lines, clock, newId, log, () => {});
  const settings = settingsOf(() => options.model ?? 'sonnet', options.budgets, options.settings);
  const workspace = new FakeWorkspace();
  const consent = () => Promise.resolve(options.consent ?? 'agreed');
  return {
    settings,
    catalogue: new Catalogue((signal) => api.listModels(signal), log),
    api,
    ledger,
    spending: new Spending({ api, ledger, settings, readPlace: () => Promise.resolve({}) }),
    workspace,
    briefing: new Briefing({ workspace, consent, settings }),
    store: new ConversationStore(lines, clock, newId, log),
    clock,
    newId,
    lines,
    log,
  };
}

/** Looks at an event of a turn, and may stop the answer. */
export type Watch = (event: TurnEvent, stop: () => void) => void;

/** Answers the last turn once more, or for the first time. */
export async function answer(
  parts: TurnParts,
  conversation: Conversation,
  watch: Watch = () => {},
): Promise<TurnEvent[]> {
  const controller = new AbortController();
  const events: TurnEvent[] = [];
  for await (const event of answerTurn(parts, conversation, controller.signal)) {
    events.push(event);
    watch(event, () => controller.abort());
  }
  return events;
}

/** Sends a message and waits for the end of its answer. */
export async function say(
  parts: TurnParts,
  conversation: Conversation,
  text: string,
  watch?: Watch,
): Promise<TurnEvent[]> {
  await beginTurn(parts, conversation, { text });
  return answer(parts, conversation, watch);
}

/** How the last answer ended. */
export function endOf(conversation: Conversation): AnswerEnd {
  const end = conversation.turns.at(-1)?.answers.at(-1)?.end;
  assert.ok(end, 'The answer has not ended.');
  return end;
}
