import assert from 'node:assert/strict';
import { Catalogue } from '../../../src/core/models/catalogue';
import { modelById } from '../../../src/core/models/catalogue';
import { candidatesFor, cheapestOf } from '../../../src/core/routing';
import type { Offer } from '../../../src/core/routing';
import type { Task, Tier } from '../../../src/core/tasks';
import { forecastOf } from '../../../src/core/cost/forecast';
import { MemoryLog, settingsOf } from '../fakes';

const LINES: Readonly<Record<Tier, string>> = { quick: 'haiku', standard: 'sonnet', deep: 'opus' };

function offer(tier: Tier, id: string, tokens: number, warm: boolean): Offer {
  const model = modelById(id);
  const split = { read: warm ? 1 : 0, write1h: 0, write5m: warm ? 0 : 1, input: 0 };
  const prompt = { tokens, counted: true, bytes: tokens * 4 };
  const input = { model, task: 'chat', prompt, maxTokens: 64_000, split, coldSplit: split };
  return { tier, model, forecast: forecastOf(input, []) };
}

function sonnet(tokens: number, warm: boolean): Offer {
  return offer('standard', 'claude-sonnet-5-5', tokens, warm);
}

function opus(tokens: number, warm: boolean): Offer {
  return offer('deep', 'claude-opus-5-5', tokens, warm);
}

function quickToFix(task: Task): Tier {
  return task === 'fix' ? 'quick' : 'deep';
}

describe('candidatesFor', () => {
  const catalogue = new Catalogue(() => Promise.reject(new Error('offline')), new MemoryLog());

  it("begins with the model of the task's tier, and goes on with the larger ones", async () => {
    const candidates = await candidatesFor(
      'chat',
      settingsOf((tier) => LINES[tier]),
      catalogue,
    );
    assert.deepEqual(
      candidates.map(({ tier, model }) => [tier, model.id]),
      [
        ['standard', 'claude-sonnet-5-5'],
        ['deep', 'claude-opus-5-5'],
      ],
    );
  });

  it('goes by the tier that the settings give the task', async () => {
    const settings = settingsOf((tier) => LINES[tier], {}, { tier: quickToFix });
    const fix = await candidatesFor('fix', settings, catalogue);
    assert.deepEqual(
      fix.map((candidate) => candidate.tier),
      ['quick', 'standard', 'deep'],
    );
    const explain = await candidatesFor('explain', settings, catalogue);
    assert.deepEqual(
      explain.map((candidate) => candidate.tier),
      ['deep'],
    );
  });

  it('has no other than the tier that the user has chosen for once', async () => {
    const settings = settingsOf((tier) => LINES[tier]);
    for (const chosen of ['quick', 'standard', 'deep'] as const) {
      const candidates = await candidatesFor('refactor', settings, catalogue, chosen);
      assert.deepEqual(
        candidates.map(({ tier, model }) => [tier, model.id]),
        [[chosen, `claude-${LINES[chosen]}-5-5`]],
      );
    }
  });

  it('names a model once where two tiers have the same', async () => {
    const candidates = await candidatesFor(
      'chat',
      settingsOf(() => 'opus'),
      catalogue,
    );
    assert.equal(candidates.length, 1);
  });

  it('reads the setting anew for every choice', async () => {
    let value = 'haiku';
    const settings = settingsOf(() => value);
    await candidatesFor('chat', settings, catalogue);
    value = 'claude-fable-5-1';
    const [first] = await candidatesFor('chat', settings, catalogue);
    assert.equal(first.model.id, 'claude-fable-5-1');
  });
});

describe('cheapestOf', () => {
  it('takes a warm large model where a cold smaller one would cost more, and says so', () => {
    const { offer: chosen, reason } = cheapestOf([sonnet(50_000, false), opus(50_000, true)]);
    assert.equal(chosen.model.id, 'claude-opus-5-5');
    assert.equal(reason, 'Opus 5.5: $0.0265 warm; Sonnet 5.5 would be $0.1333 cold.');
  });

  it('stays with the small one where it is cheaper, cold or warm', () => {
    for (const [own, other] of [
      [sonnet(1000, false), opus(50_000, true)],
      [sonnet(50_000, true), opus(50_000, true)],
    ] as const) {
      const { offer: chosen, reason } = cheapestOf([own, other]);
      assert.equal(chosen.model.id, 'claude-sonnet-5-5');
      assert.match(reason, /^Sonnet 5\.5: .*; Opus 5\.5 would be \$\d\.\d{4} warm\.$/);
    }
  });

  it('does not look at a large model that is cold', () => {
    const { offer: chosen, reason } = cheapestOf([sonnet(50_000, false), opus(10, false)]);
    assert.equal(chosen.model.id, 'claude-sonnet-5-5');
    assert.equal(reason, 'Sonnet 5.5: $0.1333 cold.');
  });

  it('never leaves the model that the user has set because it is unpriced', () => {
    const own = offer('standard', 'my-model', 50_000, false);
    const { offer: chosen, reason } = cheapestOf([own, opus(50_000, true)]);
    assert.equal(chosen.model.id, 'my-model');
    assert.equal(reason, 'my-model: unpriced.');
  });
});
