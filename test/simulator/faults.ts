import type { ErrorType } from './apiError';
import { ApiError, typeOfStatus } from './apiError';
import type { Fault } from './script';

export type HttpFault = Extract<Fault, { kind: 'http' }>;
export type StreamFault = Exclude<Fault, { kind: 'http' }>;

/** What a fault says when the test that asked for it gave it no words. */
const words: Readonly<Partial<Record<ErrorType, string>>> = {
  rate_limit_error:
    "This request would exceed your organization's rate limit of 2,000,000 input tokens per minute.",
  overloaded_error: 'Overloaded',
  api_error: 'Internal server error',
  timeout_error: 'Request timed out',
  billing_error: 'Your credit balance is too low to access the Anthropic API.',
  permission_error: 'Your API key does not have permission to use the specified resource.',
};

export function errorOf(fault: HttpFault): ApiError {
  const { status, message, details, retryAfter, shouldRetry } = fault;
  const usual = typeOfStatus(status);
  return new ApiError(
    status,
    fault.type ?? usual,
    message ?? words[usual] ?? `The simulator was told to answer with ${status}.`,
    details,
    {
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(shouldRetry === undefined ? {} : { 'x-should-retry': String(shouldRetry) }),
    },
  );
}
