import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, bodyOfError, notFound } from './apiError';
import { authenticate, dialectOf } from './headers';
import { parseJsonObject, readBody, sendJson } from './http';
import { countTokens, createMessage } from './messages';
import { listModels, retrieveModel } from './modelsRoute';
import type { RequestRecord } from './records';
import type { State } from './state';

/** Finds the endpoint, after the credential was checked as it is on all of them. */
export async function route(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  record: RequestRecord,
): Promise<void> {
  const body = await readBody(request);
  const { pathname } = url;
  const { verifiedOrganization } = state.options;
  const modelId = /^\/v1\/models\/([^/]+)$/.exec(pathname)?.[1];
  const isPost = record.method === 'POST';
  const account = authenticate(request.headers, state.options);
  const reply = (value: object): void => {
    sendJson(response, 200, JSON.stringify(value), state.limits.headers());
    record.status = 200;
    record.outcome = 'complete';
    record.endedAt = Date.now();
  };
  if (isPost && pathname === '/v1/messages') {
    const dialect = dialectOf(request.headers);
    const parsed = parseJsonObject(body);
    record.body = parsed;
    await createMessage(state, parsed, { account, dialect }, record, response);
  } else if (isPost && pathname === '/v1/messages/count_tokens') {
    const dialect = dialectOf(request.headers);
    const parsed = parseJsonObject(body);
    record.body = parsed;
    reply(countTokens(state, parsed, { account, dialect }));
  } else if (record.method === 'GET' && pathname === '/v1/models') {
    dialectOf(request.headers);
    reply(listModels(url.searchParams, verifiedOrganization));
  } else if (record.method === 'GET' && modelId !== undefined) {
    dialectOf(request.headers);
    reply(retrieveModel(decodeURIComponent(modelId), verifiedOrganization));
  } else if (['/v1/messages', '/v1/messages/count_tokens', '/v1/models'].includes(pathname)) {
    throw new ApiError(405, 'invalid_request_error', 'Method Not Allowed');
  } else {
    throw notFound('Not Found');
  }
}

/** Answers with the error, unless the answer has begun. */
export function reject(error: unknown, response: ServerResponse, record: RequestRecord): void {
  record.outcome = 'rejected';
  record.endedAt = Date.now();
  const shown =
    error instanceof ApiError
      ? error
      : new ApiError(500, 'api_error', `The simulator failed: ${String(error)}`);
  record.status = shown.status;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendJson(response, shown.status, bodyOfError(shown, record.id), shown.headers);
}
