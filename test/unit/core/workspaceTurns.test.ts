import assert from 'node:assert/strict';
import { cachedShare } from '../../../src/core/cost/usage';
import type { Conversation } from '../../../src/core/conversation/conversation';
import { prepare } from '../../../src/core/preparation';
import type { Clock } from '../../../src/core/ports';
import { Random } from './random';
import { bodiesOf, simulatorForEach } from './support';
import { answer, endOf, partsBy, say } from './turnParts';
import type { TestParts } from './turnParts';

const MINUTE = 60_000;
const CODE = Array.from({ length: 800 }, (_, index) => `const line${index} = ${index};`).join('\n');

function edit(parts: TestParts<Clock>, random: Random): void {
  const lines = parts.workspace.text('a.ts').split('\n');
  lines.splice(random.upTo(lines.length), random.upTo(3), `changed ${random.upTo(1e6)}`);
  parts.workspace.write('a.ts', lines.join('\n'));
  parts.workspace.looksAt = {
    active: random.chance(0.5) ? 'a.ts' : 'b.ts',
    open: ['a.ts', 'b.ts'],
    edited: ['a.ts'],
  };
}

describe('turns over a workspace', () => {
  const simulator = simulatorForEach({
    accountCreated: '2026-10-01T00:00:00Z',
    verifiedOrganization: true,
  });

  function partsWith(model: string): TestParts<Clock> {
    const { clock } = simulator();
    const parts = partsBy({ now: () => new Date(clock.now()) }, simulator(), { model });
    parts.workspace.write('a.ts', CODE).write('b.ts', 'two\n').write('AGENTS.md', 'Use tabs.\n');
    parts.workspace.looksAt = { active: 'a.ts', open: ['a.ts', 'b.ts'], edited: [] };
    return parts;
  }

  /** A turn that must be answered by one request. */
  async function ask(parts: TestParts<Clock>, conversation: Conversation): Promise<void> {
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'Let me see.' },
        { type: 'text', text: 'So it is.' },
      ],
    });
    await say(parts, conversation, 'Why?');
    const { outcome } = endOf(conversation);
    assert.equal(outcome.type, 'done', JSON.stringify(outcome));
  }

  for (const model of ['sonnet', 'haiku', 'opus', 'fable', 'claude-sonnet-5', 'claude-opus-4-6']) {
    it(`are accepted by ${model} with all that changes meanwhile, and mostly cached`, async () => {
      const parts = partsWith(model);
      const random = new Random(3);
      const conversation = parts.store.create();
      for (let turn = 0; turn < 12; turn += 1) {
        edit(parts, random);
        simulator().clock.advance(random.upTo(4 * MINUTE));
        await ask(parts, conversation);
      }
      assert.equal(bodiesOf(simulator()).length, 12, 'No request may be sent twice.');
      const { usage } = endOf(conversation);
      assert.ok(usage && cachedShare(usage) > 0.85, JSON.stringify(usage));
      assert.equal(endOf(conversation).miss, undefined);
    });
  }

  it('tell changes as a system message where the model takes one, and before the question else', async () => {
    for (const [model, roles] of [
      ['opus', ['user', 'system']],
      ['claude-sonnet-5', ['user']],
    ] as const) {
      const parts = partsWith(model);
      await ask(parts, parts.store.create());
      const body = bodiesOf(simulator()).at(-1);
      assert.deepEqual(
        body?.messages.map(({ role }) => role),
        roles,
      );
      assert.match(JSON.stringify(body?.messages), /In the active editor: a\.ts/);
    }
  });

  it('survive a turn that was not answered, whatever it was told', async () => {
    const parts = partsWith('opus');
    const conversation = parts.store.create();
    await ask(parts, conversation);
    for (const fault of [
      { kind: 'http', status: 400 },
      { kind: 'end', afterEvent: 1 },
    ] as const) {
      parts.workspace.write('b.ts', `told before ${fault.kind}\n`);
      simulator().fault(fault);
      await say(parts, conversation, 'Lost?');
      assert.equal(endOf(conversation).outcome.type, 'failed');
      await ask(parts, conversation);
      const told = JSON.stringify(bodiesOf(simulator()).at(-1)?.messages);
      assert.equal(told.split(`told before ${fault.kind}`).length, 2, 'it is told once');
    }
  });

  it('go on after a reload with the bytes that were sent before', async () => {
    const parts = partsWith('opus');
    const random = new Random(5);
    const conversation = parts.store.create();
    for (let turn = 0; turn < 3; turn += 1) {
      edit(parts, random);
      await ask(parts, conversation);
    }
    const again = await parts.store.load(conversation.id);
    assert.ok(again);
    await ask(parts, again);
    const usage = endOf(again).usage;
    assert.ok(usage && cachedShare(usage) > 0.9, JSON.stringify(usage));
    assert.deepEqual(parts.log.warnings, []);
  });

  it('ask once more with the same words and what has changed since', async () => {
    const parts = partsWith('opus');
    const conversation = parts.store.create();
    simulator().fault({ kind: 'http', status: 400 });
    await say(parts, conversation, 'Why?');
    parts.workspace.write('b.ts', 'changed before the retry\n');
    await answer(parts, conversation);
    assert.equal(endOf(conversation).outcome.type, 'done');
    assert.match(
      JSON.stringify(bodiesOf(simulator()).at(-1)?.messages),
      /changed before the retry/,
    );
  });

  it('say what a miss was due to: expiry, another model', async () => {
    const parts = partsWith('opus');
    const conversation = parts.store.create();
    await ask(parts, conversation);
    simulator().clock.advance(2 * 60 * MINUTE);
    await ask(parts, conversation);
    assert.equal(endOf(conversation).miss?.reason, 'expired');
    assert.ok((endOf(conversation).miss?.tokens ?? 0) > 2000);
    const other = { ...parts, settings: { ...parts.settings, model: () => 'sonnet' } };
    await ask(other, conversation);
    assert.equal(endOf(conversation).miss?.reason, 'modelChanged');
  });

  it('share a snapshot between conversations while that is cheaper, and say so in the log', async () => {
    const parts = partsWith('opus');
    await ask(parts, parts.store.create());
    parts.workspace.write('b.ts', 'a small change\n');
    const second = parts.store.create();
    await ask(parts, second);
    assert.ok((endOf(second).usage?.cache_read_input_tokens ?? 0) > 2000, 'it is shared');
    assert.match(parts.log.infos.at(-1) ?? '', /begins with the last snapshot: .*\$0\.\d{5}/);
    assert.ok(!parts.log.infos.join().includes('small change'));

    simulator().clock.advance(2 * 60 * MINUTE);
    const third = parts.store.create();
    await ask(parts, third);
    assert.match(parts.log.infos.at(-1) ?? '', /begins with a new snapshot/);
    assert.match(JSON.stringify(third.prefix), /a small change/);
  });

  it('take a new snapshot where a file of the last one may not be sent any more', async () => {
    const parts = partsWith('opus');
    await ask(parts, parts.store.create());
    parts.workspace.remove('a.ts');
    const { prepared } = await prepare(parts, parts.store.create(), { draft: { text: 'Why?' } });
    assert.equal(prepared.news.isCarried, undefined);
    assert.ok(!JSON.stringify(prepared.request).includes('line799'));
  });

  it('foresee what they cost, warm and cold', async () => {
    const parts = partsWith('opus');
    const conversation = parts.store.create();
    await ask(parts, conversation);
    simulator().clock.advance(MINUTE);
    const { prepared } = await prepare(parts, conversation, { draft: { text: 'Why?' } });
    await ask(parts, conversation);
    const usage = endOf(conversation).usage;
    const { expectedInput, coldLowUsd = 0, lowUsd = 0 } = prepared.forecast;
    const read = usage?.cache_read_input_tokens ?? 0;
    const foreseen = expectedInput.cache_read_input_tokens ?? 0;
    assert.ok(Math.abs(foreseen / read - 1) < 0.05, `${foreseen} foreseen, ${read} read`);
    assert.ok(coldLowUsd > lowUsd * 3);
  });

  it('answer with a larger model where that is warm and cheaper, and say why', async () => {
    const lines = { quick: 'haiku', standard: 'sonnet', deep: 'opus' };
    const parts = partsWith('sonnet');
    const settings = { ...parts.settings, model: (tier: keyof typeof lines) => lines[tier] };
    const opus = { ...parts, settings: { ...settings, model: () => 'opus' } };
    await ask(opus, parts.store.create());
    const conversation = parts.store.create();
    await ask({ ...parts, settings }, conversation);
    assert.equal(bodiesOf(simulator()).at(-1)?.model, 'claude-opus-5-5');
    assert.match(
      conversation.turns[0]?.answers[0]?.reason ?? '',
      /^Opus 5\.5: \$0\.\d{4} warm; Sonnet 5\.5 would be \$0\.\d{4} cold\.$/,
    );
  });

  it('go without files where the workspace has none that may be sent, or the user said no', async () => {
    const parts = partsWith('sonnet');
    for (const path of ['a.ts', 'b.ts', 'AGENTS.md']) parts.workspace.remove(path);
    parts.workspace.write('picture.ts', '\0\0');
    parts.workspace.looksAt = { active: 'picture.ts', open: ['picture.ts'], edited: [] };
    await ask(parts, parts.store.create());
    assert.deepEqual(bodiesOf(simulator())[0]?.system?.length, 2, 'instructions and the map');
    assert.ok(!JSON.stringify(bodiesOf(simulator())[0]?.system).includes('\\u0000'));
  });
});
