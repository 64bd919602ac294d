import assert from 'node:assert/strict';
import type { Conversation } from '../../../src/core/conversation/conversation';
import { ApiProblem } from '../../../src/core/failure';
import { keepAlive, prewarm } from '../../../src/core/warming';
import { assertUsd, bodiesOf, simulatorForEach } from './support';
import { endOf, partsBy, say } from './turnParts';
import type { TestParts } from './turnParts';
import type { Clock } from '../../../src/core/ports';

const MINUTE = 60_000;
const CODE = 'const amount = scale(recipe, 4);\n'.repeat(300);

describe('warming the cache', () => {
  const simulator = simulatorForEach();
  let parts: TestParts<Clock>;
  const { signal } = new AbortController();

  beforeEach(() => {
    const { clock } = simulator();
    parts = partsBy({ now: () => new Date(clock.now()) }, simulator());
    parts.workspace.write('a.ts', CODE);
    parts.workspace.looksAt = { active: 'a.ts', open: ['a.ts'], edited: [] };
  });

  function usd(task: string): Promise<number> {
    return parts.ledger.spend((row) => row.task === task).then((spend) => spend.usd);
  }

  async function talk(conversation: Conversation): Promise<void> {
    await say(parts, conversation, 'Why?');
    assert.equal(endOf(conversation).outcome.type, 'done');
  }

  /** Turns with gaps of a minute, and then of some minutes, so that coming back is likely. */
  async function converse(...gapMinutes: readonly number[]): Promise<Conversation> {
    const conversation = parts.store.create();
    await talk(conversation);
    for (const minutes of gapMinutes) {
      simulator().clock.advance(minutes * MINUTE);
      await talk(conversation);
    }
    return conversation;
  }

  describe('ahead', () => {
    it('is priced, asks for no answer, and is a task of its own in the ledger', async () => {
      const warmUp = await prewarm(parts, parts.store.create());
      assert.ok(warmUp?.usd !== undefined && warmUp.usd > 0.005);
      assert.equal(bodiesOf(simulator()).length, 0, 'nothing is sent before it is priced');
      await warmUp.run(signal);
      assert.equal(bodiesOf(simulator())[0]?.max_tokens, 0);
      assertUsd(await usd('prewarm'), simulator().bill().totalUsd);
    });

    it('leaves the prefix where the first message finds it', async () => {
      await (await prewarm(parts, parts.store.create()))?.run(signal);
      const conversation = parts.store.create();
      await talk(conversation);
      const usage = endOf(conversation).usage;
      assert.ok((usage?.cache_read_input_tokens ?? 0) > 2500, JSON.stringify(usage));
    });

    it('is carried into a conversation that begins after an edit', async () => {
      await (await prewarm(parts, parts.store.create()))?.run(signal);
      parts.workspace.write('a.ts', `${CODE}// and one more\n`);
      const conversation = parts.store.create();
      await talk(conversation);
      assert.ok((endOf(conversation).usage?.cache_read_input_tokens ?? 0) > 2500);
      assert.match(JSON.stringify(bodiesOf(simulator()).at(-1)?.messages), /and one more/);
    });

    it('has nothing to do where it is warm, or too short for the cache', async () => {
      await (await prewarm(parts, parts.store.create()))?.run(signal);
      assert.equal(await prewarm(parts, parts.store.create()), undefined);
      parts.workspace.remove('a.ts');
      assert.equal(await prewarm(parts, parts.store.create()), undefined);
    });

    it('keeps to the budgets', async () => {
      const poor = partsBy(parts.clock, simulator(), { budgets: { perDay: 0.0001 } });
      poor.workspace.write('a.ts', CODE);
      poor.workspace.looksAt = parts.workspace.looksAt;
      const warmUp = await prewarm(poor, poor.store.create());
      await assert.rejects(async () => warmUp?.run(signal), ApiProblem);
      assert.equal(bodiesOf(simulator()).length, 0);
    });

    it('costs nothing for certain where it was refused', async () => {
      simulator().fault({ kind: 'http', status: 400 });
      const warmUp = await prewarm(parts, parts.store.create());
      await assert.rejects(async () => warmUp?.run(signal), ApiProblem);
      assert.deepEqual(await parts.ledger.today(), { usd: 0, estimated: false, unpriced: 0 });
    });
  });

  describe('between turns', () => {
    it('is done shortly before what is warm expires, and makes it last', async () => {
      parts = partsBy(parts.clock, simulator(), { settings: { cacheTtl: () => '5m' } });
      const conversation = await converse(6, 7, 8, 6, 7, 8);
      simulator().clock.advance(4 * MINUTE);
      assert.equal(await keepAlive(parts, conversation, 0), undefined, 'there is time');
      simulator().clock.advance(45_000);
      const warmUp = await keepAlive(parts, conversation, 0);
      assert.ok(warmUp);
      await warmUp.run(signal);
      const row = (await parts.ledger.recent()).at(-1);
      assert.equal(row?.task, 'keepAlive');
      assert.equal(row.usage?.cache_creation_input_tokens, 0, 'it only reads');
      simulator().clock.advance(4 * MINUTE);
      await talk(conversation);
      assert.ok((endOf(conversation).usage?.cache_read_input_tokens ?? 0) > 600);
    });

    it('is not done where nobody is expected back, too often, or in an empty conversation', async () => {
      parts = partsBy(parts.clock, simulator(), { settings: { cacheTtl: () => '5m' } });
      const conversation = await converse(6, 7, 8, 6, 7, 8);
      simulator().clock.advance(4.75 * MINUTE);
      assert.ok(await keepAlive(parts, conversation, 0));
      assert.equal(await keepAlive(parts, conversation, 6), undefined);
      assert.equal(await keepAlive(parts, parts.store.create(), 0), undefined);
      const quick = await converse(1, 1, 1, 1);
      simulator().clock.advance(30 * MINUTE);
      assert.equal(await keepAlive(parts, quick, 0), undefined, 'it is cold');
    });
  });
});
