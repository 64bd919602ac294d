import type { MessageRequest } from '../../src/core/api/events';

type Remark = (request: MessageRequest) => MessageRequest;
type Blocks = Exclude<MessageRequest['messages'][number]['content'], string>;

const mark = { type: 'ephemeral' } as const;

/** How others place their breakpoints, each with the default lifetime of five minutes. */
export const strategies: ReadonlyMap<string, Remark> = new Map<string, Remark>([
  ['one mark on the last user message', (request) => onLastUsers(bare(request), 1)],
  [
    'system and the last two user messages',
    (request) => onSystemEnd(onLastUsers(bare(request), 2)),
  ],
  ['no marks', bare],
]);

function bare(request: MessageRequest): MessageRequest {
  const text = JSON.stringify(request, (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  );
  return JSON.parse(text) as MessageRequest;
}

function onSystemEnd(request: MessageRequest): MessageRequest {
  const { system } = request;
  if (!Array.isArray(system)) return request;
  const last = system.length - 1;
  return {
    ...request,
    system: system.map((each, index) => (index === last ? { ...each, cache_control: mark } : each)),
  };
}

function onLastUsers(request: MessageRequest, count: number): MessageRequest {
  const users = request.messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const marked = new Set(users.slice(-count));
  return {
    ...request,
    messages: request.messages.map((message, index) => {
      if (!marked.has(index) || typeof message.content === 'string') return message;
      const blocks: Blocks = message.content;
      const last = blocks.length - 1;
      const content = blocks.map((block, at) =>
        at === last ? { ...block, cache_control: mark } : block,
      );
      return { ...message, content } as typeof message;
    }),
  };
}
