import assert from 'node:assert/strict';
import { eachTest, errorOf, jsonOf, post, refusalOf } from './support';

const thinkingTypes = ['adaptive', 'enabled', 'between_tools', 'disabled'] as const;

/**
 * One row a model: what it does when thinking is omitted, then with each value of
 * `thinking.type` in the order above. `h` means at effort high and below.
 */
const thinkingTable: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'claude-fable-5-2': ['thinks', 'yes', 'no', 'no', 'no'],
  'claude-fable-5-1': ['thinks', 'yes', 'no', 'no', 'no'],
  'claude-fable-5': ['thinks', 'yes', 'no', 'no', 'no'],
  'claude-opus-5-5': ['thinks', 'yes', 'no', 'no', 'no'],
  'claude-sonnet-5-5': ['thinks', 'yes', 'no', 'h', 'no'],
  'claude-haiku-5-5': ['thinks', 'yes', 'no', 'no', 'h'],
  'claude-opus-5': ['thinks', 'yes', 'no', 'no', 'h'],
  'claude-sonnet-5': ['thinks', 'yes', 'no', 'no', 'yes'],
  'claude-opus-4-8': ['silent', 'yes', 'no', 'no', 'yes'],
  'claude-opus-4-7': ['silent', 'yes', 'no', 'no', 'yes'],
  'claude-opus-4-6': ['silent', 'yes', 'yes', 'no', 'yes'],
  'claude-sonnet-4-6': ['silent', 'yes', 'yes', 'no', 'yes'],
  'claude-opus-4-5': ['silent', 'no', 'yes', 'no', 'yes'],
  'claude-sonnet-4-5': ['silent', 'no', 'yes', 'no', 'yes'],
  'claude-haiku-4-5': ['silent', 'no', 'yes', 'no', 'yes'],
};

const effortTable: Readonly<Record<string, string>> = {
  'claude-fable-5-2': 'low medium high xhigh max',
  'claude-haiku-5-5': 'low medium high xhigh max',
  'claude-sonnet-5': 'low medium high xhigh max',
  'claude-opus-4-7': 'low medium high xhigh max',
  'claude-opus-4-6': 'low medium high max',
  'claude-sonnet-4-6': 'low medium high max',
  'claude-opus-4-5': 'low medium high',
  'claude-sonnet-4-5': '',
  'claude-haiku-4-5': '',
};

const ids = Object.keys(thinkingTable);
const hello = { role: 'user', content: 'Hello' };
const look = { name: 'look', input_schema: { type: 'object' } };

