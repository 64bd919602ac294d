import { invalidRequest } from './apiError';
import { textOf } from './json';
import type { Block, MessagesRequest, Role } from './request';
import { blocksOf } from './request';

interface Placed {
  readonly block: Block;
  readonly message: number;
  readonly path: string;
}

interface Turn {
  readonly role: Role;
  readonly blocks: Placed[];
}

/** Every tool call has one result, at the head of the turn that follows it. */
export function checkToolPairs(request: MessagesRequest): void {
  const turns = turnsOf(request);
  const seen = new Set<string>();
  turns.forEach((turn, index) => {
    const calls = turn.blocks.filter(({ block }) => block.type === 'tool_use');
    for (const { block, path } of calls) {
      const id = textOf(block['id']);
      if (seen.has(id)) throw invalidRequest(`${path}: \`tool_use\` ids must be unique`);
      seen.add(id);
    }
    checkResults(turn, turns[index - 1]);
    checkAnswered(calls, turns[index + 1]);
  });
}

/** Neighbouring messages of one role are one turn. */
function turnsOf({ messages }: MessagesRequest): Turn[] {
  const turns: Turn[] = [];
  messages.forEach(({ role, content }, message) => {
    if (turns.at(-1)?.role !== role) turns.push({ role, blocks: [] });
    blocksOf(content).forEach((block, part) => {
      const path = `messages.${message}.content.${part}`;
      turns.at(-1)?.blocks.push({ block, message, path });
    });
  });
  return turns;
}

function checkResults(turn: Turn, before: Turn | undefined): void {
  const called = new Set(
    (before?.blocks ?? []).flatMap(({ block }) =>
      block.type === 'tool_use' ? [textOf(block['id'])] : [],
    ),
  );
  const answered = new Set<string>();
  for (const { block, path } of turn.blocks) {
    if (block.type !== 'tool_result') continue;
    const id = textOf(block['tool_use_id']);
    if (!called.has(id)) {
      throw invalidRequest(
        `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    if (answered.has(id)) {
      throw invalidRequest(
        `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      );
    }
    answered.add(id);
  }
}

function checkAnswered(calls: readonly Placed[], after: Turn | undefined): void {
  const blocks = after?.blocks ?? [];
  const end = blocks.findIndex(({ block }) => block.type !== 'tool_result');
  const head = end < 0 ? blocks : blocks.slice(0, end);
  const answered = new Set(head.map(({ block }) => textOf(block['tool_use_id'])));
  const missing = calls.filter(({ block }) => !answered.has(textOf(block['id'])));
  const last = missing.at(-1);
  if (last === undefined) return;
  const ids = missing.map(({ block }) => textOf(block['id'])).join(', ');
  throw invalidRequest(
    `messages.${last.message}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}
