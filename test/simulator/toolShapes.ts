import { cacheControl } from './blockShapes';
import { isObject } from './json';
import type { Fields, Shape } from './shape';
import {
  anyObject,
  array,
  boolean,
  fail,
  integer,
  join,
  literal,
  nullable,
  number,
  object,
  optional,
  required,
  string,
  tagged,
} from './shape';

const toolName = string({ pattern: /^[a-zA-Z0-9_-]{1,128}$/ });

const callers = array(
  literal(
    'direct',
    'code_execution_20250825',
    'code_execution_20260120',
    'code_execution_20260521',
  ),
);

const common: Fields = {
  allowed_callers: optional(callers),
  cache_control: optional(cacheControl),
  defer_loading: optional(boolean),
  strict: optional(boolean),
};

const clientTool: Fields = { ...common, input_examples: optional(array(anyObject)) };

/** A JSON schema may hold any keyword, so only those that matter to the API are looked at. */
const inputSchema: Shape = (value, path) => {
  if (!isObject(value)) return fail(path, 'Input should be an object');
  const { type, properties, required: names } = value;
  if (type === undefined) return fail(join(path, 'type'), 'Field required');
  literal('object')(type, join(path, 'type'));
  if (properties !== undefined) nullable(anyObject)(properties, join(path, 'properties'));
  if (names !== undefined) nullable(array(string()))(names, join(path, 'required'));
};

const custom: Fields = {
  name: required(toolName),
  description: optional(string()),
  input_schema: required(inputSchema),
  eager_input_streaming: optional(nullable(boolean)),
  ...clientTool,
};

const userLocation = tagged({
  approximate: {
    city: optional(nullable(string())),
    country: optional(nullable(string())),
    region: optional(nullable(string())),
    timezone: optional(nullable(string())),
  },
});

const domains = optional(nullable(array(string())));
const maxUses = optional(nullable(integer({ min: 1 })));
const responseInclusion = optional(literal('full', 'excluded'));

const webSearch: Fields = {
  name: required(literal('web_search')),
  allowed_domains: domains,
  blocked_domains: domains,
  max_uses: maxUses,
  user_location: optional(nullable(userLocation)),
  ...common,
};

const references = array(tagged({ tool_reference: { name: required(string()) } }));
const urlSource = tagged({
  all: {},
  none: {},
  only: { tools: required(references) },
  except: { tools: required(references) },
});

const webFetch: Fields = {
  name: required(literal('web_fetch')),
  allowed_domains: domains,
  blocked_domains: domains,
  max_uses: maxUses,
  max_content_tokens: optional(nullable(integer({ min: 1 }))),
  citations: optional(nullable(object({ enabled: optional(boolean) }))),
  url_sources: optional(
    nullable(
      object({
        client_tool_results: optional(urlSource),
        server_tool_results: optional(urlSource),
        user_input: optional(tagged({ all: {}, none: {} })),
      }),
    ),
  ),
  ...common,
};

const codeExecution: Fields = { name: required(literal('code_execution')), ...common };
const toolset: Fields = {
  cache_control: optional(cacheControl),
  configs: optional(nullable(anyObject)),
};

export const tool: Shape = tagged(
  {
    custom,
    bash_20250124: { name: required(literal('bash')), ...clientTool },
    memory_20250818: { name: required(literal('memory')), ...clientTool },
    text_editor_20250124: { name: required(literal('str_replace_editor')), ...clientTool },
    text_editor_20250429: { name: required(literal('str_replace_based_edit_tool')), ...clientTool },
    text_editor_20250728: {
      name: required(literal('str_replace_based_edit_tool')),
      max_characters: optional(nullable(number({ min: 1 }))),
      ...clientTool,
    },
    browser_toolset_20260801: toolset,
    computer_toolset_20260801: toolset,
    code_execution_20250522: codeExecution,
    code_execution_20250825: codeExecution,
    code_execution_20260120: codeExecution,
    code_execution_20260521: codeExecution,
    web_search_20250305: webSearch,
    web_search_20260209: webSearch,
    web_search_20260318: { ...webSearch, response_inclusion: responseInclusion },
    web_fetch_20250910: webFetch,
    web_fetch_20260209: webFetch,
    web_fetch_20260309: { ...webFetch, use_cache: optional(boolean) },
    web_fetch_20260318: {
      ...webFetch,
      use_cache: optional(boolean),
      response_inclusion: responseInclusion,
    },
    tool_search_tool_bm25: { name: required(literal('tool_search_tool_bm25')), ...common },
    tool_search_tool_bm25_20251119: { name: required(literal('tool_search_tool_bm25')), ...common },
    tool_search_tool_regex: { name: required(literal('tool_search_tool_regex')), ...common },
    tool_search_tool_regex_20251119: {
      name: required(literal('tool_search_tool_regex')),
      ...common,
    },
  },
  'custom',
);
