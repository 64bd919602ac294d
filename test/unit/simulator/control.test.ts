import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { controlOf } from '../../simulator/control';
import { eachTest, post } from './support';

const hello = [{ role: 'user' as const, content: 'Hello' }];
const request = { model: 'claude-opus-4-8', max_tokens: 1000, messages: hello };

function tell(url: string, name: string, body: unknown): Promise<Response> {
  return fetch(`${url}/_simulator/${name}`, { method: 'POST', body: JSON.stringify(body) });
}

describe('the control of a simulator in another process', () => {
  const { simulator, client } = eachTest();
  const control = (): ReturnType<typeof controlOf> => controlOf(simulator().url);

  it('scripts answers and faults, and reads what happened', async () => {
    await control().script([
      { blocks: [{ type: 'text', text: 'First.' }] },
      { blocks: [{ type: 'text', text: 'Second.' }], wordsPerSecond: Infinity },
    ]);
    await control().fault({ kind: 'http', status: 529, retryAfter: 0 });
    assert.deepEqual((await control().state()).waiting, { answers: 2, faults: 1 });
    await assert.rejects(client().messages.create(request));
    const answers = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { content } = await client().messages.stream(request).finalMessage();
      answers.push(content[0]?.type === 'text' ? content[0].text : '');
    }
    assert.deepEqual(answers, ['First.', 'Second.']);
    const requests = await control().requests();
    assert.deepEqual(
      requests.map(({ outcome }) => outcome),
      ['rejected', 'complete', 'complete'],
    );
    assert.deepEqual(requests[1]?.body, { ...request, stream: true });
    assert.deepEqual(await control().bill(), simulator().bill());
  });

  it('moves the clock', async () => {
    const before = (await control().state()).now;
    await control().advance(3_600_000);
    assert.ok((await control().state()).now - before >= 3_600_000);
  });

  it('forgets everything on reset', async () => {
    await client().messages.create(request);
    await control().script({ blocks: [] });
    await control().fault({ kind: 'slow', ms: 1 });
    await control().advance(1000);
    await control().reset();
    assert.deepEqual(await control().requests(), []);
    const state = await control().state();
    assert.deepEqual(state.waiting, { answers: 0, faults: 0 });
    assert.ok(Math.abs(state.now - Date.now()) < 500);
  });

  it('refuses a slip in a script instead of ignoring it', async () => {
    const rows: readonly (readonly [string, unknown, RegExp])[] = [
      ['script', { block: [] }, /0\.blocks: Field required/],
      ['script', [{ blocks: [], speed: 9 }], /0\.speed: Extra inputs/],
      ['script', 'text', /0: Input should be an object/],
      ['fault', { kind: 'cut' }, /0\.afterEvent: Field required/],
      ['fault', { kind: 'cuts', afterEvent: 1 }, /0\.kind: Input should be 'http', /],
      ['fault', { kind: 'http', status: 200 }, /0\.status: Input should be greater/],
      ['clock', { ms: 9 }, /advanceMs/],
      ['nothing', {}, /has no POST/],
    ];
    for (const [name, body, message] of rows) {
      const response = await tell(simulator().url, name, body);
      assert.ok(response.status >= 400);
      assert.match(await response.text(), message);
    }
  });

  it('is not part of what is recorded', async () => {
    await control().state();
    assert.equal(simulator().requests.length, 0);
  });
});

describe('a scripted answer in the same process', () => {
  const { simulator, client } = eachTest();

  it('can wait for its request', async () => {
    simulator().script([
      {
        blocks: [{ type: 'text', text: 'For Haiku.' }],
        when: ({ model }) => model.includes('haiku'),
      },
      { blocks: [{ type: 'text', text: 'For anyone.' }] },
    ]);
    const first = await client().messages.create(request);
    assert.deepEqual(first.content, [{ type: 'text', text: 'For anyone.' }]);
    const second = await client().messages.create({ ...request, model: 'claude-haiku-4-5' });
    assert.deepEqual(second.content, [{ type: 'text', text: 'For Haiku.' }]);
  });
});

describe('the command line', () => {
  it('says where it listens and how to use it', async () => {
    const main = path.join(__dirname, '../../simulator/main.js');
    const child = execFile(process.execPath, [main]);
    const output = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout?.on('data', (chunk: string) => {
        text += chunk;
        if (text.includes('Ctrl+C')) resolve(text);
      });
    });
    const url = /ANTHROPIC_BASE_URL=(http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
    assert.ok(url);
    const response = await post({ url }, request);
    assert.equal(response.status, 200);
    child.kill();
  });
});
