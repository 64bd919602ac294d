import { t } from '@vscode/l10n';
import type { Middleware } from '@anthropic-ai/sdk';
import { ApiProblem, makeFailure } from '../failure';
import type { Failure } from '../failure';
import type { Watchdog } from './watchdog';

/** How often the SDK tries again when a request could not be served. */
export const MAX_RETRIES = 2;

/** Nobody waits longer than this for a retry; the failure is shown instead, with its reason. */
const LONGEST_WAIT_MS = 60_000;

interface RetryHooks {
  /** Awaited before every attempt; a throw keeps it from leaving. */
  readonly admit: () => Promise<void>;
  readonly watchdog: Watchdog;
  /** Called when an attempt failed and the SDK is about to try again. */
  readonly onRetry: (failure: Failure, afterMs: number | undefined) => void;
  /** Puts an error response or a thrown error into words. */
  readonly explain: (response: { status: number; body: unknown; headers: Headers }) => Failure;
  readonly explainThrown: (error: unknown) => Failure;
}

/**
 * Wraps every HTTP attempt. The waiting and trying again is the SDK's; what it lacks is added
 * here: someone is asked before each attempt, each retry is told, a wait has an upper limit, and
 * a spend limit is not retried in vain.
 */
export function retryPolicy(hooks: RetryHooks): Middleware {
  return async (request, next, context) => {
    const attempt = Number(request.headers.get('x-stainless-retry-count') ?? 0);
    const isLast = attempt >= MAX_RETRIES;
    await admitted(hooks.admit);
    let response: Response;
    try {
      response = await next(request);
    } catch (error) {
      if (!isLast && !hooks.watchdog.signal.aborted) {
        hooks.onRetry(hooks.explainThrown(error), undefined);
      }
      throw error;
    }
    if (response.ok) return hooks.watchdog.watch(response);

    const { status, headers } = response;
    const failure = hooks.explain({ status, headers, body: await context.parse(response) });
    const afterMs = retryAfterMs(headers);
    const inVain = failure.kind === 'spendLimit' || (afterMs ?? 0) > LONGEST_WAIT_MS;
    if (inVain) return withHeader(response, 'x-should-retry', 'false');
    if (!isLast && isRetried(status, headers)) hooks.onRetry(failure, afterMs);
    return response;
  };
}

/** What the SDK does with an error response. */
function isRetried(status: number, headers: Headers): boolean {
  const advice = headers.get('x-should-retry');
  if (advice === 'true' || advice === 'false') return advice === 'true';
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** The header holds seconds or a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const seconds = Number(text);
  if (text !== '' && !Number.isNaN(seconds)) return seconds * 1000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : dateMs - Date.now();
}

/** What goes wrong on this machine is not to be taken for the connection's fault. */
async function admitted(admit: () => Promise<void>): Promise<void> {
  try {
    await admit();
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const failure = makeFailure('internal', t('Nothing was sent: {0}', reason));
    throw new ApiProblem(failure, { cause: error });
  }
}

function withHeader(response: Response, name: string, value: string): Response {
  const headers = new Headers(response.headers);
  headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
