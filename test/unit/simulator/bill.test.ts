import assert from 'node:assert/strict';
import type { UsageOverrides } from '../../simulator/script';
import { eachTest, jsonOf, post, settled, textOfTokens } from './support';

const hello = { role: 'user', content: 'Hello' };
const million = 1_000_000;

/** Dollars per million tokens: input, output, 5-minute write, 1-hour write, read. */
const prices: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  'claude-fable-5-2': [8, 40, 10, 16, 0.2],
  'claude-opus-5-5': [4, 20, 5, 8, 0.2],
  'claude-sonnet-5-5': [2, 10, 2.5, 4, 0.1],
  'claude-fable-5-1': [10, 50, 12.5, 20, 0.25],
  'claude-fable-5': [10, 50, 12.5, 20, 1],
  'claude-opus-5': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-8': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-7': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-6': [5, 25, 6.25, 10, 0.5],
  'claude-opus-4-5': [5, 25, 6.25, 10, 0.5],
  'claude-sonnet-5': [2, 10, 2.5, 4, 0.2],
  'claude-sonnet-4-6': [3, 15, 3.75, 6, 0.3],
  'claude-sonnet-4-5': [3, 15, 3.75, 6, 0.3],
  'claude-haiku-4-5': [1, 5, 1.25, 2, 0.1],
};

const nothing = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
};

