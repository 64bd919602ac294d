import assert from 'node:assert/strict';
import type { Conversation } from '../../../src/core/conversation/conversation';
import type { LedgerRow } from '../../../src/core/cost/row';
import type { Clock, Tier } from '../../../src/core/ports';
import { keepAlive } from '../../../src/core/warming';
import { answerTurn, beginTurn, forecastTurn } from '../../../src/core/turn';
import type { AnswerOptions } from '../../../src/core/turn';
import { TASK_NAMES, TASKS } from '../../../src/core/tasks';
import type { Task } from '../../../src/core/tasks';
import { bodiesOf, bytesOf, simulatorForEach } from './support';
import { endOf, partsBy, say } from './turnParts';
import type { TestParts } from './turnParts';

const MINUTE = 60_000;
const LINES: Readonly<Record<Tier, string>> = { quick: 'haiku', standard: 'sonnet', deep: 'opus' };
const IDS: Readonly<Record<Tier, string>> = {
  quick: 'claude-haiku-5-5',
  standard: 'claude-sonnet-5-5',
  deep: 'claude-opus-5-5',
};

function code(name: string, lines: number): string {
  return Array.from({ length: lines }, (_, index) => `const ${name}${index} = ${index};\n`).join(
    '',
  );
}

describe('turns of tasks', () => {
  const simulator = simulatorForEach({
    accountCreated: '2026-10-01T00:00:00Z',
    verifiedOrganization: true,
  });
  let parts: TestParts<Clock>;

  beforeEach(() => {
    parts = partsWith();
  });

  function partsWith(options: Parameters<typeof partsBy>[2] = {}): TestParts<Clock> {
    const { clock } = simulator();
    const made = partsBy({ now: () => new Date(clock.now()) }, simulator(), {
      ...options,
      settings: { model: (tier) => LINES[tier], ...options.settings },
    });
    made.workspace.write('a.ts', code('chatted', 800));
    made.workspace.write('b.ts', `import { imported0 } from './c';\n${code('edited', 50)}`);
    made.workspace.write('c.ts', code('imported', 400));
    made.workspace.looksAt = { active: 'a.ts', open: ['a.ts'], edited: [] };
    return made;
  }

  /** Runs a task on b.ts in a conversation, which is a new one unless it is given. */
  async function run(
    task: Task,
    options: AnswerOptions = {},
    conversation: Conversation = parts.store.create(),
  ): Promise<Conversation> {
    const display = { text: `${task} b.ts`, path: 'b.ts', startLine: 3, endLine: 5 };
    await beginTurn(parts, conversation, { text: `Do it: ${task}.`, task, display });
    const { signal } = new AbortController();
    for await (const _ of answerTurn(parts, conversation, signal, { path: 'b.ts', ...options }));
    const { outcome } = endOf(conversation);
    assert.equal(outcome.type, 'done', JSON.stringify(outcome));
    return conversation;
  }

  async function chat(conversation: Conversation = parts.store.create()): Promise<Conversation> {
    await say(parts, conversation, 'Why?');
    assert.equal(endOf(conversation).outcome.type, 'done');
    return conversation;
  }

  async function lastRow(): Promise<LedgerRow | undefined> {
    return (await parts.ledger.recent()).at(-1);
  }

  function lastBody(): string {
    return JSON.stringify(bodiesOf(simulator()).at(-1));
  }

  for (const task of TASK_NAMES) {
    it(`ask the model of the tier of ${task}, and are paid for under that name`, async () => {
      await run(task);
      const row = await lastRow();
      const { tier } = TASKS[task];
      assert.deepEqual([row?.task, row?.tier, row?.model], [task, tier, IDS[tier]]);
      assert.equal(bodiesOf(simulator())[0]?.model, IDS[tier]);
    });
  }

  it('ask the tier that the user has set for the task', async () => {
    parts = partsWith({ settings: { tier: (task) => (task === 'fix' ? 'quick' : 'deep') } });
    await run('fix');
    assert.equal((await lastRow())?.model, IDS.quick);
  });

  it('ask the tier that the user has chosen for once, though a larger one is warm', async () => {
    await say(partsWith({ settings: { tier: () => 'deep' } }), parts.store.create(), 'Why?');
    const conversation = await run('document', { tier: 'standard' });
    const row = await lastRow();
    assert.deepEqual([row?.tier, row?.model], ['standard', IDS.standard]);
    const reason = conversation.turns[0]?.answers[0]?.reason ?? '';
    assert.match(reason, /^Sonnet 5\.5: \$0\.\d{4} cold\.$/);
  });

  it('carry the snapshot of the chat while it is warm, and write nothing to the cache', async () => {
    await chat();
    simulator().clock.advance(MINUTE);
    const conversation = await run('fix');
    const usage = endOf(conversation).usage;
    assert.ok((usage?.cache_read_input_tokens ?? 0) > 2000, JSON.stringify(usage));
    assert.equal(usage?.cache_creation_input_tokens, 0);
    assert.match(lastBody(), /chatted799/);
    assert.ok(!lastBody().includes('imported399'), 'the map tells of what is imported');
    assert.match(parts.log.infos.at(-1) ?? '', /begins with the last snapshot/);
  });

  it('count no later readings, for nothing follows on them', async () => {
    await chat();
    // To read the snapshot once is cheaper than to send this; to read it in each turn is not.
    parts.workspace.write('c.ts', code('imported', 70));
    await run('fix');
    assert.match(lastBody(), /chatted799/);
  });

  it('do not tell the edited file a second time beside its message', async () => {
    await chat();
    parts.workspace.looksAt = { active: 'b.ts', open: ['a.ts', 'b.ts'], edited: ['b.ts'] };
    await run('fix');
    assert.match(lastBody(), /chatted799/);
    assert.ok(!lastBody().includes('edited49'), lastBody());
  });

  it('stand alone with what the file imports where nothing is warm, and leave nothing in the cache', async () => {
    const conversation = await run('fix');
    const { usage } = endOf(conversation);
    assert.match(lastBody(), /imported399/);
    assert.ok(!/chatted|cache_control/.test(lastBody()), 'neither the snapshot nor a mark');
    assert.equal(usage?.cache_creation_input_tokens, 0);
    assert.equal(usage.cache_read_input_tokens, 0);
    assert.deepEqual((await lastRow())?.marks, []);
  });

  it('stand alone again once the snapshot has gone cold, or is warm for another model', async () => {
    await chat();
    await run('refactor');
    assert.ok(!lastBody().includes('chatted799'), 'Opus has not seen it');
    simulator().clock.advance(2 * 60 * MINUTE);
    await run('fix');
    assert.ok(!lastBody().includes('chatted799'), 'it has expired');
    assert.match(lastBody(), /imported399/);
  });

  it('send no file before the user has agreed, and none that may not be sent', async () => {
    parts = partsWith({ consent: 'declined' });
    await run('fix');
    assert.ok(!lastBody().includes('imported399'));
    parts = partsWith();
    parts.workspace.write('c.ts', "const password = 'hunter2-x9Kq81LmZ0';\n");
    await run('fix');
    assert.ok(!lastBody().includes('hunter2'));
  });

  it('send no more files than the user allows', async () => {
    parts = partsWith({ settings: { maxFileTokens: () => 100 } });
    await run('fix');
    assert.ok(!lastBody().includes('imported399'));
  });

  it('leave it to the chat which snapshot new conversations share', async () => {
    await chat();
    await run('refactor');
    parts.workspace.write('a.ts', `${code('chatted', 800)}// a small change\n`);
    const conversation = await chat();
    assert.ok((endOf(conversation).usage?.cache_read_input_tokens ?? 0) > 2000);
  });

  it('are foreseen as they are then sent', async () => {
    await chat();
    for (const task of ['fix', 'refactor'] as const) {
      const draft = { text: `Do it: ${task}.` };
      const { signal } = new AbortController();
      const options = { signal, counts: false, task, path: 'b.ts' };
      const { prepared } = await forecastTurn(parts, parts.store.create(), draft, options);
      await run(task);
      assert.deepEqual(bodiesOf(simulator()).at(-1), { ...prepared.plan.request, stream: true });
    }
  });

  it('are foreseen with each tier', async () => {
    const usd: number[] = [];
    for (const tier of ['quick', 'standard', 'deep'] as const) {
      const { signal } = new AbortController();
      const options = { signal, counts: false, task: 'refactor', tier } as const;
      const { prepared } = await forecastTurn(
        parts,
        parts.store.create(),
        { text: 'Do it.' },
        options,
      );
      assert.equal(prepared.model.id, IDS[tier]);
      usd.push(prepared.forecast.highUsd ?? 0);
    }
    assert.deepEqual(
      usd,
      usd.toSorted((a, b) => a - b),
    );
  });

  describe('in a chat', () => {
    it('add to the end of what was sent, and nothing else', async () => {
      parts = partsWith({ model: 'opus', settings: { model: () => 'opus' } });
      const conversation = await chat();
      await run('explain', {}, conversation);
      await chat(conversation);
      const [first, second, third] = bodiesOf(simulator()).map(({ messages }) => bytesOf(messages));
      assert.ok(first && second && third);
      // A turn that was answered stays as it was; the amendment goes with the question.
      assert.deepEqual(second.slice(0, first.length), first);
      assert.deepEqual(third.slice(0, second.length), second);
      const usage = endOf(conversation).usage;
      assert.ok((usage?.cache_read_input_tokens ?? 0) > 2000, JSON.stringify(usage));
      assert.equal(endOf(conversation).miss, undefined);
    });

    it('are read back with their task and what people read of them', async () => {
      const conversation = await run('explain');
      await chat(conversation);
      const again = await parts.store.load(conversation.id);
      assert.deepEqual(
        again?.turns.map(({ task, display }) => ({ task, display })),
        [
          {
            task: 'explain',
            display: { text: 'explain b.ts', path: 'b.ts', startLine: 3, endLine: 5 },
          },
          { task: 'chat', display: undefined },
        ],
      );
      assert.equal(again?.title, 'explain b.ts');
      assert.deepEqual(parts.log.warnings, []);
    });

    it('count as turns when it is decided whether the cache is kept warm', async () => {
      parts = partsWith({ settings: { model: () => 'sonnet', cacheTtl: () => '5m' } });
      const conversation = parts.store.create();
      for (let turn = 0; turn < 7; turn += 1) {
        if (turn > 0) simulator().clock.advance(7 * MINUTE);
        await run('explain', {}, conversation);
      }
      simulator().clock.advance(4.75 * MINUTE);
      assert.ok(await keepAlive(parts, conversation, 0));
    });
  });
});
