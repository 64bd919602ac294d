import { invalidRequest } from './apiError';
import { isArray, objectsOf, textOf } from './json';
import type { Model } from './model';
import type { Block, Message, MessagesRequest } from './request';
import { blocksOf } from './request';
import type { Dialect } from './requestShape';

const anyPosition =
  'the directive-only form (content: [] with output_config) is accepted at any position';
const userBlocks: ReadonlySet<string> = new Set([
  'text',
  'image',
  'document',
  'search_result',
  'tool_result',
  'container_upload',
]);

export function checkSystem({ system }: MessagesRequest): void {
  if (system === undefined || typeof system === 'string') return;
  system.forEach((block, index) => checkText(block, `system.${index}`, 'system'));
}

/** Roles, their order, and which content each of them may hold. */
export function checkMessages(request: MessagesRequest, model: Model, dialect: Dialect): void {
  const { messages } = request;
  if (messages.length === 0) throw invalidRequest('messages: at least one message is required');
  messages.forEach(({ role }) => checkRole(role, model));
  checkOrder(messages);
  messages.forEach((message, index) => {
    checkContent(message, index, index === messages.length - 1, dialect);
  });
  checkLast(messages, model);
  if (request.thinking?.type === 'enabled') checkManualThinking(messages);
}

function checkRole(role: string, model: Model): void {
  if (role === 'user' || role === 'assistant') return;
  if (role !== 'system') {
    throw invalidRequest(
      `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`,
    );
  }
  if (!model.systemMessages) {
    throw invalidRequest(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    );
  }
}

/** The user speaks first; instructions come after the user and before the assistant. */
function checkOrder(messages: readonly Message[]): void {
  const first = messages[0]?.role;
  if (first === 'system') {
    throw invalidRequest(
      `messages.0: use the top-level 'system' parameter for the initial system prompt; ${anyPosition}`,
    );
  }
  if (first === 'assistant') {
    throw invalidRequest('messages: first message must use the "user" role');
  }
  messages.forEach(({ role }, index) => {
    if (role !== 'system') return;
    const before = messages[index - 1];
    const after = messages[index + 1];
    if (before?.role === 'assistant' && !endsInServerTool(before)) {
      throw invalidRequest(
        `messages.${index}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result; ${anyPosition}`,
      );
    }
    if (after?.role === 'user') {
      throw invalidRequest(
        `messages.${index}: role 'system' must precede an 'assistant' message or end the array; ${anyPosition}`,
      );
    }
  });
}

function endsInServerTool({ content }: Message): boolean {
  const type = blocksOf(content).at(-1)?.type ?? '';
  return type === 'server_tool_use' || (type !== 'tool_result' && type.endsWith('_tool_result'));
}

function checkContent(
  { role, content }: Message,
  index: number,
  last: boolean,
  dialect: Dialect,
): void {
  const path = `messages.${index}`;
  const blocks = blocksOf(content);
  if (blocks.length === 0 && role === 'system') {
    throw invalidRequest(`${path}: system content must contain at least one block`);
  }
  if (blocks.length === 0 && !(last && role === 'assistant')) {
    throw invalidRequest(
      `${path}: all messages must have non-empty content except for the optional final assistant message`,
    );
  }
  blocks.forEach((block, part) => {
    const place = `${path}.content.${part}`;
    checkPlace(block, role, path, place, dialect);
    checkText(block, place, 'messages');
    checkInside(block, place);
  });
}

function checkPlace(
  block: Block,
  role: Message['role'],
  path: string,
  place: string,
  { version }: Dialect,
): void {
  const { type } = block;
  if (type === 'text') {
    const citations = block['citations'];
    const cites = isArray(citations) && citations.length > 0;
    if (cites && role === 'user' && version === '2026-10-21') {
      throw invalidRequest(`${place}.text.citations: Extra inputs are not permitted`);
    }
    return;
  }
  if (role === 'system') {
    throw invalidRequest(
      `${path}: role 'system' supports text, tool_addition, and tool_removal blocks only`,
    );
  }
  const fits = userBlocks.has(type) ? 'user' : 'assistant';
  const oldDocument = type === 'document' && version === '2023-06-01';
  if (role !== fits && !oldDocument) {
    throw invalidRequest(`${place}: \`${type}\` blocks can only be in \`${fits}\` messages`);
  }
}

function checkText(block: Block, place: string, level: 'system' | 'messages'): void {
  if (block.type !== 'text') return;
  const text = textOf(block['text']);
  if (text === '' && block['cache_control']) {
    throw invalidRequest(`${place}.text: cache_control cannot be set for empty text blocks`);
  }
  if (text === '') throw invalidRequest(`${level}: text content blocks must be non-empty`);
  if (text.trim() === '') {
    throw invalidRequest(`${level}: text content blocks must contain non-whitespace text`);
  }
}

/** Only whole blocks can be marked, not what is inside them. */
function checkInside(block: Block, place: string): void {
  objectsOf(block['content']).forEach((part, index) => {
    if (part['cache_control']) {
      throw invalidRequest(
        `${place}.${block.type}.content.${index}: cache_control cannot be set for content inside another block`,
      );
    }
    if (part['type'] === 'text' && part['text'] === '') {
      throw invalidRequest('messages: text content blocks must be non-empty');
    }
  });
}

/** Ending on the assistant's words is a prefill; ending on a paused server tool is not. */
function checkLast(messages: readonly Message[], model: Model): void {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || endsInServerTool(last)) return;
  if (!model.prefill) {
    throw invalidRequest(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  const end = blocksOf(last.content).at(-1);
  if (end?.type === 'text' && /\s$/.test(textOf(end['text']))) {
    throw invalidRequest('messages: final assistant content cannot end with trailing whitespace');
  }
}

/** With a thinking budget, the turn that waits for tool results must begin with its thinking. */
function checkManualThinking(messages: readonly Message[]): void {
  const last = blocksOf(messages.at(-1)?.content ?? '');
  const index = messages.findLastIndex(({ role }) => role === 'assistant');
  const first = blocksOf(messages[index]?.content ?? '')[0]?.type;
  const waits = last.some(({ type }) => type === 'tool_result');
  if (!waits || first === undefined || first.endsWith('thinking')) return;
  throw invalidRequest(
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking`,
  );
}
