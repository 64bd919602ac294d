import type Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { clientOf, eachTest, imageBlock, pause, post, textOfTokens } from './support';

type Create = Anthropic.MessageCreateParamsNonStreaming;
type Text = Anthropic.TextBlockParam;
type Tool = Anthropic.Tool;

/** Tokens that a request read, wrote for 5 minutes, wrote for an hour, and paid in full. */
type Split = readonly [read: number, write5m: number, write1h: number, input: number];

const minute = 60_000;
const model = 'claude-opus-5-5';
const mark = { cache_control: { type: 'ephemeral' } } as const;
const hourMark = { cache_control: { type: 'ephemeral', ttl: '1h' } } as const;
const text = (words: string, more: object = {}): Text => ({ type: 'text', text: words, ...more });
const user = (...content: Anthropic.ContentBlockParam[]): Anthropic.MessageParam => ({
  role: 'user',
  content,
});
const assistant = (words: string): Anthropic.MessageParam => ({
  role: 'assistant',
  content: words,
});
const rules = textOfTokens(2000, 'rule');
const look = (description = ''): Tool => ({
  name: 'look',
  description: description + textOfTokens(600, 'look'),
  input_schema: { type: 'object' },
});

const total = ([read, short, long, input]: Split): number => read + short + long + input;
const blocks = (count: number): Text[] =>
  Array.from({ length: count }, (_, index) => text(`part ${index}`));
const afterTool = (input: object, result: Anthropic.ToolResultBlockParam): Partial<Create> => ({
  tools: [look()],
  messages: [
    user(text(rules)),
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input }] },
    user({ ...result, ...mark }),
  ],
});

