import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, invalidRequest } from './apiError';
import type { JsonObject } from './json';
import { isObject } from './json';

const maxBodyBytes = 32 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    // Reading goes on, because a client that is still sending would not see the answer.
    if (length <= maxBodyBytes) chunks.push(bytes);
  }
  if (length > maxBodyBytes) {
    throw new ApiError(413, 'request_too_large', 'Request exceeds the maximum size');
  }
  return Buffer.concat(chunks).toString();
}

export function parseJsonObject(text: string): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidRequest(`The request body is not valid JSON: ${reason}`);
  }
  if (!isObject(body)) throw invalidRequest('Input should be an object');
  return body;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}
