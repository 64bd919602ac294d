import assert from 'node:assert/strict';
import type { Answer } from '../../simulator/script';
import { eachTest, eventsOf, post } from './support';

/** Replaces what differs from run to run by its kind, and keeps structure, names and order. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        ['type', 'role', 'service_tier', 'stop_reason'].includes(key) ? item : shapeOf(item),
      ]),
    );
  }
  return typeof value;
}

const absent = 'object';
const startUsage = {
  input_tokens: 'number',
  cache_creation_input_tokens: 'number',
  cache_read_input_tokens: 'number',
  cache_creation: { ephemeral_5m_input_tokens: 'number', ephemeral_1h_input_tokens: 'number' },
  output_tokens: 'number',
  service_tier: 'standard',
  inference_geo: 'string',
};
const start = {
  type: 'message_start',
  message: {
    model: 'string',
    id: 'string',
    type: 'message',
    role: 'assistant',
    content: [],
    container: absent,
    stop_reason: null,
    stop_sequence: absent,
    stop_details: absent,
    usage: startUsage,
    diagnostics: absent,
  },
};
const ping = { type: 'ping' };
const stop = { type: 'message_stop' };
const endUsage = {
  input_tokens: 'number',
  cache_creation_input_tokens: 'number',
  cache_read_input_tokens: 'number',
  output_tokens: 'number',
};
const delta = (stopReason: string, stopDetails: unknown = absent): object => ({
  type: 'message_delta',
  delta: {
    stop_reason: stopReason,
    stop_sequence: stopReason === 'stop_sequence' ? 'string' : absent,
    stop_details: stopDetails,
    container: absent,
  },
  usage: endUsage,
});
/** Only a request that thinks is told how much of the output was thinking. */
const thoughtDelta = {
  ...delta('end_turn'),
  usage: { ...endUsage, output_tokens_details: { thinking_tokens: 'number' } },
};
const blockStart = (block: object): object => ({
  type: 'content_block_start',
  index: 'number',
  content_block: block,
});
const blockDelta = (part: object): object => ({
  type: 'content_block_delta',
  index: 'number',
  delta: part,
});
const blockStop = { type: 'content_block_stop', index: 'number' };
const textStart = blockStart({ type: 'text', text: 'string' });
const textDelta = blockDelta({ type: 'text_delta', text: 'string' });
const thinkingStart = blockStart({ type: 'thinking', thinking: 'string', signature: 'string' });
const thinkingDelta = blockDelta({ type: 'thinking_delta', thinking: 'string' });
const signatureDelta = blockDelta({ type: 'signature_delta', signature: 'string' });
const toolStart = blockStart({
  type: 'tool_use',
  id: 'string',
  name: 'string',
  input: {},
  caller: { type: 'direct' },
});
const inputDelta = blockDelta({ type: 'input_json_delta', partial_json: 'string' });

const hello = { role: 'user', content: 'Hello' };
const text = { type: 'text', text: 'Good morning.' } as const;

interface Case {
  readonly name: string;
  readonly request?: object;
  readonly answer: Answer;
  readonly events: readonly object[];
}

const cases: readonly Case[] = [
  {
    name: 'text',
    answer: { blocks: [text] },
    events: [start, textStart, ping, textDelta, blockStop, delta('end_turn'), stop],
  },
  {
    name: 'thinking that is not shown: one empty delta, then the signature',
    request: { model: 'claude-sonnet-5-5' },
    answer: { blocks: [{ type: 'thinking', thinking: 'Hm.' }, text] },
    events: [
      start,
      thinkingStart,
      ping,
      thinkingDelta,
      signatureDelta,
      blockStop,
      textStart,
      textDelta,
      blockStop,
      thoughtDelta,
      stop,
    ],
  },
  {
    name: 'thinking in words ends with an empty delta',
    request: {
      model: 'claude-sonnet-5-5',
      thinking: { type: 'adaptive', display: 'summarized' },
    },
    answer: { blocks: [{ type: 'thinking', thinking: 'Hm.' }] },
    events: [
      start,
      thinkingStart,
      ping,
      thinkingDelta,
      thinkingDelta,
      signatureDelta,
      blockStop,
      thoughtDelta,
      stop,
    ],
  },
  {
    name: 'redacted thinking has no delta',
    request: { model: 'claude-sonnet-5-5' },
    answer: { blocks: [{ type: 'redacted_thinking' }, text] },
    events: [
      start,
      blockStart({ type: 'redacted_thinking', data: 'string' }),
      ping,
      blockStop,
      textStart,
      textDelta,
      blockStop,
      thoughtDelta,
      stop,
    ],
  },
  {
    name: 'a tool call begins with an empty fragment',
    answer: { blocks: [{ type: 'tool_use', name: 'look', input: { at: 'the sky' } }] },
    events: [start, toolStart, ping, inputDelta, inputDelta, blockStop, delta('tool_use'), stop],
  },
  {
    name: 'a tool call without input has that fragment alone',
    answer: { blocks: [{ type: 'tool_use', name: 'look', input: {} }] },
    events: [start, toolStart, ping, inputDelta, blockStop, delta('tool_use'), stop],
  },
  {
    name: 'text and two tool calls',
    answer: {
      blocks: [
        text,
        { type: 'tool_use', name: 'look', input: {} },
        { type: 'tool_use', name: 'look', input: {} },
      ],
    },
    events: [
      start,
      textStart,
      ping,
      textDelta,
      blockStop,
      toolStart,
      inputDelta,
      blockStop,
      toolStart,
      inputDelta,
      blockStop,
      delta('tool_use'),
      stop,
    ],
  },
  {
    name: 'a refusal has no content at all',
    answer: {
      blocks: [],
      stopReason: 'refusal',
      stopDetails: { type: 'refusal', category: 'cyber', explanation: 'No.' },
    },
    events: [
      start,
      delta('refusal', { type: 'refusal', category: 'string', explanation: 'string' }),
      stop,
    ],
  },
  {
    name: 'a stop sequence is named and left out',
    request: { stop_sequences: ['morning'] },
    answer: { blocks: [text] },
    events: [start, textStart, ping, textDelta, blockStop, delta('stop_sequence'), stop],
  },
  {
    name: 'diagnostics under message_start',
    request: { diagnostics: { previous_message_id: 'msg_unknown' } },
    answer: { blocks: [] },
    events: [
      {
        ...start,
        message: {
          ...start.message,
          diagnostics: { cache_miss_reason: { type: 'previous_message_not_found' } },
        },
      },
      delta('end_turn'),
      stop,
    ],
  },
];

