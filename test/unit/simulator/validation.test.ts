import assert from 'node:assert/strict';
import type { Row } from './refuses';
import { refuses } from './refuses';
import { eachTest, imageBlock, jsonOf, post } from './support';

const hello = { role: 'user', content: 'Hello' };
const answered = { role: 'assistant', content: 'Hello to you' };
const text = (words: string, more: object = {}): object => ({ type: 'text', text: words, ...more });
const saying = (...content: object[]): object => ({ messages: [{ role: 'user', content }] });
const call = (id: string): object => ({ type: 'tool_use', id, name: 'look', input: {} });
const result = (id: string): object => ({ type: 'tool_result', tool_use_id: id, content: 'blue' });
const look = { name: 'look', input_schema: { type: 'object' } };
const short = { cache_control: { type: 'ephemeral' } };
const long = { cache_control: { type: 'ephemeral', ttl: '1h' } };

const messages: readonly Row[] = [
  [{ messages: [] }, 'messages: at least one message is required'],
  [
    { messages: [{ role: 'tool', content: 'x' }] },
    'messages: Unexpected role "tool". Allowed roles are "user" or "assistant"',
  ],
  [{ messages: [answered, hello] }, 'messages: first message must use the "user" role'],
  [
    { messages: [hello, { role: 'assistant', content: '' }, hello] },
    'messages.1: all messages must have non-empty content except for the optional final assistant message',
  ],
  [
    { messages: [{ role: 'user', content: [] }] },
    'messages.0: all messages must have non-empty content except for the optional final assistant message',
  ],
  [saying(text('')), 'messages: text content blocks must be non-empty'],
  [saying(text(' \n')), 'messages: text content blocks must contain non-whitespace text'],
  [{ system: [text('')] }, 'system: text content blocks must be non-empty'],
  [
    saying(text('', short)),
    'messages.0.content.0.text: cache_control cannot be set for empty text blocks',
  ],
  [
    { messages: [hello, answered] },
    'This model does not support assistant message prefill. The conversation must end with a user message.',
  ],
  [
    saying(call('toolu_1')),
    'messages.0.content.0: `tool_use` blocks can only be in `assistant` messages',
  ],
  [
    { messages: [hello, { role: 'assistant', content: [imageBlock(9, 9)] }, hello] },
    'messages.1.content.0: `image` blocks can only be in `user` messages',
  ],
  [
    {
      messages: [
        hello,
        {
          role: 'assistant',
          content: [
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } },
          ],
        },
        hello,
      ],
    },
    'messages.1.content.0: `document` blocks can only be in `user` messages',
  ],
  [
    saying(
      text('x', {
        citations: [
          {
            type: 'char_location',
            cited_text: 'x',
            document_index: 0,
            document_title: null,
            start_char_index: 0,
            end_char_index: 1,
          },
        ],
      }),
    ),
    'messages.0.content.0.text.citations: Extra inputs are not permitted',
  ],
];

const anyPosition =
  'the directive-only form (content: [] with output_config) is accepted at any position';
const rules = { role: 'system', content: 'Be brief.' };

const systemMessages: readonly Row[] = [
  [
    { messages: [rules, hello] },
    `messages.0: use the top-level 'system' parameter for the initial system prompt; ${anyPosition}`,
  ],
  [
    { messages: [hello, answered, rules] },
    `messages.2: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result; ${anyPosition}`,
  ],
  [
    { messages: [hello, rules, hello] },
    `messages.1: role 'system' must precede an 'assistant' message or end the array; ${anyPosition}`,
  ],
  [
    { messages: [hello, { role: 'system', content: [] }] },
    'messages.1: system content must contain at least one block',
  ],
  [
    { messages: [hello, { role: 'system', content: [imageBlock(9, 9)] }] },
    "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only",
  ],
];

const toolUse = (content: object[], ...after: object[]): object => ({
  tools: [look],
  messages: [hello, { role: 'assistant', content }, ...after],
});
const returning = (...content: object[]): object => ({ role: 'user', content });

