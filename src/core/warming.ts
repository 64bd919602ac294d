import type { Api } from './api/api';
import { habitsOf } from './cache/habits';
import { gainOfRefresh, MOST_REFRESHES } from './cache/keepWarm';
import type { Conversation } from './conversation/conversation';
import { tokenPrices } from './cost/cost';
import { ApiProblem, wasNotBilled } from './failure';
import type { Log } from './ports';
import { prepareWarmUp } from './preparation';
import type { PreparationParts, Prepared } from './preparation';
import { usdOf } from './routing';
import { TASKS } from './tasks';

export interface WarmingParts extends PreparationParts {
  readonly log: Log;
  readonly api: Api;
}

/** A request that only warms the cache, with its price. */
export interface WarmUp {
  readonly usd: number | undefined;
  /** Sends it. @throws ApiProblem, also where the budgets refuse it */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** A conversation that is older is not warmed just because the chat is opened. */
const FRESH_MS = 12 * 60 * 60_000;

/** So long before it expires a cache is refreshed, for the request takes its time. */
export const REFRESH_AHEAD_MS = 20_000;

/**
 * What the next message of a conversation can find in the cache if it is sent ahead; undefined
 * where that is warm already, or too short to be cached. It costs what the message would pay for
 * it, and saves the time that the writing takes.
 */
export async function prewarm(
  parts: WarmingParts,
  conversation: Conversation,
): Promise<WarmUp | undefined> {
  if (!isWorthWarming(conversation, parts.clock.now().getTime())) return undefined;
  const prepared = await prepareWarmUp(parts, conversation);
  const { marks, warm } = prepared.plan;
  if (marks.length === 0 || (warm && warm.share >= (marks.at(-1)?.share ?? 0))) return undefined;
  return warmUp(parts, 'prewarm', prepared);
}

/** Old conversations are long and seldom go on; a message that was not answered may never be. */
function isWorthWarming({ turns }: Conversation, nowMs: number): boolean {
  const last = turns.at(-1);
  if (!last) return true;
  const outcome = last.answers.at(-1)?.end?.outcome;
  const isAnswered = outcome?.type === 'done' && outcome.stopReason !== 'refusal';
  return isAnswered && nowMs - Date.parse(last.at) < FRESH_MS;
}

/**
 * What keeps a conversation's cache for one more lifetime; undefined while it is not about to
 * expire, and where letting it go is expected to be cheaper.
 * @param refreshes how often that was done since the last turn
 */
export async function keepAlive(
  parts: WarmingParts,
  conversation: Conversation,
  refreshes: number,
): Promise<WarmUp | undefined> {
  if (refreshes >= MOST_REFRESHES || conversation.turns.length === 0) return undefined;
  const prepared = await prepareWarmUp(parts, conversation);
  const { warm, marks } = prepared.plan;
  const nowMs = parts.clock.now().getTime();
  if (!warm || warm.untilMs - nowMs > REFRESH_AHEAD_MS) return undefined;
  const rows = await parts.ledger.recent();
  const last = rows.findLast(
    ({ conversation: id, task }) => id === conversation.id && task in TASKS,
  );
  const { promptTokens } = prepared.forecast;
  const prices = tokenPrices(prepared.model, promptTokens);
  const ttl = marks.at(-1)?.ttl;
  if (!last || !prices || !ttl) return undefined;
  const gainUsd = gainOfRefresh({
    tokens: warm.share * promptTokens,
    prices,
    habits: habitsOf(rows),
    idleMs: nowMs - last.atMs,
    ttl,
  });
  parts.log.info(`Keeping the cache alive is expected to gain $${gainUsd.toFixed(5)}.`);
  return gainUsd > 0 ? warmUp(parts, 'keepAlive', prepared) : undefined;
}

function warmUp(
  { api, spending, briefing }: WarmingParts,
  task: 'prewarm' | 'keepAlive',
  prepared: Prepared,
): WarmUp {
  // Nothing is answered; a token is foreseen so that it can be priced like any other request.
  const priced = { ...prepared, task, request: { ...prepared.request, max_tokens: 1 } };
  return {
    usd: usdOf(prepared),
    run: async (signal) => {
      const { request, forecast, open } = await spending.plan(priced, { anyway: false, signal });
      let entry: Awaited<ReturnType<typeof open>> | undefined;
      const admit = async () => {
        entry = await open();
      };
      try {
        const { usage, model } = await api.warm(request, { signal, admit });
        await entry?.record(usage, model, { exact: true });
        // The next conversation begins with what is warm now.
        if (prepared.news.prefix) briefing.began(prepared.news.prefix);
      } catch (error) {
        if (error instanceof ApiProblem && wasNotBilled(error.failure)) {
          await entry?.recordUnbilled();
        } else {
          // It may have arrived, and then its input is billed.
          await entry?.record(forecast.expectedInput, prepared.model.id, { exact: false });
        }
        throw error;
      }
    },
  };
}
