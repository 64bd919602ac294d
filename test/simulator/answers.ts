import { isArray, isObject, textOf } from './json';
import type { MessagesRequest } from './request';
import { blocksOf } from './request';
import { sampleOf } from './sample';
import type { Answer, AnswerBlock } from './script';

const fence = /^([ \t]*)(`{3,})([^\n`]*)\n([\s\S]*?)\n?\1\2[ \t]*$/gm;
const tag = /^<([\w-]+)([^>\n]*)>\n([\s\S]*?)\n<\/\1>$/gm;
/** Wishes for code and nothing around it; a standing instruction has to be plainer than a user. */
const asksForCodeOnly =
  /\b(single|one|only)\b[^.\n]*\bfenced\b|\bfenced (code )?block\b[^.\n]*\bonly\b/i;
const instructsCodeOnly =
  /\b(answer|reply|respond|return|output)\b[^.\n]*\b(single|one|only|nothing but)\b[^.\n]*\bfenced\b/i;

const thinking =
  'The user wants an answer they can read while it streams. I will say where it comes from, repeat the question, and show every kind of Markdown that an answer can hold.';

/** What the simulator says when no test told it what to say. */
export function defaultAnswer(request: MessagesRequest): Answer {
  const format = request.output_config?.format;
  if (format) return says(JSON.stringify(sampleOf(format['schema'])));
  const asked = lastUserText(request);
  const code = lastCode(asked);
  const instructions = blocksOf(request.system ?? '')
    .map((block) => textOf(block['text']))
    .join('\n');
  if (asksForCodeOnly.test(asked) || instructsCodeOnly.test(instructions)) {
    return says(code === null ? example : fenced(code.language, edited(code)));
  }
  return says(code === null ? demonstration(asked) : editAnswer(code), thinking);
}

function says(text: string, thought?: string): Answer {
  const before: AnswerBlock[] =
    thought === undefined ? [] : [{ type: 'thinking', thinking: thought }];
  return { blocks: [...before, { type: 'text', text }] };
}

/** The text of the user's last message, and of the tool results in it. */
function lastUserText(request: MessagesRequest): string {
  const last = request.messages.findLast(({ role }) => role === 'user');
  return blocksOf(last?.content ?? '')
    .map((block) => {
      if (block.type === 'text') return textOf(block['text']);
      const content = block['content'];
      if (block.type !== 'tool_result' || !isArray(content)) return textOf(content);
      return content.map((part) => (isObject(part) ? textOf(part['text']) : '')).join('\n');
    })
    .join('\n\n')
    .trim();
}

interface Code {
  readonly language: string;
  readonly text: string;
}

/** The last code that the text holds: in a fence, or else between tags on lines of their own. */
function lastCode(text: string): Code | null {
  const fenceMatch = [...text.matchAll(fence)].at(-1);
  if (fenceMatch?.[4] !== undefined) {
    return { language: (fenceMatch[3] ?? '').trim(), text: fenceMatch[4] };
  }
  const tagMatch = [...text.matchAll(tag)].at(-1);
  if (tagMatch?.[3] === undefined) return null;
  const language = /\blang(?:uage)?="([^"]*)"/.exec(tagMatch[2] ?? '')?.[1] ?? 'typescript';
  return { language, text: tagMatch[3] };
}

/** A fence longer than any inside the code. */
function fenced(language: string, code: string): string {
  const runs = code.match(/`{3,}/g) ?? [];
  const marks = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${marks}${language}\n${code}\n${marks}`;
}

/** Code for those who ask for code and give none. */
const example = `\`\`\`typescript
/** Groups items by a key, in the order in which the keys first appear. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
\`\`\``;

const opening =
  "This answer comes from Stanza's local simulator: no model wrote it, and it costs nothing real.";

function demonstration(asked: string): string {
  return `${opening}

You asked: ${quoted(asked)}

## What an answer can hold

An answer streams as Markdown, so that you can read along. It may have:

- a list such as this one,
- \`inline code\` and **emphasis**,
- a table, and
- code with its language.

| Setting | Meaning |
| --- | --- |
| \`ANTHROPIC_BASE_URL\` | where requests go |
| \`ANTHROPIC_API_KEY\` | who pays for them |

${example}

To talk to Claude itself, set an API key and leave the base URL alone.
`;
}

function editAnswer(code: Code): string {
  return `${opening}

Here is the code with one small edit:

${fenced(code.language, edited(code))}

The edit is mechanical. A model would have read what you asked for.
`;
}

function quoted(asked: string): string {
  const line = asked.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'nothing in words.';
  return line.length <= 120 ? `“${line}”` : `“${line.slice(0, 119).trimEnd()}…”`;
}

const hashComments = new Set(['python', 'py', 'ruby', 'rb', 'sh', 'bash', 'shellscript', 'yaml']);
const noComments = new Set(['json', 'markdown', 'md', 'plaintext', 'text', '']);

/** A plausible edit: variables that never change become constants, and a comment says so. */
function edited({ language, text }: Code): string {
  const name = language.toLowerCase().split(/\s/)[0] ?? '';
  if (noComments.has(name)) return text;
  const constant = text.replaceAll(
    /^(\s*)(?:let|var) (\w+)(?=[^;\n]*=)/gm,
    (whole, indent, word) =>
      assignedAgain(text, String(word)) ? whole : `${String(indent)}const ${String(word)}`,
  );
  const comment = hashComments.has(name) ? '#' : '//';
  const indent = /^[ \t]*/.exec(constant)?.[0] ?? '';
  return constant === text
    ? `${indent}${comment} Reviewed by the simulator: this part is unchanged.\n${text}`
    : constant;
}

function assignedAgain(text: string, name: string): boolean {
  const writes = new RegExp(
    `\\b${name}\\s*(?:[-+*/%|&^]|<<|>>|\\*\\*|\\?\\?)?=(?![=>])|\\b${name}(?:\\+\\+|--)|(?:\\+\\+|--)${name}\\b`,
    'g',
  );
  return (text.match(writes)?.length ?? 0) > 1;
}
