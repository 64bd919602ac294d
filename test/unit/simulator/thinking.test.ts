import type Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { clientOf, eachTest, errorOf, jsonOf, post } from './support';

const binding = { 'anthropic-beta': 'thinking-binding-controls-2026-08-01' };
const header =
  ' That setting requires the `thinking-binding-controls-2026-08-01` value in the `anthropic-beta` header.';
const mismatch = (path: string, changed: string, controlled = false): string =>
  `${path}: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".${controlled ? '' : header} ${changed}`;
const systemChanged = 'The `system` prompt differs from the one this block was created with.';
const toolsChanged = 'The `tools` list differs from the one this block was created with.';

type Content = Record<string, unknown>[];

interface Body {
  readonly model: string;
  readonly max_tokens: number;
  readonly system?: string;
  readonly tools?: object[];
  readonly thinking?: object;
  readonly output_config?: object;
  readonly metadata?: object;
  readonly tool_choice?: object;
  readonly cache_control?: object;
  readonly messages: { role: string; content: string | Content }[];
}

const user = (text: string): { role: string; content: string } => ({ role: 'user', content: text });
const assistant = (content: Content): { role: string; content: Content } => ({
  role: 'assistant',
  content,
});
const look = { name: 'look', input_schema: { type: 'object' } };

const base = (model = 'claude-sonnet-5-5'): Body => ({
  model,
  max_tokens: 4000,
  system: 'Answer briefly.',
  tools: [look],
  messages: [user('What colour is the sky?')],
});

function suite(accountCreated?: string): {
  simulator: ReturnType<typeof eachTest>['simulator'];
  content: (body: Body) => Promise<Content>;
  conversation: (model?: string) => Promise<Body>;
} {
  const { simulator } = eachTest(accountCreated === undefined ? {} : { accountCreated });
  const content = async (body: Body): Promise<Content> => {
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'Blue, as ever.' },
        { type: 'text', text: 'Blue.' },
      ],
    });
    const response = await post(simulator(), body);
    assert.equal(response.status, 200, await response.clone().text());
    return (await jsonOf<{ content: Content }>(response)).content;
  };
  /** Two turns with thinking, and a third question. */
  const conversation = async (model?: string): Promise<Body> => {
    const first = base(model);
    const turn1 = [...first.messages, assistant(await content(first)), user('And the sea?')];
    const turn2 = [
      ...turn1,
      assistant(await content({ ...first, messages: turn1 })),
      user('And grass?'),
    ];
    return { ...first, messages: turn2 };
  };
  return { simulator, content, conversation };
}

function withMessage(body: Body, index: number, message: Body['messages'][number]): Body {
  return { ...body, messages: body.messages.with(index, message) };
}

const entry = (path: string, reason = 'prefix_binding_mismatch'): object => ({
  type: 'thinking_dropped',
  path,
  reason,
});

/** The blocks of an answer that a body holds. */
function blocksAt(body: Body, index: number): Content {
  const content = body.messages[index]?.content;
  assert.ok(Array.isArray(content));
  return content;
}

/** Leaves out the thinking of one message. */
function withoutThinking(body: Body, index: number): Body {
  const kept = blocksAt(body, index).filter(({ type }) => type !== 'thinking');
  return withMessage(body, index, assistant(kept));
}

