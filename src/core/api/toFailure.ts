import { t } from '@vscode/l10n';
import type { APIError } from '@anthropic-ai/sdk';
import { ApiProblem, makeFailure } from '../failure';
import type { Failure, FailureKind } from '../failure';

/** The classes of the SDK, which is loaded on first use and therefore handed in. */
export type Sdk = typeof import('./sdk');

/** What keeps a connection from being made at all: the name, the address, the certificate. */
const NOTHING_LEFT =
  /^(ENOTFOUND|EAI_|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|bad port$)/;

/** Puts whatever was thrown on the way to the API into words. */
export function toFailure(
  error: unknown,
  sdk: Sdk,
  request: { host: string; model: string },
): Failure {
  if (error instanceof ApiProblem) return error.failure;
  if (error instanceof sdk.APIConnectionTimeoutError) {
    return makeFailure('stalled', t('{0} did not answer in time.', request.host));
  }
  if (error instanceof sdk.APIConnectionError) {
    const { code, message } = innermostCause(error);
    // A port that fetch refuses by itself has no code, only these words.
    if (NOTHING_LEFT.test(code || message)) {
      return makeFailure(
        'unreachable',
        t('{0} cannot be reached ({1}). Check the network or the proxy.', request.host, message),
      );
    }
    // The request may have arrived, so that it may be billed.
    return makeFailure(
      'interrupted',
      t('The connection to {0} broke before an answer came ({1}).', request.host, message),
    );
  }
  if (error instanceof sdk.APIError) return fromResponse(error, request.model);
  return makeFailure(
    'interrupted',
    t('The connection broke before the answer was complete ({0}).', innermostCause(error).message),
  );
}

/** Whether a replayed thinking block was rejected because what stands before it has changed. */
export function isThinkingMismatch(error: unknown, sdk: Sdk): boolean {
  return (
    error instanceof sdk.APIError &&
    error.status === 400 &&
    /Invalid `signature` in `(redacted_)?thinking` block/.test(error.apiMessage ?? '')
  );
}

function fromResponse(error: APIError, model: string): Failure {
  const said = error.apiMessage ?? error.message;
  const of = (kind: FailureKind, message: string) => makeFailure(kind, message, error.requestID);
  switch (error.status) {
    case 401:
      return of(
        'badKey',
        t('Anthropic does not accept this API key ({0}). Set another one.', said),
      );
    case 402:
      return of('billing', t('The account has a billing problem: {0}', said));
    case 403:
      return of('forbidden', t('This API key is not allowed to do this: {0}', said));
    case 404:
      // The API names the model; another 404 comes from an address that has no Messages API.
      return said.startsWith('model:')
        ? of(
            'unknownModel',
            t('Anthropic knows no model "{0}". Choose another one in the settings.', model),
          )
        : of('badBaseUrl', t('There is no Messages API at this address: {0}', said));
    case 408:
    case 409:
      return of('serverError', t('The request could not be served just now: {0}', said));
    case 413:
      return of('rejected', t('The message is too large to be sent: {0}', said));
    case 429:
      return error.errorCode === 'enforced_spend_limit_reached'
        ? of('spendLimit', spendLimitSentence(said))
        : of('rateLimited', rateLimitSentence(said));
    case undefined:
      if (error.type === 'rate_limit_error') return of('rateLimited', rateLimitSentence(said));
      break;
    default:
      if (error.status < 500) return rejected(error, said);
  }
  // An `error` event in a stream has no status; its type tells what it was.
  if (error.status === 529 || error.type === 'overloaded_error') {
    return of('overloaded', t('Claude is overloaded at the moment.'));
  }
  return of('serverError', t('Anthropic had an error of its own: {0}', said));
}

function rejected(error: APIError, said: string): Failure {
  if (said.startsWith('prompt is too long')) {
    return makeFailure(
      'tooLong',
      t('The conversation no longer fits the model ({0}). Start a new conversation.', said),
      error.requestID,
    );
  }
  if (said.startsWith('You have reached your specified API usage limits')) {
    return makeFailure('spendLimit', spendLimitSentence(said), error.requestID);
  }
  return makeFailure('rejected', t('Anthropic rejected the request: {0}', said), error.requestID);
}

function rateLimitSentence(said: string): string {
  return t('Too many requests or tokens a minute: {0}', said);
}

function spendLimitSentence(said: string): string {
  return t('The spend limit of the account is reached: {0}', said);
}

/** The innermost reason: what the socket or the name server said, with its code. */
function innermostCause(error: unknown): { readonly code: string; readonly message: string } {
  let reason = error;
  while (reason instanceof Error && reason.cause !== undefined) reason = reason.cause;
  if (reason instanceof AggregateError && reason.errors.length > 0) reason = reason.errors[0];
  if (!(reason instanceof Error)) return { code: '', message: String(reason) };
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : '';
  return { code, message: reason.message };
}