const close = (actual: number, expected: number, what: string): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, not ${expected}`);
};

describe('the bill', () => {
  const { simulator } = eachTest();

  const ask = async (
    model: string,
    usage: UsageOverrides,
    change: object = {},
  ): Promise<number> => {
    simulator().reset();
    simulator().script({ blocks: [{ type: 'text', text: 'Yes.' }], usage });
    const beta = { 'anthropic-beta': 'fast-mode-2026-02-01' };
    const body = { model, max_tokens: 9, messages: [hello], ...change };
    const response = await post(simulator(), body, beta);
    assert.equal(response.status, 200, await response.text());
    return simulator().bill().totalUsd;
  };

  for (const [model, [input, output, write, , read]] of Object.entries(prices)) {
    it(`knows the prices of ${model}`, async () => {
      close(await ask(model, { ...nothing, input_tokens: million }), input, 'input');
      close(await ask(model, { ...nothing, output_tokens: million }), output, 'output');
      close(await ask(model, { ...nothing, cache_creation_input_tokens: million }), write, 'write');
      close(await ask(model, { ...nothing, cache_read_input_tokens: million }), read, 'read');
    });
  }

  it('charges Haiku 5.5 by bands: over 100,000 tokens of prompt all cost more', async () => {
    const haiku = 'claude-haiku-5-5';
    const at = (input: number, read: number, output: number): Promise<number> =>
      ask(haiku, {
        ...nothing,
        input_tokens: input,
        cache_read_input_tokens: read,
        output_tokens: output,
      });
    close(await at(100_000, 0, 1000), 0.01 + 0.0005, 'the lower band');
    close(await at(100_001, 0, 1000), 0.0500005 + 0.0025, 'the upper band');
    close(await at(50_000, 50_001, 0), 0.025 + 0.00250005, 'what is read counts for the band');
    close(await at(10, 0, 200_000), 0.000001 + 0.1, 'the output does not');
  });

  it('charges fast mode and inference in the United States', async () => {
    const usage = { ...nothing, input_tokens: million, output_tokens: million };
    close(await ask('claude-opus-5-5', usage, { speed: 'fast' }), 48, 'Opus 5.5');
    close(await ask('claude-opus-4-8', usage, { speed: 'fast' }), 60, 'Opus 4.8');
    close(await ask('claude-fable-5-2', usage, { speed: 'fast' }), 96, 'Fable 5.2');
    close(await ask('claude-opus-5-5', usage, { inference_geo: 'us' }), 26.4, 'us');
    close(await ask('claude-opus-5-5', usage, { inference_geo: 'global' }), 24, 'global');
  });

  it('charges 1-hour writes by their own rate', async () => {
    const ttl = { type: 'ephemeral', ttl: '1h' };
    const system = [{ type: 'text', text: textOfTokens(2000), cache_control: ttl }];
    simulator().script({ blocks: [] });
    await (
      await post(simulator(), {
        model: 'claude-opus-5-5',
        max_tokens: 9,
        system,
        messages: [hello],
      })
    ).text();
    const [row] = simulator().bill().rows;
    assert.ok(row);
    assert.ok(row.usage.write1hTokens >= 2000);
    close(row.usd, (row.usage.inputTokens * 4 + row.usage.write1hTokens * 8) / million, 'an hour');
  });

  it('adds up its rows, which name the request and the message', async () => {
    for (const words of ['One.', 'Two words.']) {
      simulator().script({ blocks: [{ type: 'text', text: words }] });
      await (
        await post(simulator(), { model: 'claude-opus-5-5', max_tokens: 9, messages: [hello] })
      ).text();
    }
    const { rows, totalUsd } = simulator().bill();
    assert.equal(rows.length, 2);
    assert.ok(totalUsd > 0);
    close(totalUsd, (rows[0]?.usd ?? 0) + (rows[1]?.usd ?? 0), 'the sum');
    const [request] = simulator().requests;
    assert.equal(rows[0]?.requestId, request?.id);
    assert.equal(rows[0]?.messageId, request?.messageId);
    assert.equal(rows[0]?.usd, request?.billedUsd);
  });

  it('charges nothing for counting, for models and for errors', async () => {
    const counted = { model: 'claude-opus-5-5', messages: [hello] };
    await post(simulator(), counted, {}, '/v1/messages/count_tokens');
    await post(simulator(), { ...counted, max_tokens: 0.5 });
    simulator().fault({ kind: 'http', status: 529 });
    await post(simulator(), { ...counted, max_tokens: 9 });
    assert.deepEqual(simulator().bill(), { rows: [], totalUsd: 0 });
  });

  it('charges a stream that was cut for its input and for what it had sent', async () => {
    const blocks = [{ type: 'text', text: 'x'.repeat(350) }] as const;
    const body = { model: 'claude-opus-5-5', max_tokens: 1000, stream: true, messages: [hello] };
    for (const kind of ['cut', 'end'] as const) {
      simulator().reset();
      simulator().script({ blocks, deltaChars: 35 });
      // message_start, content_block_start, ping, and four deltas of ten tokens.
      simulator().fault({ kind, afterEvent: 7 });
      await (await post(simulator(), body)).text().catch(() => {});
      const [row] = simulator().bill().rows;
      assert.equal(row?.outcome, 'cut');
      assert.equal(row.usage.outputTokens, 40);
      close(row.usd, (row.usage.inputTokens * 4 + 40 * 20) / million, kind);
    }
  });

  it('charges a stream that was given up for its input and for what it had sent', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'x'.repeat(350) }], deltaChars: 35 });
    simulator().fault({ kind: 'stall', afterEvent: 5 });
    const stop = new AbortController();
    const body = { model: 'claude-opus-5-5', max_tokens: 1000, stream: true, messages: [hello] };
    const response = await fetch(`${simulator().url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'a', 'anthropic-version': '2026-10-21' },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    stop.abort();
    await settled(simulator());
    const [row] = simulator().bill().rows;
    assert.equal(row?.outcome, 'aborted');
    assert.equal(row.usage.outputTokens, 20);
  });

  it('charges nothing for a stream that was cut before it began', async () => {
    simulator().fault({ kind: 'cut', afterEvent: 0 });
    const body = { model: 'claude-opus-5-5', max_tokens: 9, stream: true, messages: [hello] };
    await assert.rejects(post(simulator(), body).then((response) => response.text()));
    assert.equal(simulator().requests[0]?.outcome, 'cut');
    assert.deepEqual(simulator().bill().rows, []);
  });

  it('charges thinking in full, shown or not', async () => {
    const blocks = [
      { type: 'thinking', thinking: 'x'.repeat(3500) },
      { type: 'text', text: 'Yes.' },
    ] as const;
    const tokens: number[] = [];
    for (const display of ['omitted', 'summarized']) {
      simulator().script({ blocks });
      const thinking = { type: 'adaptive', display };
      const response = await post(simulator(), {
        model: 'claude-opus-5-5',
        max_tokens: 4000,
        thinking,
        messages: [hello],
      });
      const { usage } = await jsonOf<{
        usage: { output_tokens: number; output_tokens_details: { thinking_tokens: number } };
      }>(response);
      assert.equal(usage.output_tokens_details.thinking_tokens, 1000);
      tokens.push(usage.output_tokens);
    }
    assert.deepEqual(tokens, [1002, 1002]);
  });
});