describe('replayed thinking on a new account', () => {
  const { simulator, conversation, content } = suite();
  const accepts = async (body: Body, headers = {}): Promise<void> => {
    const response = await post(simulator(), body, headers);
    assert.equal(response.status, 200, await response.clone().text());
  };
  const refuses = async (body: Body, message: string, headers = {}): Promise<void> => {
    const response = await post(simulator(), body, headers);
    assert.equal(await errorOf(response), message);
    assert.equal(response.status, 400);
  };

  it('is accepted while the conversation only grows', async () => {
    await accepts(await conversation());
  });

  it('does not mind what is outside of system, tools and messages', async () => {
    const body = await conversation();
    await accepts({
      ...body,
      max_tokens: 500,
      thinking: { type: 'adaptive', display: 'summarized' },
    });
    await accepts({
      ...body,
      output_config: { effort: 'low' },
      metadata: { user_id: 'x' },
      tool_choice: { type: 'none' },
      cache_control: { type: 'ephemeral' },
    });
  });

  const edits: readonly (readonly [string, (body: Body) => Body, string, string])[] = [
    [
      'the system prompt',
      (body) => ({ ...body, system: 'Answer.' }),
      'messages.1.content.0',
      systemChanged,
    ],
    [
      'a system prompt that is gone',
      ({ system: _gone, ...body }) => body,
      'messages.1.content.0',
      systemChanged,
    ],
    [
      'a tool',
      (body) => ({ ...body, tools: [{ ...look, description: 'Looks.' }] }),
      'messages.1.content.0',
      toolsChanged,
    ],
    [
      'a tool that came',
      (body) => ({ ...body, tools: [look, { ...look, name: 'hear' }] }),
      'messages.1.content.0',
      toolsChanged,
    ],
    [
      'the first message',
      (body) => withMessage(body, 0, user('What colour is it?')),
      'messages.1.content.0',
      'The content at `messages.0.content.0` differs from when this block was created.',
    ],
    [
      'an answer',
      (body) =>
        withMessage(
          body,
          1,
          assistant([...blocksAt(body, 1).slice(0, 1), { type: 'text', text: 'Red.' }]),
        ),
      'messages.3.content.0',
      'The content at `messages.1.content.1` differs from when this block was created.',
    ],
    [
      'the oldest turn, dropped',
      (body) => ({ ...body, messages: body.messages.slice(2) }),
      'messages.1.content.0',
      'Content that preceded this block when it was created is missing from this request, starting at `messages.0.content.0`.',
    ],
  ];
  for (const [what, edit, path, changed] of edits) {
    it(`is refused after an edit of ${what}`, async () => {
      const body = edit(await conversation());
      await refuses(body, mismatch(path, changed));
      await refuses(body, mismatch(path, changed, true), binding);
      const thinking = { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'error' } };
      await refuses({ ...body, thinking }, mismatch(path, changed, true), binding);
    });
  }

  it('may be left out from the start, from the end, or all of it', async () => {
    const body = await conversation();
    await accepts(withoutThinking(body, 1));
    await accepts(withoutThinking(body, 3));
    await accepts(withoutThinking(withoutThinking(body, 1), 3));
  });

  it('must be an unbroken run', async () => {
    const two = await conversation();
    const body = {
      ...two,
      messages: [...two.messages, assistant(await content(two)), user('And snow?')],
    };
    await accepts(body);
    const gap = withoutThinking(body, 3);
    const path = 'messages.5.content.0';
    await refuses(
      gap,
      mismatch(path, 'The thinking blocks before this block differ from when it was created.'),
    );
  });

  it('is the same whether neighbouring messages are sent as one or as two', async () => {
    const first = base();
    const split = { ...first, messages: [user('One.'), user('Two.')] };
    const answer = await content(split);
    const joined = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'One.' },
          { type: 'text', text: 'Two.' },
        ],
      },
      assistant(answer),
      user('Three.'),
    ];
    await accepts({ ...first, messages: joined });
  });

  it('is refused when it was changed itself', async () => {
    const body = await conversation();
    const changed = (index: number, change: object): Body => {
      const [thinking, ...rest] = blocksAt(body, index);
      return withMessage(body, index, assistant([{ ...thinking, ...change }, ...rest]));
    };
    await refuses(
      changed(1, { signature: 'AAAA' }),
      'messages.1.content.0: Invalid `signature` in `thinking` block',
    );
    await refuses(
      changed(1, { thinking: 'Red.' }),
      'messages.1.content.0: Invalid `signature` in `thinking` block',
    );
    await refuses(
      changed(3, { thinking: 'Red.' }),
      'messages.3.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.',
    );
  });

  it('is checked when tokens are counted, too', async () => {
    const { max_tokens: _limit, ...body } = { ...(await conversation()), system: 'Answer.' };
    const response = await post(simulator(), body, {}, '/v1/messages/count_tokens');
    assert.equal(await errorOf(response), mismatch('messages.1.content.0', systemChanged));
  });

  it('survives the SDK’s stream and a tool call', async () => {
    const client = clientOf(simulator());
    const tools: Anthropic.Tool[] = [{ name: 'look', input_schema: { type: 'object' } }];
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Look.' }];
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'I shall look.' },
        { type: 'redacted_thinking' },
        { type: 'text', text: 'Looking.' },
        { type: 'tool_use', name: 'look', input: { at: { x: 1 } } },
        { type: 'thinking', thinking: 'And think.' },
      ],
    });
    const request = { model: 'claude-opus-5-5', max_tokens: 4000, tools };
    const { content: first } = await client.messages
      .stream({ ...request, messages })
      .finalMessage();
    const calls = first.filter((block) => block.type === 'tool_use');
    messages.push({ role: 'assistant', content: first });
    messages.push({
      role: 'user',
      content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'Blue.' })),
    });
    const second = await client.messages.create({ ...request, messages });
    assert.equal(second.stop_reason, 'end_turn');
  });

  describe('with drop_block', () => {
    const thinking = {
      type: 'adaptive',
      block_binding: { prefix_mismatch_behavior: 'drop_block' },
    };
    interface Dropped {
      readonly input_transformations?: object[];
      readonly usage: { readonly input_tokens: number };
      readonly content: Content;
    }
    const send = async (
      body: Body,
      headers: Record<string, string> = binding,
    ): Promise<Dropped> => {
      const response = await post(simulator(), body, headers);
      assert.equal(response.status, 200, await response.clone().text());
      return jsonOf<Dropped>(response);
    };

    it('reports nothing when nothing changed', async () => {
      const answer = await send({ ...(await conversation()), thinking });
      assert.deepEqual(answer.input_transformations, []);
    });

    it('drops and reports each block, which then costs nothing', async () => {
      const body = await conversation();
      const edited = { ...body, system: 'Answer shortly.', thinking };
      const answer = await send(edited);
      assert.deepEqual(answer.input_transformations, [
        entry('messages.1.content.0'),
        entry('messages.3.content.0'),
      ]);
      const stripped = withoutThinking(withoutThinking(edited, 1), 3);
      const bare = await send(stripped);
      assert.equal(answer.usage.input_tokens, bare.usage.input_tokens);
    });

    it('can go on: what is thought afterwards is valid', async () => {
      const edited = { ...(await conversation()), system: 'Answer shortly.', thinking };
      const { content: answer } = await send(edited);
      const messages = [...edited.messages, assistant(answer), user('And snow?')];
      const next = await send({ ...edited, messages });
      assert.deepEqual(next.input_transformations, [
        entry('messages.1.content.0'),
        entry('messages.3.content.0'),
      ]);
    });

    it('needs the beta header', async () => {
      const body = { ...(await conversation()), thinking };
      await refuses(body, 'thinking.adaptive.block_binding: Extra inputs are not permitted');
    });

    it('drops what another family thought, without a word unless asked', async () => {
      const body = { ...(await conversation('claude-opus-5-5')), model: 'claude-sonnet-5-5' };
      const quiet = await send(body, {});
      assert.equal(quiet.input_transformations, undefined);
      const told = await send(body);
      assert.deepEqual(told.input_transformations, [
        entry('messages.1.content.0', 'model_binding_mismatch'),
        entry('messages.3.content.0', 'model_binding_mismatch'),
      ]);
    });

    it('drops what another account thought on Sonnet 5.5', async () => {
      const body = await conversation();
      const told = await send(body, { ...binding, 'x-api-key': 'sk-other' });
      assert.deepEqual(
        told.input_transformations?.[0],
        entry('messages.1.content.0', 'organization_binding_mismatch'),
      );
    });
  });
});

