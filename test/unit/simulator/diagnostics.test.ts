import type Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { clientOf, eachTest, textOfTokens } from './support';

type Create = Anthropic.MessageCreateParamsNonStreaming;

const model = 'claude-opus-5-5';
const mark = { cache_control: { type: 'ephemeral' } } as const;
const text = (words: string, more: object = {}): Anthropic.TextBlockParam => ({
  type: 'text',
  text: words,
  ...more,
});
const user = (...content: Anthropic.ContentBlockParam[]): Anthropic.MessageParam => ({
  role: 'user',
  content,
});
const assistant = (words: string): Anthropic.MessageParam => ({
  role: 'assistant',
  content: words,
});
const rules = textOfTokens(2000, 'rule');
const look = (description = ''): Anthropic.Tool => ({
  name: 'look',
  description: description + textOfTokens(600, 'look'),
  input_schema: { type: 'object' },
});

describe('cache diagnostics', () => {
  const { simulator, client } = eachTest();
  const base: Create = {
    model,
    max_tokens: 100,
    ...mark,
    tools: [look()],
    system: rules,
    messages: [user(text('Hello'))],
  };
  const ask = async (change: Partial<Create>): Promise<Anthropic.Message> => {
    simulator().script({ blocks: [{ type: 'text', text: 'Yes.' }] });
    return client().messages.create({ ...base, ...change });
  };

  it('are null on the first turn and while the conversation only grows', async () => {
    const first = await ask({ diagnostics: { previous_message_id: null } });
    assert.equal(first.diagnostics, null);
    const messages = [user(text('Hello')), assistant('Yes.'), user(text('Go on.'))];
    const second = await ask({ messages, diagnostics: { previous_message_id: first.id } });
    assert.equal(second.diagnostics, null);
    assert.ok((second.usage.cache_read_input_tokens ?? 0) > 2000);
  });

  const rows: readonly (readonly [string, Partial<Create>])[] = [
    ['model_changed', { model: 'claude-sonnet-5-5' }],
    ['model_changed', { speed: 'fast' }],
    ['tools_changed', { tools: [look('x')] }],
    ['system_changed', { system: `${rules}!` }],
    ['messages_changed', { messages: [user(text('Hello!'))] }],
  ];
  for (const [type, change] of rows) {
    it(`${type}: ${Object.keys(change).join()}`, async () => {
      const first = await ask({});
      const written = first.usage.cache_creation_input_tokens ?? 0;
      const second = await ask({ ...change, diagnostics: { previous_message_id: first.id } });
      const missed = written - (second.usage.cache_read_input_tokens ?? 0);
      assert.deepEqual(second.diagnostics, {
        cache_miss_reason: { type, cache_missed_input_tokens: missed },
      });
    });
  }

  it('cannot tell about other parameters, nor about a message that it does not know', async () => {
    const first = await ask({});
    const effort = await ask({
      output_config: { effort: 'low' },
      diagnostics: { previous_message_id: first.id },
    });
    assert.deepEqual(effort.diagnostics, { cache_miss_reason: { type: 'unavailable' } });
    const notFound = { cache_miss_reason: { type: 'previous_message_not_found' } };
    const unknown = await ask({ diagnostics: { previous_message_id: 'msg_01nothing' } });
    assert.deepEqual(unknown.diagnostics, notFound);
    const other = await clientOf(simulator(), 'sk-other').messages.create({
      ...base,
      diagnostics: { previous_message_id: first.id },
    });
    assert.deepEqual(other.diagnostics, notFound);
  });
});
