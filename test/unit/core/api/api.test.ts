import type { StopReason } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { Api } from '../../../../src/core/api/api';
import { ApiProblem, makeFailure } from '../../../../src/core/failure';
import { MemoryLog } from '../../fakes';
import {
  accessTo,
  apiOf,
  exchange,
  expectEvent,
  joined,
  KEY,
  requestOf,
  simulatorForEach,
  textOf,
  typesOf,
} from '../support';

describe('Api', () => {
  const simulator = simulatorForEach({ keys: [KEY] });

  describe('a response', () => {
    it('streams its text and ends with the whole of it', async () => {
      simulator().script({ blocks: [{ type: 'text', text: 'One two three.' }], deltaChars: 5 });
      const { events, last } = await exchange(apiOf(simulator()), requestOf());
      assert.deepEqual(typesOf(events), ['usage', 'text', 'text', 'text', 'usage', 'done']);
      assert.equal(joined(events, 'text'), 'One two three.');
      const { received, stopReason, stopDetails } = expectEvent(last, 'done');
      assert.equal(stopReason, 'end_turn');
      assert.equal(stopDetails, null);
      assert.equal(textOf(received.content), 'One two three.');
      assert.equal(received.model, 'claude-sonnet-5-5');
      assert.equal(received.messageId, simulator().requests[0]?.messageId);
    });

    it('streams thinking apart from the text, and keeps both as they came', async () => {
      simulator().script({
        blocks: [
          { type: 'thinking', thinking: 'Let me see.' },
          { type: 'redacted_thinking' },
          { type: 'text', text: 'Yes.' },
        ],
      });
      const { events, last } = await exchange(apiOf(simulator()), requestOf());
      assert.equal(joined(events, 'thinking'), 'Let me see.');
      assert.equal(joined(events, 'text'), 'Yes.');
      const { content } = expectEvent(last, 'done').received;
      assert.deepEqual(typesOf(content), ['thinking', 'redacted_thinking', 'text']);
      assert.ok(content[0]?.type === 'thinking' && content[0].signature.length > 20);
      assert.ok(content[1]?.type === 'redacted_thinking' && content[1].data.length > 20);
    });

    it('reads the input of a tool that was asked for', async () => {
      const input = { path: 'src/a.ts', lines: [1, 2], deep: { yes: true } };
      simulator().script({ blocks: [{ type: 'tool_use', name: 'read', input }] });
      const { last } = await exchange(apiOf(simulator()), requestOf());
      const { received, stopReason } = expectEvent(last, 'done');
      assert.equal(stopReason, 'tool_use');
      const [block] = received.content;
      assert.deepEqual(block?.type === 'tool_use' && block.input, input);
    });

    it('has its final usage in the last usage event and at the end', async () => {
      simulator().script({
        blocks: [{ type: 'text', text: 'Yes.' }],
        usage: { input_tokens: 11, output_tokens: 22, cache_creation_input_tokens: 33 },
      });
      const { events, last } = await exchange(apiOf(simulator()), requestOf());
      const [first, final] = events.filter((event) => event.type === 'usage');
      assert.equal(first?.final, false);
      assert.equal(final?.final, true);
      assert.equal(final?.model, 'claude-sonnet-5-5');
      const { received } = expectEvent(last, 'done');
      assert.equal(received.usageIsFinal, true);
      assert.deepEqual(received.usage, final?.usage);
      assert.equal(received.usage?.input_tokens, 11);
      assert.equal(received.usage?.output_tokens, 22);
      // Only the first event tells the split, and it is needed for the price.
      assert.equal(received.usage?.cache_creation?.ephemeral_5m_input_tokens, 33);
    });

    const reasons: readonly StopReason[] = [
      'end_turn',
      'max_tokens',
      'stop_sequence',
      'tool_use',
      'pause_turn',
      'refusal',
      'model_context_window_exceeded',
    ];
    for (const stopReason of reasons) {
      it(`ends with ${stopReason} where the API says so`, async () => {
        simulator().script({ blocks: [{ type: 'text', text: 'Half' }], stopReason });
        const { last } = await exchange(apiOf(simulator()), requestOf());
        const done = expectEvent(last, 'done');
        assert.equal(done.stopReason, stopReason);
        assert.equal(textOf(done.received.content), 'Half');
      });
    }

    it('may be a refusal without any content', async () => {
      const stopDetails = { type: 'refusal', category: 'cyber', explanation: 'No.' } as const;
      simulator().script({ blocks: [], stopReason: 'refusal', stopDetails });
      const { last } = await exchange(apiOf(simulator()), requestOf());
      const done = expectEvent(last, 'done');
      assert.deepEqual(done.received.content, []);
      assert.deepEqual(done.stopDetails, stopDetails);
      assert.equal(done.received.usageIsFinal, true);
    });

    it('ends by itself when the tokens run out, with the text so far', async () => {
      simulator().script({ blocks: [{ type: 'text', text: 'word '.repeat(200) }] });
      const { last } = await exchange(apiOf(simulator()), requestOf('Hello', { max_tokens: 20 }));
      const done = expectEvent(last, 'done');
      assert.equal(done.stopReason, 'max_tokens');
      assert.equal(done.received.usage?.output_tokens, 20);
    });
  });

  describe('where it goes', () => {
    const names = [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_CUSTOM_HEADERS',
      'ANTHROPIC_PROFILE',
      'ANTHROPIC_LOG',
    ] as const;
    const before = new Map<string, string | undefined>();

    beforeEach(() => {
      for (const name of names) before.set(name, process.env[name]);
    });
    afterEach(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });

    it('sends the key as a bearer, in the version of the API that the SDK speaks', async () => {
      await exchange(apiOf(simulator()), requestOf());
      const headers = simulator().requests[0]?.headers;
      assert.equal(headers?.['authorization'], '…1234');
      assert.equal(headers?.['x-api-key'], undefined);
      assert.equal(headers?.['anthropic-version'], '2026-10-21');
    });

    it('takes neither key nor address from the environment', async () => {
      process.env['ANTHROPIC_API_KEY'] = 'sk-from-the-environment';
      process.env['ANTHROPIC_AUTH_TOKEN'] = 'token-from-the-environment';
      process.env['ANTHROPIC_BASE_URL'] = 'http://127.0.0.1:9';
      process.env['ANTHROPIC_PROFILE'] = 'other';
      const { last } = await exchange(apiOf(simulator()), requestOf());
      expectEvent(last, 'done');
      assert.equal(simulator().requests[0]?.headers['authorization'], '…1234');
    });

    it('takes no headers from the environment', async () => {
      process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'x-from-the-environment: yes';
      const { last } = await exchange(apiOf(simulator()), requestOf());
      expectEvent(last, 'done');
      assert.equal(simulator().requests[0]?.headers['x-from-the-environment'], undefined);
    });

    for (const value of [
      'x-from-the-environment: yes\n',
      'no header at all',
      'a bad name: yes',
      'Authorization: Bearer sk-other',
      'anthropic-version: 2023-06-01',
    ]) {
      it(`sends its own headers whatever the environment names: ${JSON.stringify(value)}`, async () => {
        process.env['ANTHROPIC_CUSTOM_HEADERS'] = value;
        const { last } = await exchange(apiOf(simulator()), requestOf());
        expectEvent(last, 'done');
        const headers = simulator().requests[0]?.headers;
        assert.equal(headers?.['authorization'], '…1234');
        assert.equal(headers?.['anthropic-version'], '2026-10-21');
        assert.equal(headers?.['x-from-the-environment'], undefined);
        assert.equal(process.env['ANTHROPIC_CUSTOM_HEADERS'], value);
      });
    }

    it('uses the access of the moment for each request', async () => {
      let apiKey = 'sk-old';
      const api = new Api(
        () => Promise.resolve({ apiKey, baseUrl: simulator().url }),
        new MemoryLog(),
      );
      expectEvent((await exchange(api, requestOf())).last, 'failed');
      apiKey = KEY;
      expectEvent((await exchange(api, requestOf())).last, 'done');
    });

    it('fails with the words of the access where there is none', async () => {
      const failure = makeFailure('noKey', 'Set a key.');
      const log = new MemoryLog();
      const api = new Api(() => Promise.reject(new ApiProblem(failure)), log);
      const { last, admitted } = await exchange(api, requestOf());
      assert.deepEqual(expectEvent(last, 'failed').failure, failure);
      assert.equal(admitted, 0);
    });

    it('leaves the server with no key, no prompt and no answer in the log', async () => {
      const written: string[] = [];
      const take = (...parts: unknown[]): void => {
        written.push(parts.map((part) => (part instanceof Error ? part.stack : part)).join(' '));
      };
      const api = new Api(accessTo(simulator().url), { info: take, warn: take, error: take });
      simulator().script({ blocks: [{ type: 'text', text: 'the-answer' }], deltaChars: 1 });
      simulator().fault({ kind: 'cut', afterEvent: 8 });
      await exchange(api, requestOf('the-prompt'));
      simulator().fault({ kind: 'http', status: 400 });
      await exchange(api, requestOf('the-prompt'));
      assert.ok(written.length > 0);
      for (const text of written) assert.doesNotMatch(text, /sk-test|the-prompt|the-ans/);
    });
  });

  it('lists all models that the key can use', async () => {
    const models = await apiOf(simulator()).listModels(new AbortController().signal);
    assert.ok(models.some(({ id }) => id === 'claude-sonnet-5-5'));
    assert.ok(models.every(({ lifecycle }) => lifecycle !== 'retired'));
  });
});