describe('who reads whose thinking', () => {
  const { simulator, conversation } = suite();
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['claude-opus-5', 'claude-opus-5-5', true],
    ['claude-haiku-4-5', 'claude-sonnet-5-5', true],
    ['claude-opus-5-5', 'claude-fable-5-1', true],
    ['claude-opus-5-5', 'claude-fable-5', false],
    ['claude-opus-5-5', 'claude-opus-5', false],
    ['claude-fable-5-1', 'claude-fable-5-2', true],
    ['claude-fable-5-2', 'claude-fable-5-1', false],
    ['claude-fable-5-1', 'claude-opus-5-5', false],
    ['claude-sonnet-5-5', 'claude-haiku-5-5', false],
  ];
  for (const [maker, reader, readable] of rows) {
    it(`${reader} ${readable ? 'reads' : 'does not read'} ${maker}`, async () => {
      const body = await conversation(maker);
      const response = await post(simulator(), { ...body, model: reader }, binding);
      const { input_transformations: entries } = await jsonOf<{
        input_transformations: object[];
      }>(response);
      const thought = maker !== 'claude-haiku-4-5';
      assert.equal(entries.length, readable || !thought ? 0 : 2);
    });
  }
});

describe('the prefix check by account age', () => {
  describe('of an older account', () => {
    const { simulator, conversation } = suite('2026-08-30T23:59:59Z');

    it('lets a changed prefix pass, and flags it under the header', async () => {
      const body = { ...(await conversation()), system: 'Answer.' };
      assert.equal((await post(simulator(), body)).status, 200);
      const response = await post(simulator(), body, binding);
      const { input_transformations: entries } = await jsonOf<{
        input_transformations: object[];
      }>(response);
      const allowed = { type: 'thinking_mismatch_allowed', reason: 'prefix_binding_mismatch' };
      assert.deepEqual(entries, [
        { ...allowed, path: 'messages.1.content.0' },
        { ...allowed, path: 'messages.3.content.0' },
      ]);
    });

    it('is enforced on request, and always on Fable 5.2', async () => {
      const thinking = { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'error' } };
      const sonnet = { ...(await conversation()), system: 'Answer.' };
      assert.equal((await post(simulator(), { ...sonnet, thinking }, binding)).status, 400);
      const fable = { ...(await conversation('claude-fable-5-2')), system: 'Answer.' };
      assert.equal(
        await errorOf(await post(simulator(), fable)),
        mismatch('messages.1.content.0', systemChanged),
      );
    });
  });

  describe('of a new account', () => {
    const { simulator, conversation } = suite('2026-08-31T00:00:00Z');
    const binds: Readonly<Record<string, boolean>> = {
      'claude-fable-5-2': true,
      'claude-fable-5-1': true,
      'claude-opus-5-5': true,
      'claude-sonnet-5-5': true,
      'claude-haiku-5-5': true,
      'claude-opus-5': false,
      'claude-sonnet-5': false,
      'claude-fable-5': false,
    };
    for (const [model, bound] of Object.entries(binds)) {
      it(`${bound ? 'is on' : 'does not exist'} for ${model}`, async () => {
        const body = { ...(await conversation(model)), system: 'Answer.' };
        assert.equal((await post(simulator(), body)).status, bound ? 400 : 200);
      });
    }
  });
});