describe('GET /v1/models', () => {
  const { client, simulator } = eachTest();

  it('lists the models newest first, the retired ones only when asked', async () => {
    const page = await client().models.list();
    const listed = page.data.map(({ id }) => id.replace(/-20\d{6}$/, ''));
    assert.deepEqual(listed.toSorted(), ids.toSorted());
    const dates = page.data.map((model) => model.created_at);
    assert.deepEqual(dates, dates.toSorted().toReversed());
    assert.equal(page.has_more, false);
    const retired = await client().models.list({ lifecycle: ['retired'] });
    assert.ok(retired.data.length > 0);
    assert.ok(retired.data.every(({ lifecycle }) => lifecycle === 'retired'));
  });

  it('comes a page at a time', async () => {
    const all = (await client().models.list()).data.map(({ id }) => id);
    const paged: string[] = [];
    for await (const { id } of client().models.list({ limit: 4 })) paged.push(id);
    assert.deepEqual(paged, all);
    const before = await client().models.list({ limit: 2, before_id: all[5] ?? '' });
    assert.deepEqual(
      before.data.map(({ id }) => id),
      all.slice(3, 5),
    );
  });

  it('has every field that the SDK knows', async () => {
    const model = await client().models.retrieve('claude-sonnet-5-5');
    assert.deepEqual(model, {
      type: 'model',
      id: 'claude-sonnet-5-5',
      display_name: 'Claude Sonnet 5.5',
      created_at: '2026-09-28T00:00:00Z',
      line: 'sonnet',
      lifecycle: 'active',
      deprecated_at: null,
      retires_at: null,
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      capabilities: {
        batch: { supported: true },
        citations: { supported: true },
        code_execution: { supported: true },
        context_management: {
          supported: true,
          clear_thinking_20251015: { supported: true },
          clear_tool_uses_20250919: { supported: true },
          compact_20260112: { supported: true },
        },
        effort: {
          supported: true,
          low: { supported: true },
          medium: { supported: true },
          high: { supported: true },
          xhigh: { supported: true },
          max: { supported: true },
        },
        image_input: { supported: true },
        pdf_input: { supported: true },
        server_tools: {
          supported: true,
          web_search: { supported: true },
          code_execution: { supported: true },
        },
        structured_outputs: { supported: true },
        thinking: {
          supported: true,
          types: {
            adaptive: { supported: true },
            between_tools: { supported: true },
            disabled: { supported: false },
            enabled: { supported: false },
          },
        },
      },
    });
  });

  it('resolves an alias to its snapshot, and so does a message', async () => {
    const model = await client().models.retrieve('claude-sonnet-4-5');
    assert.equal(model.id, 'claude-sonnet-4-5-20250929');
    assert.equal(model.lifecycle, 'deprecated');
    assert.equal(model.retires_at, '2026-11-30T00:00:00Z');
    const answer = await post(simulator(), {
      model: 'claude-haiku-4-5',
      max_tokens: 9,
      messages: [hello],
    });
    const { model: id } = await jsonOf<{ model: string }>(answer);
    assert.equal(id, 'claude-haiku-4-5-20251001');
  });

  it('refuses what it does not know', async () => {
    const rows: readonly (readonly [() => Promise<unknown>, number, string])[] = [
      [() => client().models.retrieve('claude-9'), 404, 'model: claude-9'],
      [
        () => client().models.list({ limit: 0 }),
        400,
        'limit: Input should be greater than or equal to 1',
      ],
      [() => client().models.list({ after_id: 'x' }), 400, 'after_id: Model not found: x'],
    ];
    for (const [request, status, message] of rows) {
      const refusal = await refusalOf(request());
      assert.deepEqual([refusal.status, refusal.message], [status, message]);
    }
  });
});

describe('models that are not there', () => {
  const { simulator } = eachTest();

  it('are a 404: unknown, retired, or for verified organizations', async () => {
    for (const model of [
      'claude-sonet-4-5',
      'claude-opus-4-1',
      'claude-3-haiku-20240307',
      'claude-mythos-5-2',
    ]) {
      const response = await post(simulator(), { model, max_tokens: 9, messages: [hello] });
      assert.equal(response.status, 404, model);
      assert.equal(await errorOf(response), `model: ${model}`);
    }
  });
});

describe('a verified organization', () => {
  const { client } = eachTest({ verifiedOrganization: true });

  it('has Mythos too', async () => {
    const { data } = await client().models.list({ limit: 100 });
    assert.equal(data.filter(({ line }) => line === 'mythos').length, 3);
  });
});

