import { invalidRequest } from './apiError';
import { cacheControl, contentBlock, textBlock } from './blockShapes';
import type { JsonObject } from './json';
import { isObject } from './json';
import type { MessagesRequest } from './request';
import type { Fields, Shape } from './shape';
import {
  anyObject,
  array,
  boolean,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  required,
  string,
  stringOr,
  tagged,
} from './shape';
import { tool } from './toolShapes';

/** What changes the set of accepted fields: the API version and the beta headers. */
export interface Dialect {
  readonly version: '2023-06-01' | '2026-10-21';
  readonly betas: ReadonlySet<string>;
}

export const bindingControls = 'thinking-binding-controls-2026-08-01';
const displayUpdates = 'thinking-display-updates-2026-08-18';

function thinking({ betas }: Dialect): Shape {
  const display = betas.has(displayUpdates)
    ? literal('summarized', 'omitted', 'updates')
    : literal('summarized', 'omitted');
  const binding: Fields = betas.has(bindingControls)
    ? {
        block_binding: optional(
          nullable(
            object({
              prefix_mismatch_behavior: optional(nullable(literal('error', 'drop_block'))),
            }),
          ),
        ),
      }
    : {};
  const shown: Fields = { display: optional(nullable(display)), ...binding };
  return tagged({
    enabled: { budget_tokens: required(integer({ min: 1024 })), ...shown },
    adaptive: shown,
    between_tools: {},
    disabled: {},
  });
}

const parallel: Fields = { disable_parallel_tool_use: optional(boolean) };
const toolChoice = tagged({
  auto: parallel,
  any: parallel,
  tool: { name: required(string()), ...parallel },
  none: {},
});

const message: Shape = object({
  role: required(string()),
  content: required(stringOr(array(contentBlock))),
});

function common(dialect: Dialect): Fields {
  return {
    model: required(string({ minLength: 1, maxLength: 256 })),
    messages: required(array(message, { maxLength: 100_000 })),
    system: optional(stringOr(array(textBlock))),
    cache_control: optional(cacheControl),
    output_config: optional(
      object({
        effort: optional(nullable(literal('low', 'medium', 'high', 'xhigh', 'max'))),
        format: optional(nullable(tagged({ json_schema: { schema: required(anyObject) } }))),
      }),
    ),
    speed: optional(nullable(literal('standard', 'fast'))),
    thinking: optional(thinking(dialect)),
    tool_choice: optional(toolChoice),
    tools: optional(array(tool)),
  };
}

const container: Shape = stringOr(
  object({
    id: optional(nullable(string())),
    skills: optional(
      nullable(
        array(
          object({
            skill_id: required(string({ minLength: 1, maxLength: 64 })),
            type: required(literal('anthropic', 'custom')),
            version: optional(string({ minLength: 1, maxLength: 64 })),
          }),
          { maxLength: 8 },
        ),
      ),
    ),
  }),
);

const sampling: Fields = {
  temperature: optional(number({ min: 0, max: 1 })),
  top_p: optional(number({ min: 0, max: 1 })),
  top_k: optional(integer({ min: 0 })),
};

export function assertMessagesRequest(
  body: unknown,
  dialect: Dialect,
): asserts body is MessagesRequest {
  object({
    ...common(dialect),
    max_tokens: required(integer({ min: 0 })),
    container: optional(nullable(container)),
    diagnostics: optional(nullable(object({ previous_message_id: optional(nullable(string())) }))),
    inference_geo: optional(nullable(string())),
    metadata: optional(object({ user_id: optional(nullable(string({ maxLength: 512 }))) })),
    service_tier: optional(literal('auto', 'standard_only')),
    stop_sequences: optional(array(string())),
    stream: optional(boolean),
    ...(dialect.version === '2023-06-01' ? sampling : {}),
  })(jsonOf(body), '');
}

/** Counting takes what makes up the prompt, and nothing about the answer. */
export function assertCountRequest(
  body: unknown,
  dialect: Dialect,
): asserts body is Omit<MessagesRequest, 'max_tokens'> {
  object(common(dialect))(jsonOf(body), '');
}

function jsonOf(body: unknown): JsonObject {
  if (!isObject(body)) throw invalidRequest('Input should be an object');
  return body;
}
