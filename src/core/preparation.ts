import { habitsOf } from './cache/habits';
import type { Habits } from './cache/habits';
import { chooseLifetimes } from './cache/lifetime';
import { planCache } from './cache/plan';
import type { CachePlan, Keeps } from './cache/plan';
import { LIFETIME_MS, warmEntries } from './cache/warmth';
import type { WarmEntry } from './cache/warmth';
import type { Conversation } from './conversation/conversation';
import { tokenPrices } from './cost/cost';
import { estimateTokens } from './cost/forecast';
import type { Ledger } from './cost/ledger';
import type { LedgerRow } from './cost/row';
import type { Catalogue } from './models/catalogue';
import type { Clock, Settings } from './ports';
import type { Briefing, News } from './prompt/briefing';
import { promptOf } from './prompt/measure';
import { chatRequest, nextTurn } from './prompt/request';
import type { Draft, NextTurn } from './prompt/request';
import { candidatesFor, cheapestOf, usdOf } from './routing';
import type { Candidate, Offer } from './routing';
import type { Priced, Spending } from './spending';
import { TASKS } from './tasks';
import type { Task, Tier } from './tasks';

export interface PreparationParts {
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly briefing: Briefing;
  readonly spending: Spending;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** A request that is ready to be sent, and how it came about. */
export interface Prepared extends Priced, Offer {
  readonly task: Task;
  readonly news: News;
  readonly next: NextTurn;
  readonly plan: CachePlan;
  /**
   * What the conversation is expected to cost with a new snapshot, and with the last one and its
   * amendments, where there was a choice; in dollars.
   */
  readonly snapshotChoice?: { readonly freshUsd: number; readonly carriedUsd: number } | undefined;
}

/** What a request is for, beyond its conversation. */
export interface RequestOptions {
  /** What would be sent next; without it, the last turn is what is to be answered. */
  readonly draft?: Draft | undefined;
  /** What the draft is for; the last turn has a task of its own. */
  readonly task?: Task | undefined;
  /** The tier that the user has chosen for this once. */
  readonly tier?: Tier | undefined;
  /** The path of the file that the task is about. */
  readonly path?: string | undefined;
}

/**
 * The next request of a conversation, or the one that a draft would make: what is told anew, which
 * model answers, where the cache marks go and how long they hold. Each choice is made by dollars.
 */
export async function prepare(
  parts: PreparationParts,
  conversation: Conversation,
  { draft, path, tier, ...options }: RequestOptions = {},
): Promise<{ readonly prepared: Prepared; readonly reason: string }> {
  const lastTask = draft === undefined ? conversation.turns.at(-1)?.task : undefined;
  const task = lastTask ?? options.task ?? 'chat';
  const news = TASKS[task].isSingleTurn
    ? await parts.briefing.newsForEdit(path)
    : await parts.briefing.newsFor(conversation);
  const [own, ...larger] = await candidatesFor(task, parts.settings, parts.catalogue, tier);
  const input = await offerInput(parts, conversation, { task, candidate: own, draft });
  const offer = (candidate: Candidate) => offerOf(parts, { ...input, candidate }, news);
  const first = await offer(own);
  const others: Prepared[] = [];
  const sinceMs = parts.clock.now().getTime() - LIFETIME_MS['1h'];
  for (const candidate of larger) {
    // Whom nobody has asked for an hour has nothing in the cache.
    const asked = ({ model, atMs }: LedgerRow) => model === candidate.model.id && atMs > sinceMs;
    if (input.rows.some(asked)) others.push(await offer(candidate));
  }
  const { offer: prepared, reason } = cheapestOf<Prepared>([first, ...others]);
  return { prepared, reason };
}

/** Stands where a message will be. */
const PLACEHOLDER: Draft = { text: '.' };

/**
 * The request that warms the cache for a conversation: of one that has begun, what was sent last;
 * of a new one, its prefix before a placeholder that is not kept.
 */
export async function prepareWarmUp(
  parts: PreparationParts,
  conversation: Conversation,
): Promise<Prepared> {
  if (conversation.turns.length === 0) {
    const draft = PLACEHOLDER;
    const { prepared } = await prepare(parts, conversation, { draft });
    const candidate = prepared;
    const input = await offerInput(parts, conversation, { task: 'chat', candidate, draft });
    return prepareWith(parts, { ...input, keeps: 'prefix' }, prepared.news);
  }
  const asked = conversation.turns.at(-1)?.answers.at(-1)?.end?.model;
  const candidates = await candidatesFor('chat', parts.settings, parts.catalogue);
  const candidate = candidates.find(({ model }) => model.id === asked) ?? candidates[0];
  const input = await offerInput(parts, conversation, { task: 'chat', candidate });
  return prepareWith(parts, input, {});
}

async function offerInput(
  { ledger, clock }: PreparationParts,
  conversation: Conversation,
  { task, candidate, draft }: Pick<OfferInput, 'task' | 'candidate' | 'draft'>,
): Promise<OfferInput> {
  const rows = await ledger.recent();
  const { tier, model } = candidate;
  return {
    task,
    candidate: { tier, model },
    conversation,
    draft,
    rows,
    habits: habitsOf(rows),
    warm: warmEntries(rows, clock.now().getTime()),
  };
}

interface OfferInput {
  readonly task: Task;
  readonly candidate: Candidate;
  readonly conversation: Conversation;
  readonly draft?: Draft | undefined;
  readonly rows: readonly LedgerRow[];
  readonly habits: Habits;
  readonly warm: ReadonlyMap<string, WarmEntry>;
  readonly keeps?: Keeps | undefined;
}

/** What a candidate would be sent, with the news that make its conversation cheapest. */
async function offerOf(
  parts: PreparationParts,
  input: OfferInput,
  [first, ...rest]: readonly [News, ...News[]],
): Promise<Prepared> {
  const fresh = await prepareWith(parts, input, first);
  const [carriedNews] = rest;
  if (!carriedNews) return fresh;
  const carried = await prepareWith(parts, input, carriedNews);
  const freshUsd = wholeUsd(fresh, input);
  const carriedUsd = wholeUsd(carried, input);
  if (freshUsd === undefined || carriedUsd === undefined) return fresh;
  const choice = { freshUsd, carriedUsd };
  return carriedUsd < freshUsd
    ? { ...carried, snapshotChoice: choice }
    : { ...fresh, snapshotChoice: choice };
}

async function prepareWith(
  { settings, spending }: PreparationParts,
  input: OfferInput,
  news: News,
): Promise<Prepared> {
  const { task, candidate, conversation, draft, rows, habits, warm } = input;
  const { model } = candidate;
  const next = nextTurn(conversation, news, draft);
  const request = chatRequest(next, model);
  const prompt = promptOf(request, model);
  const promptTokens = estimateTokens(prompt, model.id, rows);
  const plan = planCache({
    request,
    parts: next.prefix.blocks.map(({ part }) => part),
    model,
    warm,
    lifetimesFor: (cold) =>
      chooseLifetimes({
        model,
        habits,
        turns: next.turns.length,
        setting: settings.cacheTtl(),
        cold,
        promptTokens,
      }),
    promptTokens,
    keeps: input.keeps ?? keptOf(task, news),
  });
  const priced = { task, ...candidate, conversation: conversation.id, prompt, ...plan };
  return { ...priced, news, next, plan, forecast: await spending.estimate(priced) };
}

/** Nothing follows on an edit, but the prefix that it shares is read by others. */
function keptOf(task: Task, { isCarried }: News): Keeps {
  if (!TASKS[task].isSingleTurn) return 'all';
  return isCarried ? 'prefix' : 'nothing';
}

/** This request, and reading its prompt again in those that will probably follow. */
function wholeUsd(prepared: Prepared, { task, habits }: OfferInput): number | undefined {
  const { model, forecast, next } = prepared;
  const now = usdOf(prepared);
  if (TASKS[task].isSingleTurn) return now;
  const prices = tokenPrices(model, forecast.promptTokens);
  if (now === undefined || !prices) return undefined;
  return now + habits.turns.after(next.turns.length) * forecast.promptTokens * prices.read;
}