describe('the shape of a stream', () => {
  const { simulator } = eachTest();

  for (const { name, request, answer, events } of cases) {
    it(name, async () => {
      simulator().script(answer);
      const body = {
        model: 'claude-sonnet-4-6',
        max_tokens: 1000,
        stream: true,
        messages: [hello],
        ...request,
      };
      const sent = await eventsOf(await post(simulator(), body));
      assert.deepEqual(
        sent.map(({ data }) => shapeOf(data)),
        events,
      );
      assert.deepEqual(
        sent.map((event) => event.name),
        sent.map(({ data }) => data.type),
      );
    });
  }

  it('pads data lines with spaces before the last brace', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'one two three' }], deltaChars: 4 });
    const body = { model: 'claude-sonnet-4-6', max_tokens: 9, stream: true, messages: [hello] };
    const sent = await eventsOf(await post(simulator(), body));
    const paddings = sent.map(({ line }) => (/( *)\}$/.exec(line)?.[1] ?? '').length);
    assert.ok(new Set(paddings).size > 3, `paddings ${paddings.join()}`);
  });

  it('carries the headers of the API', async () => {
    const body = { model: 'claude-sonnet-4-6', max_tokens: 9, stream: true, messages: [hello] };
    const { headers } = await post(simulator(), body);
    assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.match(headers.get('request-id') ?? '', /^req_01\w{22}$/);
    for (const kind of ['requests', 'tokens', 'input-tokens', 'output-tokens']) {
      const header = (part: string): string =>
        headers.get(`anthropic-ratelimit-${kind}-${part}`) ?? '';
      assert.match(header('limit'), /^\d+$/);
      assert.ok(Number(header('remaining')) < Number(header('limit')), kind);
      assert.match(header('reset'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
    }
  });
});

describe('the shape of a whole message', () => {
  const { simulator } = eachTest();

  it('has the content, the end and the full usage', async () => {
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'Hm.' },
        text,
        { type: 'tool_use', name: 'look', input: { at: 1 } },
      ],
    });
    const body = { model: 'claude-sonnet-5-5', max_tokens: 1000, messages: [hello] };
    const message: unknown = await (await post(simulator(), body)).json();
    assert.deepEqual(shapeOf(message), {
      ...start.message,
      content: [
        { type: 'thinking', thinking: 'string', signature: 'string' },
        { type: 'text', text: 'string' },
        {
          type: 'tool_use',
          id: 'string',
          name: 'string',
          input: { at: 'number' },
          caller: { type: 'direct' },
        },
      ],
      stop_reason: 'tool_use',
      usage: { ...startUsage, output_tokens_details: { thinking_tokens: 'number' } },
    });
  });
});

describe('the shape of an error', () => {
  const { simulator } = eachTest();

  it('is JSON with its type, message and request id, streamed or not', async () => {
    for (const stream of [true, false]) {
      const body = { model: 'claude-nothing', max_tokens: 9, stream, messages: [hello] };
      const response = await post(simulator(), body);
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.equal(response.headers.get('x-should-retry'), 'false');
      assert.deepEqual(await response.json(), {
        type: 'error',
        error: { type: 'not_found_error', message: 'model: claude-nothing' },
        request_id: response.headers.get('request-id'),
      });
    }
  });
});
