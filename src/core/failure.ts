/** Why no answer came, as far as anything depends on it. */
export type FailureKind =
  | 'noKey'
  | 'overBudget'
  | 'badKey'
  | 'badBaseUrl'
  | 'billing'
  | 'forbidden'
  | 'unknownModel'
  | 'tooLong'
  | 'rejected'
  | 'rateLimited'
  | 'spendLimit'
  | 'overloaded'
  | 'serverError'
  | 'unreachable'
  | 'stalled'
  | 'interrupted'
  | 'internal';

/** A request that brought no whole answer, in words for the person who waited for it. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** Anthropic's id of the request, for their support. */
  readonly requestId?: string | undefined;
}

/** A failure on its way up. Its message is fit to be shown as it is. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
  }
}

export function makeFailure(
  kind: FailureKind,
  message: string,
  requestId?: string | null,
): Failure {
  return { kind, message, requestId: requestId ?? undefined };
}

/**
 * Whether a request that failed with this, before its response began, cost nothing: it was
 * answered with an error, or it never arrived. Where the line broke in between, nobody knows.
 */
export function wasNotBilled({ kind }: Failure): boolean {
  return kind !== 'stalled' && kind !== 'interrupted';
}
