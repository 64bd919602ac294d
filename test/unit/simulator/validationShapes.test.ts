import type { Row } from './refuses';
import { refuses } from './refuses';

const hello = { role: 'user', content: 'Hello' };
const text = (words: string, more: object = {}): object => ({ type: 'text', text: words, ...more });
const saying = (...content: object[]): object => ({ messages: [{ role: 'user', content }] });
const look = { name: 'look', input_schema: { type: 'object' } };

const shapes: readonly Row[] = [
  [{ foo: 1 }, 'foo: Extra inputs are not permitted'],
  [{ temperature: 1 }, 'temperature: Extra inputs are not permitted'],
  [{ top_p: 1 }, 'top_p: Extra inputs are not permitted'],
  [{ top_k: 0 }, 'top_k: Extra inputs are not permitted'],
  [{ max_tokens: undefined }, 'max_tokens: Field required'],
  [{ model: undefined }, 'model: Field required'],
  [{ messages: undefined }, 'messages: Field required'],
  [{ max_tokens: '9' }, 'max_tokens: Input should be a valid integer'],
  [{ max_tokens: 1.5 }, 'max_tokens: Input should be a valid integer'],
  [{ max_tokens: -1 }, 'max_tokens: Input should be greater than or equal to 0'],
  [{ model: 5 }, 'model: Input should be a valid string'],
  [{ messages: 'Hello' }, 'messages: Input should be a valid array'],
  [{ messages: ['Hello'] }, 'messages.0: Input should be an object'],
  [{ messages: [{ role: 'user' }] }, 'messages.0.content: Field required'],
  [{ messages: [{ content: 'Hello' }] }, 'messages.0.role: Field required'],
  [{ messages: [{ ...hello, name: 'me' }] }, 'messages.0.name: Extra inputs are not permitted'],
  [
    { messages: [{ role: 'user', content: 5 }] },
    'messages.0.content: Input should be a valid array',
  ],
  [saying({ text: 'x' }), 'messages.0.content.0.type: Field required'],
  [
    saying(text('x', { colour: 'red' })),
    'messages.0.content.0.text.colour: Extra inputs are not permitted',
  ],
  [saying({ type: 'text' }), 'messages.0.content.0.text.text: Field required'],
  [
    saying(text('x', { cache_control: { type: 'ephemeral', ttl: '2h' } })),
    "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
  ],
  [
    saying(text('x', { cache_control: { type: 'ephemeral', scope: 'org' } })),
    'messages.0.content.0.text.cache_control.ephemeral.scope: Extra inputs are not permitted',
  ],
  [
    { cache_control: { type: 'lasting' } },
    "cache_control: Input tag 'lasting' found using 'type' does not match any of the expected tags: 'ephemeral'",
  ],
  [{ system: 5 }, 'system: Input should be a valid array'],
  [
    { system: [{ type: 'image' }] },
    "system.0: Input tag 'image' found using 'type' does not match any of the expected tags: 'text'",
  ],
  [{ stream: 'yes' }, 'stream: Input should be a valid boolean'],
  [{ stop_sequences: 'x' }, 'stop_sequences: Input should be a valid array'],
  [{ stop_sequences: [' '] }, 'stop_sequences: each stop sequence must contain non-whitespace'],
  [{ metadata: { user: 'me' } }, 'metadata.user: Extra inputs are not permitted'],
  [
    { metadata: { user_id: 'x'.repeat(513) } },
    'metadata.user_id: String should have at most 512 characters',
  ],
  [{ service_tier: 'priority' }, "service_tier: Input should be 'auto' or 'standard_only'"],
  [{ speed: 'quick' }, "speed: Input should be 'standard' or 'fast'"],
  [
    { output_config: { effort: 'huge' } },
    "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'",
  ],
  [
    { output_config: { format: { type: 'json_schema' } } },
    'output_config.format.json_schema.schema: Field required',
  ],
  [{ output_format: {} }, 'output_format: Extra inputs are not permitted'],
  [{ context_management: {} }, 'context_management: Extra inputs are not permitted'],
  [{ thread: { type: 'create' } }, 'thread: Extra inputs are not permitted'],
  [{ diagnostics: { id: 'x' } }, 'diagnostics.id: Extra inputs are not permitted'],
  [{ thinking: { type: 'enabled' } }, 'thinking.enabled.budget_tokens: Field required'],
  [
    { thinking: { type: 'enabled', budget_tokens: 1000 } },
    'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  ],
  [
    { thinking: { type: 'adaptive', budget_tokens: 2000 } },
    'thinking.adaptive.budget_tokens: Extra inputs are not permitted',
  ],
  [
    { thinking: { type: 'adaptive', display: 'updates' } },
    "thinking.adaptive.display: Input should be 'summarized' or 'omitted'",
  ],
  [
    { thinking: { type: 'adaptive', block_binding: {} } },
    'thinking.adaptive.block_binding: Extra inputs are not permitted',
  ],
  [
    { thinking: { type: 'maybe' } },
    "thinking: Input tag 'maybe' found using 'type' does not match any of the expected tags: 'enabled', 'adaptive', 'between_tools', 'disabled'",
  ],
  [
    { tools: [{ ...look, input_schema: undefined }] },
    'tools.0.custom.input_schema: Field required',
  ],
  [
    { tools: [{ ...look, name: 'look up' }] },
    "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  ],
  [{ tools: [{ ...look, input_schema: {} }] }, 'tools.0.custom.input_schema.type: Field required'],
  [
    { tools: [{ ...look, input_schema: { type: 'array' } }] },
    "tools.0.custom.input_schema.type: Input should be 'object'",
  ],
  [
    { tools: [{ ...look, parameters: {} }] },
    'tools.0.custom.parameters: Extra inputs are not permitted',
  ],
  [
    { tools: [{ type: 'bash_20250124', name: 'shell' }] },
    "tools.0.bash_20250124.name: Input should be 'bash'",
  ],
  [{ tool_choice: { type: 'tool' } }, 'tool_choice.tool.name: Field required'],
];

refuses('what has the wrong shape', shapes);