describe('the thinking of each model', () => {
  const { simulator } = eachTest();
  const ask = (model: string, change: object): Promise<Response> =>
    post(simulator(), { model, max_tokens: 4000, messages: [hello], ...change });

  for (const [model, [omitted, ...row]] of Object.entries(thinkingTable)) {
    it(model, async () => {
      simulator().script({
        blocks: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: 'Yes.' },
        ],
      });
      const { content } = await jsonOf<{ content: { type: string }[] }>(await ask(model, {}));
      assert.equal(
        content.some(({ type }) => type === 'thinking'),
        omitted === 'thinks',
        'omitted',
      );
      for (const [index, type] of thinkingTypes.entries()) {
        const thinking = { type, ...(type === 'enabled' ? { budget_tokens: 2000 } : {}) };
        const statusAt = async (effort: string): Promise<number> => {
          const change = effort === '' ? {} : { output_config: { effort } };
          return (await ask(model, { thinking, ...change })).status;
        };
        const accepted = row[index] ?? '';
        assert.equal(await statusAt(''), accepted === 'no' ? 400 : 200, type);
        if (accepted !== 'h') continue;
        assert.equal(await statusAt('high'), 200, `${type} at high`);
        assert.equal(await statusAt('xhigh'), 400, `${type} at xhigh`);
        assert.equal(await statusAt('max'), 400, `${type} at max`);
      }
    });
  }

  it('is refused in the words of the API', async () => {
    const control =
      '"thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
    const rows: readonly (readonly [string, object, string])[] = [
      [
        'claude-opus-4-7',
        { type: 'enabled', budget_tokens: 2000 },
        `"thinking.type.enabled" is not supported for this model. Use ${control}`,
      ],
      [
        'claude-opus-5-5',
        { type: 'disabled' },
        `"thinking.type.disabled" is not supported for this model. Use ${control}`,
      ],
      [
        'claude-sonnet-5-5',
        { type: 'disabled' },
        `"thinking.type.disabled" is not supported for this model. Use "thinking.type.between_tools" for the lowest thinking setting, or ${control}`,
      ],
      [
        'claude-haiku-4-5',
        { type: 'adaptive' },
        'adaptive thinking is not supported on this model',
      ],
      [
        'claude-haiku-4-5',
        { type: 'between_tools' },
        '"thinking.type.between_tools" is not supported for this model.',
      ],
      [
        'claude-haiku-4-5',
        { type: 'enabled', budget_tokens: 4000 },
        '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
      ],
    ];
    for (const [model, thinking, message] of rows) {
      assert.equal(await errorOf(await ask(model, { thinking })), message);
    }
    const off = { thinking: { type: 'disabled' }, output_config: { effort: 'max' } };
    assert.equal(
      await errorOf(await ask('claude-opus-5', off)),
      "output_config.effort 'max' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
    );
  });

  const thinkingOf = async (model: string, thinking: object): Promise<string | undefined> => {
    simulator().script({ blocks: [{ type: 'thinking', thinking: 'Hm.' }] });
    const { content } = await jsonOf<{ content: { thinking?: string }[] }>(
      await ask(model, { thinking }),
    );
    return content[0]?.thinking;
  };

  it('is shown only when asked, except on older models', async () => {
    assert.equal(await thinkingOf('claude-opus-5', { type: 'adaptive' }), '');
    assert.equal(
      await thinkingOf('claude-opus-5', { type: 'adaptive', display: 'summarized' }),
      'Hm.',
    );
    assert.equal(await thinkingOf('claude-opus-4-6', { type: 'adaptive' }), 'Hm.');
    assert.equal(await thinkingOf('claude-opus-4-6', { type: 'adaptive', display: 'omitted' }), '');
  });

  it('must begin the turn that waits for results when it has a budget', async () => {
    const messages = [
      hello,
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] },
    ];
    const thinking = { type: 'enabled', budget_tokens: 2000 };
    const refused = await ask('claude-haiku-4-5', { messages, tools: [look], thinking });
    assert.match(
      await errorOf(refused),
      /^messages\.1\.content\.0\.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`\./,
    );
    assert.equal((await ask('claude-haiku-4-5', { messages, tools: [look] })).status, 200);
  });
});

describe('the effort of each model', () => {
  const { simulator } = eachTest();

  for (const [model, levels] of Object.entries(effortTable)) {
    it(model, async () => {
      for (const effort of ['low', 'medium', 'high', 'xhigh', 'max']) {
        const response = await post(simulator(), {
          model,
          max_tokens: 9,
          messages: [hello],
          output_config: { effort },
        });
        if (levels.split(' ').includes(effort)) {
          assert.equal(response.status, 200, effort);
        } else {
          const supported = levels.split(' ').toSorted().join(', ');
          const expected =
            levels === ''
              ? 'This model does not support the effort parameter.'
              : `This model does not support effort level '${effort}'. Supported levels: ${supported}.`;
          assert.equal(await errorOf(response), expected);
        }
      }
    });
  }
});

describe('what else depends on the model', () => {
  const { simulator } = eachTest();
  const forced = { tools: [look], tool_choice: { type: 'any' } };
  const named = { tools: [look], tool_choice: { type: 'tool', name: 'look' } };
  const prefill = { messages: [hello, { role: 'assistant', content: 'Hello' }] };
  const system = { messages: [hello, { role: 'system', content: 'Be brief.' }] };
  const noForce = 'tool_choice: type "tool" and "any" are not supported for this model.';
  const noPrefill =
    'This model does not support assistant message prefill. The conversation must end with a user message.';
  const noSystem =
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.';
  const later = { 'anthropic-beta': 'fast-mode-2026-02-01' };
  const rows: readonly (readonly [string, object, string, Record<string, string>?])[] = [
    ...['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-fable-5-1', 'claude-fable-5-2'].flatMap(
      (model) => [[model, forced, noForce] as const, [model, named, noForce] as const],
    ),
    ['claude-haiku-5-5', forced, ''],
    ['claude-opus-5', named, ''],
    [
      'claude-opus-5',
      { ...forced, thinking: { type: 'adaptive' } },
      'Thinking may not be enabled when tool_choice forces tool use.',
    ],
    [
      'claude-opus-5',
      { ...named, tool_choice: { type: 'tool', name: 'hear' } },
      "Tool 'hear' not found in provided tools",
    ],
    ['claude-haiku-4-5', prefill, ''],
    [
      'claude-haiku-4-5',
      { messages: [hello, { role: 'assistant', content: 'Hello ' }] },
      'messages: final assistant content cannot end with trailing whitespace',
    ],
    ['claude-sonnet-4-6', prefill, noPrefill],
    ['claude-opus-5', prefill, noPrefill],
    ...[
      'claude-opus-4-8',
      'claude-opus-5',
      'claude-fable-5',
      'claude-sonnet-5-5',
      'claude-haiku-5-5',
    ].map((model) => [model, system, ''] as const),
    ...['claude-sonnet-5', 'claude-opus-4-7', 'claude-haiku-4-5'].map(
      (model) => [model, system, noSystem] as const,
    ),
    ['claude-opus-5-5', { speed: 'fast' }, ''],
    ['claude-fable-5-2', { speed: 'fast' }, ''],
    ['claude-opus-5', { speed: 'fast' }, 'speed: Extra inputs are not permitted'],
    ['claude-opus-5', { speed: 'fast' }, '', later],
    ['claude-sonnet-5-5', { speed: 'fast' }, "'claude-sonnet-5-5' does not support fast mode."],
    [
      'claude-haiku-4-5',
      { inference_geo: 'us' },
      "'claude-haiku-4-5' does not support the `inference_geo` parameter.",
    ],
    ['claude-opus-4-6', { inference_geo: 'us' }, ''],
    [
      'claude-opus-4-6',
      { inference_geo: 'moon' },
      "inference_geo: Input should be 'global' or 'us'",
    ],
    [
      'claude-opus-5-5',
      { max_tokens: 128_001 },
      'max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for claude-opus-5-5',
    ],
    [
      'claude-haiku-4-5',
      { max_tokens: 64_001 },
      'max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5-20251001',
    ],
  ];

  for (const [model, change, message, headers] of rows) {
    it(`${model}: ${JSON.stringify(change).slice(0, 60)}`, async () => {
      const body = { model, max_tokens: 2000, messages: [hello], ...change };
      const response = await post(simulator(), body, headers);
      if (message === '') assert.equal(response.status, 200, await response.clone().text());
      else assert.equal(await errorOf(response), message);
    });
  }

  it('the length of its prompt', async () => {
    const body = { model: 'claude-haiku-4-5', max_tokens: 9, stream: true };
    const response = await post(simulator(), {
      ...body,
      messages: [{ role: 'user', content: 'x'.repeat(1_000_000) }],
    });
    assert.equal(response.status, 400);
    assert.match(await errorOf(response), /^prompt is too long: 2\d{5} tokens > 200000 maximum$/);
    assert.equal(response.headers.get('content-type'), 'application/json');
  });
});