describe('the prompt cache', () => {
  const { simulator, client } = eachTest();

  const usage = async (change: Partial<Create>): Promise<Anthropic.Usage> => {
    simulator().script({ blocks: [{ type: 'text', text: 'Yes.' }] });
    const base: Create = { model, max_tokens: 100, messages: [user(text('Hello'))] };
    return (await client().messages.create({ ...base, ...change })).usage;
  };
  const split = async (change: Partial<Create>): Promise<Split> => {
    const {
      cache_read_input_tokens: read,
      cache_creation: creation,
      ...rest
    } = await usage(change);
    assert.equal(
      rest.cache_creation_input_tokens,
      (creation?.ephemeral_5m_input_tokens ?? 0) + (creation?.ephemeral_1h_input_tokens ?? 0),
    );
    return [
      read ?? 0,
      creation?.ephemeral_5m_input_tokens ?? 0,
      creation?.ephemeral_1h_input_tokens ?? 0,
      rest.input_tokens,
    ];
  };

  it('is not used without a mark', async () => {
    const [read, short, long] = await split({ system: rules });
    assert.deepEqual([read, short, long], [0, 0, 0]);
    assert.equal((await split({ system: [text(rules, mark)] }))[0], 0);
  });

  it('writes at a mark and reads from it, whatever follows', async () => {
    const first = await split({ system: [text(rules, mark)] });
    assert.ok(first[1] >= 2000);
    assert.deepEqual(first, [0, first[1], 0, first[3]]);
    const second = await split({
      system: [text(rules, mark)],
      messages: [user(text('Something else'))],
    });
    assert.equal(second[0], first[1]);
    assert.equal(second[1], 0);
  });

  it('counts the same total as without a cache', async () => {
    const plain = await client().messages.countTokens({
      model,
      system: [text(rules)],
      messages: [user(text('Hello'))],
    });
    assert.equal(total(await split({ system: [text(rules, mark)] })), plain.input_tokens);
    assert.equal(total(await split({ system: [text(rules, mark)] })), plain.input_tokens);
  });

  it('writes only at marks: what lies between is no entry', async () => {
    await split({ system: [text(rules), text(rules, mark)] });
    const [read] = await split({ system: [text(rules, mark), text('Another second block.')] });
    assert.equal(read, 0);
  });

  it('reads the longest entry and writes the rest', async () => {
    const turn1 = [user(text(rules, mark))];
    const first = await split({ messages: turn1 });
    const turn2 = [user(text(rules)), assistant('Yes.'), user(text(rules, mark))];
    const second = await split({ messages: turn2 });
    assert.equal(second[0], first[1]);
    assert.ok(second[1] > 2000);
    assert.equal(second[3], 0);
  });

  it('moves the automatic mark along with the conversation', async () => {
    const first = await split({ ...mark, messages: [user(text(rules))] });
    assert.ok(first[1] > 2000);
    const second = await split({
      ...mark,
      messages: [user(text(rules)), assistant('Yes.'), user(text('Go on.'))],
    });
    assert.equal(second[0], first[1]);
    assert.ok(second[1] > 0 && second[1] < 20);
    assert.equal(second[3], 0);
  });

  describe('looks back 20 positions', () => {
    for (const [added, found] of [
      [19, true],
      [20, false],
    ] as const) {
      it(`${found ? 'finds' : 'misses'} an entry ${added} blocks before the mark`, async () => {
        const first = await split({ messages: [user(text(rules, mark))] });
        const second = await split({
          messages: [user(text(rules), ...blocks(added - 1), text('last', mark))],
        });
        assert.equal(second[0], found ? first[1] : 0);
      });
    }

    it('counts a run of tool calls, and one of results, as one position', async () => {
      const ids = Array.from({ length: 30 }, (_, index) => `toolu_${index}`);
      const tools = [look()];
      const first = await split({ tools, messages: [user(text(rules, mark))] });
      const second = await split({
        tools,
        messages: [
          user(text(rules)),
          {
            role: 'assistant',
            content: ids.map((id) => ({ type: 'tool_use', id, name: 'look', input: {} })),
          },
          user(
            ...ids.map((id) => ({ type: 'tool_result' as const, tool_use_id: id, content: 'ok' })),
            text('So?', mark),
          ),
        ],
      });
      assert.equal(second[0], first[1]);
    });
  });

  describe('ignores prefixes below the model’s minimum', () => {
    const minima: readonly (readonly [string, number])[] = [
      ['claude-opus-5-5', 512],
      ['claude-sonnet-5', 1024],
      ['claude-opus-4-7', 2048],
      ['claude-haiku-4-5', 4096],
    ];
    for (const [id, minimum] of minima) {
      const cachedAt = async (tokens: number): Promise<boolean> => {
        const charsPerToken = id === 'claude-haiku-4-5' ? 4.55 : 3.5;
        const words = 'a'.repeat(Math.floor(tokens * charsPerToken));
        const [, short] = await split({ model: id, system: [text(words, mark)] });
        return short > 0;
      };
      it(`${id}: ${minimum}`, async () => {
        assert.equal(await cachedAt(minimum - 1), false);
        assert.equal(await cachedAt(minimum), true);
      });
    }
  });

  describe('forgets', () => {
    const system = [text(rules, mark)];
    const hourly = [text(rules, hourMark)];

    it('after five minutes without use', async () => {
      await split({ system });
      simulator().clock.advance(4.9 * minute);
      assert.ok((await split({ system }))[0] > 0);
      simulator().clock.advance(4.9 * minute);
      assert.ok((await split({ system }))[0] > 0, 'a read refreshes it');
      simulator().clock.advance(5 * minute);
      assert.equal((await split({ system }))[0], 0);
    });

    it('after an hour with ttl 1h', async () => {
      const [, short, long] = await split({ system: hourly });
      assert.deepEqual([short, long > 0], [0, true]);
      simulator().clock.advance(59 * minute);
      assert.ok((await split({ system: hourly }))[0] > 0);
      simulator().clock.advance(60 * minute);
      assert.equal((await split({ system: hourly }))[0], 0);
    });

    it('counts from the start of the request, not from its first event or its end', async () => {
      const body = { model, max_tokens: 9, stream: true, system, messages: [user(text('Hello'))] };
      simulator().fault({ kind: 'stall', afterEvent: 0, ms: 30 });
      const running = post(simulator(), body);
      await pause(10);
      simulator().clock.advance(4 * minute);
      await (await running).text();
      simulator().clock.advance(1 * minute);
      assert.equal((await split({ system }))[0], 0);
    });

    it('not what was read from a mark further on', async () => {
      const start = user(text(rules));
      const [, written] = await split({ messages: [user(text(rules, mark))] });
      simulator().clock.advance(4 * minute);
      await split({ messages: [start, assistant('Yes.'), user(text('Go on.', mark))] });
      simulator().clock.advance(4 * minute);
      const other = await split({ messages: [start, assistant('No.'), user(text('So?', mark))] });
      assert.equal(other[0], written);
    });
  });

  it('bills an hour up to the last 1h mark and five minutes up to the last mark', async () => {
    const request = {
      system: [text(rules, hourMark)],
      messages: [user(text(rules, mark), text('tail'))],
    };
    const [read, short, long, input] = await split(request);
    assert.equal(read, 0);
    assert.ok(long > 2000 && short > 2000 && input < 10, `${short} ${long} ${input}`);
    simulator().clock.advance(10 * minute);
    const later = await split(request);
    assert.deepEqual(later, [long, short, 0, input], 'the hour is still warm, the minutes are not');
  });

  describe('starts over from the level that changed', () => {
    const tools = [{ ...look(), ...mark }];
    const system = [text(rules, mark)];
    const messages = [user(text(rules, mark))];
    const base: Partial<Create> = { tools, system, messages };
    const levels = async (change: Partial<Create>): Promise<string> => {
      const whole = await split(base);
      const [read, written] = await split({ ...base, ...change });
      if (written === 0) return 'nothing';
      if (read === 0) return 'tools';
      const third = whole[1] / 3;
      return read < third ? 'system' : 'messages';
    };
    const rows: readonly (readonly [string, Partial<Create>, string])[] = [
      ['nothing', {}, 'nothing'],
      ['a tool', { tools: [{ ...look('x'), ...mark }] }, 'tools'],
      ['the system prompt', { system: [text(`${rules}!`, mark)] }, 'system'],
      ['a message', { messages: [user(text(`${rules}!`, mark))] }, 'messages'],
      ['the speed', { speed: 'fast' }, 'system'],
      [
        'the output format',
        { output_config: { format: { type: 'json_schema', schema: {} } } },
        'system',
      ],
      ['tool_choice', { tool_choice: { type: 'none' } }, 'messages'],
      ['the effort', { output_config: { effort: 'low' } }, 'messages'],
      ['the effort, to its default', { output_config: { effort: 'medium' } }, 'nothing'],
      ['thinking, to its default', { thinking: { type: 'adaptive' } }, 'nothing'],
      ['max_tokens and metadata', { max_tokens: 50, metadata: { user_id: 'x' } }, 'nothing'],
      ['where images are', { messages: [user(text(rules, mark), imageBlock(9, 9))] }, 'messages'],
      ['where marks are', { messages: [user(text(rules))] }, 'nothing'],
    ];
    for (const [name, change, expected] of rows) {
      it(`${name}: ${expected}`, async () => {
        assert.equal(await levels(change), expected);
      });
    }
  });

  it('compares tool inputs byte for byte, but not the order of a block’s own fields', async () => {
    const first = await split(
      afterTool({ a: 1, b: 2 }, { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }),
    );
    const same = await split(
      afterTool({ a: 1, b: 2 }, { content: 'ok', tool_use_id: 'toolu_1', type: 'tool_result' }),
    );
    assert.equal(same[0], first[1]);
    const turned = await split(
      afterTool({ b: 2, a: 1 }, { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }),
    );
    assert.equal(turned[0], 0);
  });

  it('belongs to one account and one model', async () => {
    const request = {
      model,
      max_tokens: 9,
      system: [text(rules, mark)],
      messages: [user(text('Hello'))],
    };
    await client().messages.create(request);
    const other = await clientOf(simulator(), 'sk-other').messages.create(request);
    assert.equal(other.usage.cache_read_input_tokens, 0);
    const newer = await client().messages.create({ ...request, model: 'claude-sonnet-5-5' });
    assert.equal(newer.usage.cache_read_input_tokens, 0);
    const again = await client().messages.create(request);
    assert.ok((again.usage.cache_read_input_tokens ?? 0) > 0);
  });

  it('can be read once the first response has begun, and not before', async () => {
    const system = [text(rules, mark)];
    const body = { model, max_tokens: 9, stream: true, system, messages: [user(text('Hello'))] };
    simulator().fault([
      { kind: 'stall', afterEvent: 0 },
      { kind: 'stall', afterEvent: 1 },
    ]);
    const silent = await post(simulator(), body);
    const begun = await post(simulator(), { ...body, model: 'claude-sonnet-5-5' });
    while ((simulator().requests[1]?.events ?? 0) === 0) await pause(2);
    assert.ok((await split({ model: 'claude-sonnet-5-5', system }))[0] > 0);
    assert.equal((await split({ system }))[0], 0);
    await Promise.all([silent.body?.cancel(), begun.body?.cancel()]);
  });

  it('keeps nothing of a request that failed', async () => {
    const system = [text(rules, mark)];
    simulator().fault([
      { kind: 'http', status: 529 },
      { kind: 'cut', afterEvent: 0 },
    ]);
    await assert.rejects(split({ system }));
    await assert.rejects(split({ system }));
    assert.equal((await split({ system }))[0], 0);
  });

  it('is warmed by max_tokens 0 without an answer', async () => {
    const system = [text(rules, mark)];
    const message = await client().messages.create({
      model,
      max_tokens: 0,
      system,
      messages: [user(text('placeholder'))],
    });
    assert.deepEqual(message.content, []);
    assert.equal(message.stop_reason, 'max_tokens');
    assert.equal(message.usage.output_tokens, 0);
    assert.ok((message.usage.cache_creation_input_tokens ?? 0) > 2000);
    assert.ok((await split({ system }))[0] > 2000);
  });

  it('tells the split only in message_start', async () => {
    const body = {
      model,
      max_tokens: 9,
      stream: true,
      system: [text(rules, mark)],
      messages: [user(text('Hello'))],
    };
    const events = await (await post(simulator(), body)).text();
    assert.equal(events.match(/ephemeral_5m_input_tokens/g)?.length, 1);
    const written = [...events.matchAll(/"cache_creation_input_tokens":(\d+)/g)].map(([, n]) => n);
    assert.equal(written.length, 2);
    assert.equal(written[0], written[1]);
  });
});
