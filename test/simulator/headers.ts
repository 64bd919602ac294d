import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, invalidRequest } from './apiError';
import { knownBetas } from './betas';
import type { Dialect } from './requestShape';
import type { Options } from './state';
import type { Account } from './thinking';

/** The account behind the credential; `x-api-key` wins when both are sent. */
export function authenticate(headers: IncomingHttpHeaders, options: Options): Account {
  const bearer = /^Bearer\s+(.*)$/i.exec(headers.authorization ?? '')?.[1];
  const key = ([headers['x-api-key']].flat()[0] ?? bearer ?? '').trim();
  if (key === '') {
    throw new ApiError(
      401,
      'authentication_error',
      'No credential was given: send an API key as `authorization: Bearer` or as `x-api-key`.',
    );
  }
  const known = options.keys === 'any' ? !key.startsWith('sk-invalid') : options.keys.includes(key);
  if (!known) throw new ApiError(401, 'authentication_error', 'invalid x-api-key');
  return { key, createdAt: Date.parse(options.accountCreated) };
}

export function dialectOf(headers: IncomingHttpHeaders): Dialect {
  const version = [headers['anthropic-version']].flat()[0];
  if (version === undefined) throw invalidRequest('anthropic-version: header is required');
  if (version !== '2023-06-01' && version !== '2026-10-21') {
    throw invalidRequest(`anthropic-version: "${version}" is not a valid version`);
  }
  const betas = [headers['anthropic-beta'] ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  const unknown = betas.filter((beta) => !knownBetas.has(beta));
  if (unknown.length > 0) {
    const values = unknown.map((beta) => `\`${beta}\``).join(', ');
    throw invalidRequest(
      `Unexpected value(s) ${values} for the \`anthropic-beta\` header. Please consult our documentation at docs.claude.com or try again without the header.`,
    );
  }
  return { version, betas: new Set(betas) };
}
