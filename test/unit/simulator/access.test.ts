import { AuthenticationError } from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { clientOf, eachTest, errorOf, jsonOf, post, refusalOf } from './support';

const body = {
  model: 'claude-opus-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
} as const;

describe('the credential', () => {
  const { simulator } = eachTest();

  it('is accepted as the SDK sends it, and is kept only as its end', async () => {
    await clientOf(simulator(), 'sk-secret-9876').messages.create({
      ...body,
      messages: [...body.messages],
    });
    const { headers } = simulator().requests[0] ?? {};
    assert.equal(headers?.['authorization'], '…9876');
    assert.ok(!JSON.stringify(simulator().requests).includes('secret'));
  });

  it('is accepted as x-api-key, which wins over authorization', async () => {
    assert.equal((await post(simulator(), body)).status, 200);
    const both = { authorization: 'Bearer sk-invalid', 'x-api-key': 'sk-good' };
    assert.equal((await post(simulator(), body, both)).status, 200);
  });

  it('is refused when it begins with sk-invalid', async () => {
    const client = clientOf(simulator(), 'sk-invalid-1');
    const request = client.messages.create({ ...body, messages: [...body.messages] });
    await assert.rejects(request, AuthenticationError);
    const refusal = await refusalOf(client.models.list());
    assert.equal(refusal.status, 401);
    assert.equal(refusal.type, 'authentication_error');
    assert.equal(refusal.message, 'invalid x-api-key');
  });

  it('is missed when there is none', async () => {
    for (const empty of [{ 'x-api-key': '' }, { 'x-api-key': ' ', authorization: 'Bearer ' }]) {
      const response = await post(simulator(), body, empty);
      assert.equal(response.status, 401);
      assert.match(await errorOf(response), /^No credential was given/);
    }
  });
});

describe('a list of keys', () => {
  const { simulator } = eachTest({ keys: ['sk-one'] });

  it('lets only these in', async () => {
    assert.equal((await post(simulator(), body, { 'x-api-key': 'sk-one' })).status, 200);
    assert.equal((await post(simulator(), body, { 'x-api-key': 'sk-two' })).status, 401);
  });
});

describe('the headers of a request', () => {
  const { simulator } = eachTest();
  const rows: readonly (readonly [Record<string, string>, string])[] = [
    [
      { 'anthropic-version': '2024-01-01' },
      'anthropic-version: "2024-01-01" is not a valid version',
    ],
    [
      { 'anthropic-beta': 'fast-mode-2026-02-01, no-such-beta' },
      'Unexpected value(s) `no-such-beta` for the `anthropic-beta` header. Please consult our documentation at docs.claude.com or try again without the header.',
    ],
  ];
  for (const [headers, message] of rows) {
    it(message, async () => {
      const response = await post(simulator(), body, headers);
      assert.equal(response.status, 400);
      assert.equal(await errorOf(response), message);
    });
  }

  it('must name a version', async () => {
    const response = await fetch(`${simulator().url}/v1/models`, { headers: { 'x-api-key': 'a' } });
    assert.equal(response.status, 400);
    assert.equal(await errorOf(response), 'anthropic-version: header is required');
  });

  it('may name the version before, with its sampling parameters', async () => {
    const old = { 'anthropic-version': '2023-06-01' };
    const warm = { ...body, model: 'claude-sonnet-4-6', temperature: 0.5 };
    assert.equal((await post(simulator(), warm, old)).status, 200);
    const refused = await post(simulator(), { ...warm, model: 'claude-opus-4-7' }, old);
    assert.equal(await errorOf(refused), '`temperature` is deprecated for this model.');
    const both = await post(simulator(), { ...warm, top_p: 0.9 }, old);
    assert.equal(
      await errorOf(both),
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    );
    const usual = await post(simulator(), { ...body, temperature: 1, top_p: 0.99 }, old);
    assert.equal(usual.status, 200);
  });
});

describe('the body and the path', () => {
  const { simulator } = eachTest();

  it('must be JSON, and an object', async () => {
    assert.match(await errorOf(await post(simulator(), '{"model":')), /not valid JSON/);
    assert.equal(await errorOf(await post(simulator(), '[]')), 'Input should be an object');
  });

  it('may not exceed 32 MB', async () => {
    const response = await post(simulator(), { ...body, system: 'x'.repeat(32 * 1024 * 1024) });
    assert.equal(response.status, 413);
    const { error } = await jsonOf<{ error: { type: string } }>(response);
    assert.equal(error.type, 'request_too_large');
  });

  it('is found by its path and method', async () => {
    assert.equal((await post(simulator(), body, {}, '/v1/complete')).status, 404);
    assert.equal((await post(simulator(), body, {}, '/v1/models')).status, 405);
  });
});