const toolPairs: readonly Row[] = [
  [
    toolUse([call('toolu_1'), call('toolu_2')], hello),
    'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1, toolu_2. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
  ],
  [
    toolUse([call('toolu_1')], returning(text('Here:'), result('toolu_1'))),
    'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
  ],
  [
    toolUse([text('x')], returning(result('toolu_9'))),
    'messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_9. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
  ],
  [
    toolUse([call('toolu_1')], returning(result('toolu_1'), result('toolu_1'))),
    'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_1',
  ],
  [
    toolUse([call('toolu_1'), call('toolu_1')], returning(result('toolu_1'))),
    'messages.1.content.1: `tool_use` ids must be unique',
  ],
  [
    toolUse([call('no good')], returning(result('no good'))),
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ],
];

const tools: readonly Row[] = [
  [{ tools: [look, look] }, 'tools: Tool names must be unique.'],
  [
    { tools: [{ ...look, input_schema: { type: 'object', oneOf: [] } }] },
    'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level',
  ],
  [
    { tools: [{ ...look, input_schema: { type: 'object', properties: { 'a b': {} } } }] },
    "tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
  ],
  [
    { tools: [{ ...look, strict: true }] },
    "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
  ],
  [
    {
      tools: [
        {
          ...look,
          strict: true,
          input_schema: {
            type: 'object',
            additionalProperties: false,
            properties: { all: { type: 'array', maxItems: 3 } },
          },
        },
      ],
    },
    "tools.0.custom: For 'array' type, property 'maxItems' is not supported",
  ],
  [
    {
      output_config: {
        format: {
          type: 'json_schema',
          schema: { type: 'object', additionalProperties: false, minProperties: 1 },
        },
      },
    },
    "output_config.format.schema: For 'object' type, property 'minProperties' is not supported",
  ],
  [
    { tool_choice: { type: 'auto' } },
    'tool_choice: `tool_choice` may only be specified while providing `tools`.',
  ],
];

const cacheMarks: readonly Row[] = [
  [
    {
      system: [text('a', short), text('b', short), text('c', short)],
      ...saying(text('d', short), text('e', short)),
    },
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  ],
  [
    {
      ...short,
      system: [text('a', short), text('b', short), text('c', short)],
      ...saying(text('d', short), text('e')),
    },
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  ],
  [
    { system: [text('a', short)], ...saying(text('b', long)) },
    "messages.0.content.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
  ],
  [
    { tools: [{ ...look, ...short }], system: [text('a', long)] },
    "system.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
  ],
  [
    { ...long, system: [text('a', short)] },
    "messages.0.content.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
  ],
  [
    { ...short, ...saying(text('a', long)) },
    "Top-level cache_control has ttl='5m' but the target block already has cache_control with ttl='1h'",
  ],
  [
    {
      messages: [
        hello,
        {
          role: 'assistant',
          content: [{ type: 'thinking', thinking: '', signature: 'x', ...short }],
        },
        hello,
      ],
    },
    'messages.1.content.0.thinking.cache_control: Extra inputs are not permitted',
  ],
  [
    toolUse([call('toolu_1')], returning({ ...result('toolu_1'), content: [text('x', short)] })),
    'messages.2.content.0.tool_result.content.0: cache_control cannot be set for content inside another block',
  ],
];

const warming: readonly Row[] = [
  [{ stream: true }, 'max_tokens: 0 is not supported with `stream`'],
  [
    { output_config: { format: { type: 'json_schema', schema: {} } } },
    'max_tokens: 0 is not supported with `output_config.format`',
  ],
  [
    { tools: [look], tool_choice: { type: 'any' } },
    'max_tokens: 0 is not supported with a `tool_choice` that forces tool use',
  ],
  [
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
    'max_tokens: 0 is not supported with `thinking.type: "enabled"`',
  ],
];

const images: readonly Row[] = [
  [
    saying(imageBlock(8001, 10)),
    'messages.0.content.0.image.source.base64.data: At least one of the image dimensions exceed max allowed size: 8000 pixels',
  ],
  [
    saying(...Array.from({ length: 20 }, () => imageBlock(100, 100)), imageBlock(10, 2001)),
    'messages.0.content.20.image.source.base64.data: At least one of the image dimensions exceed max allowed size for many-image requests: 2000 pixels',
  ],
  [
    saying(...Array.from({ length: 601 }, () => imageBlock(9, 9))),
    'messages: too many images and documents: 601 + 0 > 600',
  ],
  [
    saying({
      ...imageBlock(9, 9),
      source: { type: 'base64', media_type: 'image/jpeg', data: imageBlock(9, 9).source.data },
    }),
    'messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media type, but the image appears to be a image/png image',
  ],
  [
    saying({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }),
    'Could not process image',
  ],
  [
    saying({ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: 'AAAA' } }),
    "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  ],
  [
    saying({ ...imageBlock(4000, 4000), transformations: { oversized_image: 'error' } }),
    'messages.0.content.0.image: image dimensions 4000x4000 exceed the largest that fit this model: 1932x1932',
  ],
  [
    saying({
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' },
    }),
    'messages.0.content.0.document.source.base64.data: The PDF specified was not valid.',
  ],
];

