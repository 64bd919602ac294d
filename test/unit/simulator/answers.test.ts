import assert from 'node:assert/strict';
import { defaultAnswer } from '../../simulator/answers';
import { eachTest } from './support';

function answerTo(content: string, system = ''): { thinks: boolean; text: string } {
  const { blocks } = defaultAnswer({
    model: 'claude-opus-5-5',
    max_tokens: 1000,
    system,
    messages: [{ role: 'user', content }],
  });
  const text = blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return { thinks: blocks[0]?.type === 'thinking', text };
}

const code = ['```typescript', 'let total = 0;', 'let factor = 2;', 'total += factor;', '```'];
const editedCode = [
  '```typescript',
  'let total = 0;',
  'const factor = 2;',
  'total += factor;',
  '```',
];

describe('the default answer', () => {
  it('says in its first sentence where it comes from and what it costs', () => {
    for (const question of ['What is a monad?', code.join('\n')]) {
      const [first] = answerTo(question).text.split('. ');
      assert.match(first ?? '', /Stanza's local simulator.*costs nothing real/s);
    }
  });

  it('repeats the question, but not all of a long one', () => {
    assert.match(answerTo('What is\na monad?').text, /You asked: “What is a monad\?”/);
    const long = answerTo('why '.repeat(1000)).text;
    assert.match(long, /You asked: “(why ){20,30}why…”/);
  });

  it('holds every kind of Markdown', () => {
    const { text } = answerTo('What is a monad?');
    assert.match(text, /^## /m);
    assert.match(text, /^- /m);
    assert.match(text, /`inline code`/);
    assert.match(text, /^\| --- \| --- \|$/m);
    assert.match(text, /^```typescript\n[\s\S]*?\n```$/m);
  });

  it('edits the code that it is given', () => {
    assert.ok(answerTo(`Improve this:\n${code.join('\n')}`).text.includes(editedCode.join('\n')));
  });

  it('is one fenced block and nothing else when that was asked for', () => {
    const asked = `${code.join('\n')}\nAnswer with a single fenced code block.`;
    assert.equal(answerTo(asked).text, editedCode.join('\n'));
    assert.equal(answerTo(asked).thinks, false);
    const instructed = answerTo(code.join('\n'), 'Reply with only one fenced block.');
    assert.equal(instructed.text, editedCode.join('\n'));
  });

  it('finds code between tags, and has some when it was given none', () => {
    const tagged = `<selection language="typescript">\n${code.slice(1, -1).join('\n')}\n</selection>`;
    const asked = 'Reply with a single fenced block.';
    assert.equal(answerTo(`${tagged}\n${asked}`).text, editedCode.join('\n'));
    assert.match(answerTo(asked).text, /^```typescript\n[\s\S]*\n```$/);
  });

  it('fits the schema of a structured output', () => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['title', 'tags'],
      properties: {
        title: { type: 'string' },
        tags: { type: 'array', items: { $ref: '#/$defs/tag' } },
        done: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
      },
      $defs: { tag: { enum: ['bug', 'idea'] } },
    };
    const { blocks } = defaultAnswer({
      model: 'claude-opus-5-5',
      max_tokens: 1000,
      messages: [{ role: 'user', content: 'Describe it.' }],
      output_config: { format: { type: 'json_schema', schema } },
    });
    const text = blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
    assert.deepEqual(JSON.parse(text), { title: 'From the simulator', tags: ['bug'], done: true });
  });

  it('leaves alone what it cannot edit safely', () => {
    const json = '```json\n{ "a": 1 }\n```';
    assert.equal(answerTo(`${json}\nA single fenced block, please.`).text, json);
    const python = '```python\n    return 1\n```';
    const edited = answerTo(`${python}\nA single fenced block, please.`).text;
    assert.match(edited, /^```python\n {4}# Reviewed .*\n {4}return 1\n```$/);
  });
});

describe('the default answer over HTTP', () => {
  const { client } = eachTest();
  const request = {
    max_tokens: 4000,
    messages: [{ role: 'user' as const, content: 'Hello' }],
  };

  const typesOf = async (
    model: string,
    thinking?: { type: 'adaptive'; display: 'summarized' },
  ): Promise<string[]> => {
    const body = { ...request, model, ...(thinking === undefined ? {} : { thinking }) };
    const { content } = await client().messages.stream(body).finalMessage();
    return content.map((block) =>
      block.type === 'thinking'
        ? `thinking ${block.thinking === '' ? 'hidden' : 'shown'}`
        : block.type,
    );
  };

  it('thinks on models that think by default, and shows it when asked', async () => {
    const shown = { type: 'adaptive', display: 'summarized' } as const;
    assert.deepEqual(await typesOf('claude-opus-5-5'), ['thinking hidden', 'text']);
    assert.deepEqual(await typesOf('claude-opus-5-5', shown), ['thinking shown', 'text']);
    assert.deepEqual(await typesOf('claude-opus-4-8'), ['text']);
  });
});
