import type { Fields, Shape } from './shape';
import {
  anyObject,
  anything,
  array,
  boolean,
  integer,
  literal,
  nullable,
  object,
  optional,
  required,
  string,
  stringOr,
  tagged,
} from './shape';

export const cacheControl: Shape = nullable(
  tagged({ ephemeral: { ttl: optional(literal('5m', '1h')) } }),
);

const cached: Fields = { cache_control: optional(cacheControl) };
const citationsConfig = object({ enabled: optional(boolean) });

const citation = tagged({
  char_location: {
    cited_text: required(string()),
    document_index: required(integer({ min: 0 })),
    document_title: required(nullable(string())),
    start_char_index: required(integer({ min: 0 })),
    end_char_index: required(integer()),
  },
  page_location: {
    cited_text: required(string()),
    document_index: required(integer({ min: 0 })),
    document_title: required(nullable(string())),
    start_page_number: required(integer({ min: 1 })),
    end_page_number: required(integer()),
  },
  content_block_location: {
    cited_text: required(string()),
    document_index: required(integer({ min: 0 })),
    document_title: required(nullable(string())),
    start_block_index: required(integer({ min: 0 })),
    end_block_index: required(integer()),
  },
  search_result_location: {
    cited_text: required(string()),
    search_result_index: required(integer({ min: 0 })),
    source: required(string()),
    title: required(nullable(string())),
    start_block_index: required(integer({ min: 0 })),
    end_block_index: required(integer()),
  },
  web_search_result_location: {
    cited_text: required(string()),
    encrypted_index: required(string()),
    title: required(nullable(string())),
    url: required(string()),
  },
});

const text: Fields = {
  text: required(string()),
  citations: optional(nullable(array(citation))),
  ...cached,
};

const image: Fields = {
  source: required(
    tagged({
      base64: {
        media_type: required(literal('image/jpeg', 'image/png', 'image/gif', 'image/webp')),
        data: required(string({ minLength: 1 })),
      },
      url: { url: required(string({ minLength: 1 })) },
      file: { file_id: required(string({ minLength: 1 })) },
    }),
  ),
  transformations: optional(
    nullable(object({ oversized_image: optional(literal('downsize', 'error')) })),
  ),
  ...cached,
};

const document: Fields = {
  source: required(
    tagged({
      base64: {
        media_type: required(literal('application/pdf')),
        data: required(string({ minLength: 1 })),
      },
      text: { media_type: required(literal('text/plain')), data: required(string()) },
      content: { content: required(stringOr(array(tagged({ text, image })))) },
      url: { url: required(string({ minLength: 1 })) },
      file: { file_id: required(string({ minLength: 1 })) },
    }),
  ),
  title: optional(nullable(string({ minLength: 1, maxLength: 500 }))),
  context: optional(nullable(string({ minLength: 1 }))),
  citations: optional(nullable(citationsConfig)),
  ...cached,
};

const searchResult: Fields = {
  source: required(string()),
  title: required(string()),
  content: required(array(tagged({ text }))),
  citations: optional(citationsConfig),
  ...cached,
};

const toolReference: Fields = { tool_name: required(string({ minLength: 1 })), ...cached };
const caller = tagged({
  direct: {},
  code_execution_20250825: { tool_id: required(string()) },
  code_execution_20260120: { tool_id: required(string()) },
});
const toolUseId = string({ pattern: /^[a-zA-Z0-9_-]+$/ });

const toolUse: Fields = {
  id: required(toolUseId),
  name: required(string({ minLength: 1, maxLength: 200 })),
  input: required(anyObject),
  caller: optional(caller),
  toolset_name: optional(nullable(string())),
  ...cached,
};

const toolResult: Fields = {
  tool_use_id: required(toolUseId),
  content: optional(
    stringOr(
      array(
        tagged({
          text,
          image,
          document,
          search_result: searchResult,
          tool_reference: toolReference,
          browser_state: { tabs: required(array(anyObject)), state_changes: optional(anything) },
        }),
      ),
    ),
  ),
  is_error: optional(boolean),
  toolset_name: optional(nullable(string())),
  ...cached,
};

const serverToolUse: Fields = {
  id: required(string({ pattern: /^srvtoolu_[a-zA-Z0-9_]+$/ })),
  name: required(
    literal(
      'web_search',
      'web_fetch',
      'code_execution',
      'bash_code_execution',
      'text_editor_code_execution',
      'tool_search_tool_regex',
      'tool_search_tool_bm25',
    ),
  ),
  input: required(anyObject),
  caller: optional(caller),
  ...cached,
};

/** Results of server tools come back as the API gave them; their inside is the API's own. */
const serverToolResult: Fields = {
  tool_use_id: required(string({ pattern: /^srvtoolu_[a-zA-Z0-9_]+$/ })),
  content: required(anything),
  ...cached,
};
const calledServerToolResult: Fields = { ...serverToolResult, caller: optional(caller) };

export const textBlock: Shape = tagged({ text });

/** Every content block that a message may hold, whichever its role. */
export const contentBlock: Shape = tagged({
  text,
  image,
  document,
  search_result: searchResult,
  thinking: { thinking: required(string()), signature: required(string()) },
  redacted_thinking: { data: required(string()) },
  tool_use: toolUse,
  tool_result: toolResult,
  server_tool_use: serverToolUse,
  web_search_tool_result: calledServerToolResult,
  web_fetch_tool_result: calledServerToolResult,
  code_execution_tool_result: serverToolResult,
  bash_code_execution_tool_result: serverToolResult,
  text_editor_code_execution_tool_result: serverToolResult,
  tool_search_tool_result: serverToolResult,
  container_upload: { file_id: required(string()), ...cached },
});
