import type { JsonObject } from './json';

/** The `error.type` values of the Messages API. */
export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'api_error'
  | 'timeout_error'
  | 'overloaded_error';

/** A refusal that the client gets to see, with the words of the real API where they are known. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly details: JsonObject | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    type: string,
    message: string,
    details?: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
    // The API tells clients not to repeat what cannot succeed.
    const final = status < 429 && status !== 408 && status !== 409;
    this.headers = { ...(final ? { 'x-should-retry': 'false' } : {}), ...headers };
  }
}

export function invalidRequest(message: string, details?: JsonObject): ApiError {
  return new ApiError(400, 'invalid_request_error', message, details);
}

export function notFound(message: string): ApiError {
  return new ApiError(404, 'not_found_error', message);
}

/** The type that goes with a status when a fault names only the status. */
export function typeOfStatus(status: number): ErrorType {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 402:
      return 'billing_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 408:
    case 504:
      return 'timeout_error';
    case 409:
      return 'conflict_error';
    case 413:
      return 'request_too_large';
    case 429:
      return 'rate_limit_error';
    case 529:
      return 'overloaded_error';
    default:
      return status >= 500 ? 'api_error' : 'invalid_request_error';
  }
}

export function bodyOfError(error: ApiError, requestId: string): string {
  return JSON.stringify({
    type: 'error',
    error: {
      type: error.type,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    },
    request_id: requestId,
  });
}