refuses('messages that make no conversation', messages);
refuses('system messages in the wrong place', systemMessages);
refuses('tool calls without their results', toolPairs);
refuses('tools and schemas', tools, { model: 'claude-haiku-5-5' });
refuses('cache marks', cacheMarks);
refuses('warming that asks for an answer', warming, { model: 'claude-opus-4-6', max_tokens: 0 });
refuses('images and PDFs', images);

describe('an image that is too large', () => {
  const { simulator } = eachTest();

  it('is named in the details, wherever it is', async () => {
    const body = {
      model: 'claude-opus-5-5',
      max_tokens: 9,
      ...toolUse(
        [call('toolu_1')],
        returning({ ...result('toolu_1'), content: [imageBlock(9000, 9)] }, imageBlock(9, 8001)),
      ),
    };
    const { error } = await jsonOf<{ error: { details: object } }>(await post(simulator(), body));
    assert.deepEqual(error.details, {
      error_code: 'image_dimensions_too_large',
      max_side_length_pixels: 8000,
      paths: ['messages.2.content.0.content.0', 'messages.2.content.1'],
    });
  });
});

describe('accepts', () => {
  const { simulator } = eachTest();
  const accepted: readonly (readonly [string, object])[] = [
    ['neighbouring user messages', { messages: [hello, hello] }],
    ['neighbouring assistant messages', { messages: [hello, answered, answered, hello] }],
    ['instructions after the user', { messages: [hello, rules] }],
    ['instructions before an answer', { messages: [hello, rules, answered, hello] }],
    ['an empty system string', { system: '' }],
    [
      'results split over two messages',
      toolUse(
        [call('toolu_1'), call('toolu_2')],
        returning(result('toolu_1')),
        returning(result('toolu_2'), text('Go on.')),
      ),
    ],
    ['1h marks before 5m marks', { system: [text('a', long)], ...saying(text('b', short)) }],
    ['the automatic mark on a block that has it', { ...short, ...saying(text('a', short)) }],
    [
      'twenty images of 8000 pixels',
      saying(...Array.from({ length: 20 }, () => imageBlock(8000, 9))),
    ],
    [
      'every parameter there is',
      {
        cache_control: null,
        container: null,
        diagnostics: null,
        inference_geo: 'us',
        metadata: { user_id: 'someone' },
        output_config: {
          effort: 'low',
          format: { type: 'json_schema', schema: { type: 'object', additionalProperties: false } },
        },
        service_tier: 'auto',
        speed: 'fast',
        stop_sequences: ['END'],
        stream: false,
        system: [text('Be brief.')],
        thinking: { type: 'adaptive', display: null },
        tool_choice: { type: 'auto', disable_parallel_tool_use: true },
        tools: [
          {
            ...look,
            type: 'custom',
            description: 'Looks.',
            strict: false,
            eager_input_streaming: null,
            input_examples: [{}],
            allowed_callers: ['direct'],
            defer_loading: false,
          },
          {
            type: 'text_editor_20250728',
            name: 'str_replace_based_edit_tool',
            max_characters: 9000,
          },
          {
            type: 'web_search_20260318',
            name: 'web_search',
            max_uses: 3,
            response_inclusion: 'full',
            user_location: { type: 'approximate', city: 'Berlin' },
          },
          { type: 'code_execution_20260521', name: 'code_execution' },
        ],
      },
    ],
  ];
  for (const [name, change] of accepted) {
    it(name, async () => {
      const body = { model: 'claude-opus-5-5', max_tokens: 5000, messages: [hello], ...change };
      const response = await post(simulator(), body);
      assert.equal(response.status, 200, await response.clone().text());
    });
  }
});
