import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { Accumulator } from '../../../../src/core/api/accumulator';
import { textOf, typesOf, usageOf } from '../support';

/** Events as JSON has them: some are of kinds that the SDK's types do not know. */
function feed(events: readonly object[]): Accumulator {
  const accumulator = new Accumulator();
  for (const event of events) accumulator.add(structuredClone(event) as RawMessageStreamEvent);
  return accumulator;
}

const start = (usage = usageOf({ input_tokens: 5, output_tokens: 1 })) => ({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-sonnet-5-5', usage },
});
const textBlock = (index: number) => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'text', text: '', citations: null },
});
const delta = (index: number, fields: object) => ({
  type: 'content_block_delta',
  index,
  delta: fields,
});
const stop = (index: number) => ({ type: 'content_block_stop', index });
const messageDelta = (fields: object = {}, stopReason: string | null = 'end_turn') => ({
  type: 'message_delta',
  delta: { stop_reason: stopReason, stop_details: null },
  usage: { output_tokens: 9, ...fields },
});

const json = (text: string) => delta(0, { type: 'input_json_delta', partial_json: text });

describe('Accumulator', () => {
  it('is not done before the stream says so', () => {
    assert.equal(feed([]).done(), undefined);
    assert.equal(feed([start(), messageDelta()]).done(), undefined);
    assert.equal(feed([start(), { type: 'message_stop' }]).done(), undefined);
    assert.equal(feed([start(), messageDelta(), { type: 'message_stop' }]).done()?.type, 'done');
  });

  it('replaces the counts of the start by those of the delta, and adds nothing up', () => {
    const first = usageOf({
      input_tokens: 5,
      output_tokens: 1,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      cache_read_input_tokens: 7,
      inference_geo: 'us',
    });
    const fields = { input_tokens: 10_423, cache_read_input_tokens: 8 };
    const { usage } = feed([start(first), messageDelta(fields)]).received();
    assert.deepEqual(usage, {
      ...first,
      input_tokens: 10_423,
      output_tokens: 9,
      cache_read_input_tokens: 8,
    });
  });

  it('takes the last of several deltas', () => {
    const accumulator = feed([
      start(),
      messageDelta({}, null),
      messageDelta({ output_tokens: 12 }),
    ]);
    const { usage, usageIsFinal } = accumulator.received();
    assert.equal(usage?.output_tokens, 12);
    assert.equal(usageIsFinal, true);
    assert.equal(feed([start(), messageDelta({}, null)]).received().usageIsFinal, false);
  });

  it('takes the server tools that were used from the delta', () => {
    const server_tool_use = { web_search_requests: 2, web_fetch_requests: 0 };
    const { usage } = feed([start(), messageDelta({ server_tool_use })]).received();
    assert.deepEqual(usage?.server_tool_use, server_tool_use);
  });

  it('replaces a signature instead of appending to it', () => {
    const { content } = feed([
      start(),
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      delta(0, { type: 'thinking_delta', thinking: 'a' }),
      delta(0, { type: 'signature_delta', signature: 'half' }),
      delta(0, { type: 'signature_delta', signature: 'whole' }),
      stop(0),
    ]).received();
    assert.deepEqual(content, [{ type: 'thinking', thinking: 'a', signature: 'whole' }]);
  });

  it('keeps citations with the text that they belong to', () => {
    const citation = { type: 'char_location', cited_text: 'x' };
    const { content } = feed([
      start(),
      textBlock(0),
      delta(0, { type: 'text_delta', text: 'a' }),
      delta(0, { type: 'citations_delta', citation }),
      delta(0, { type: 'citations_delta', citation }),
      stop(0),
    ]).received();
    assert.deepEqual(content[0]?.type === 'text' && content[0].citations, [citation, citation]);
  });

  it('leaves out a tool whose input is no JSON at its end', () => {
    const tool = {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 't', name: 'read', input: {} },
    };
    assert.deepEqual(feed([start(), tool, json('{"a'), stop(0)]).received().content, []);
    const { content } = feed([
      start(),
      tool,
      json(''),
      json('{"a'),
      json('":1}'),
      stop(0),
    ]).received();
    assert.deepEqual(content[0]?.type === 'tool_use' && content[0].input, { a: 1 });
    const [empty] = feed([start(), tool, json(''), stop(0)]).received().content;
    assert.deepEqual(empty?.type === 'tool_use' && empty.input, {});
  });

  it('keeps blocks without any delta', () => {
    const block = { type: 'redacted_thinking', data: 'sealed' };
    const { content } = feed([
      start(),
      { type: 'content_block_start', index: 0, content_block: block },
      stop(0),
    ]).received();
    assert.deepEqual(content, [block]);
  });

  it('passes over events, deltas and blocks that it does not know', () => {
    const accumulator = feed([
      { type: 'ping' },
      start(),
      { type: 'brand_new' },
      delta(7, { type: 'text_delta', text: 'for no block' }),
      textBlock(0),
      delta(0, { type: 'brand_new_delta', value: 1 }),
      delta(0, { type: 'text_delta', text: 'a' }),
      stop(0),
      { type: 'content_block_start', index: 1, content_block: { type: 'brand_new_block', x: 1 } },
      stop(1),
    ]);
    const { content } = accumulator.received();
    assert.equal(textOf(content), 'a');
    assert.deepEqual(typesOf(content), ['text', 'brand_new_block']);
  });

  it('knows nothing before the response began', () => {
    assert.deepEqual(feed([]).received(), {
      messageId: undefined,
      model: undefined,
      content: [],
      usage: undefined,
      usageIsFinal: false,
      cacheMiss: undefined,
    });
  });
});
