import assert from 'node:assert/strict';
import { habitsOf } from '../../../../src/core/cache/habits';
import { chooseLifetimes } from '../../../../src/core/cache/lifetime';
import type { LedgerRow } from '../../../../src/core/cost/row';
import { modelById } from '../../../../src/core/models/catalogue';

const MINUTE = 60_000;

/** Conversations of so many turns, with gaps that repeat. */
function history(conversations: number, turns: number, ...gapsMs: readonly number[]): LedgerRow[] {
  const rows: LedgerRow[] = [];
  let atMs = 0;
  for (let conversation = 0; conversation < conversations; conversation += 1) {
    for (let turn = 0; turn < turns; turn += 1) {
      rows.push({
        id: `${conversation}-${turn}`,
        atMs,
        task: 'chat',
        tier: 'standard',
        model: 'claude-sonnet-5-5',
        conversation: `c-${conversation}`,
        state: 'exact',
        reservedUsd: 0,
      });
      atMs += gapsMs[turn % gapsMs.length] ?? 0;
    }
  }
  return rows;
}

function choose(rows: readonly LedgerRow[], rest: object = {}) {
  return chooseLifetimes({
    model: modelById('claude-sonnet-5-5'),
    habits: habitsOf(rows),
    turns: 1,
    setting: 'auto',
    cold: { prefix: 24_000, turns: 500 },
    promptTokens: 25_000,
    ...rest,
  });
}

describe('habitsOf', () => {
  it('tells how many gaps fell within each lifetime', () => {
    const { turns: habits } = habitsOf(history(100, 11, MINUTE, 10 * MINUTE));
    assert.ok(Math.abs(habits.within5m - 0.5) < 0.01);
    assert.ok(habits.longer < 0.01);
  });

  it('foresees how many turns are left', () => {
    const { after } = habitsOf(history(90, 10, MINUTE)).turns;
    assert.ok(Math.abs(after(1) - 9) < 0.2);
    assert.ok(Math.abs(after(8) - 2) < 0.2);
    assert.ok(after(10) < 0.2, 'then they were over');
    assert.equal(after(11), 6, 'nobody got so far');
  });

  it('counts a sitting over all conversations, until nothing can be warm any more', () => {
    const [first] = history(1, 1, 0);
    assert.ok(first);
    const at = (minutes: number, conversation: string): LedgerRow => ({
      ...first,
      atMs: minutes * MINUTE,
      conversation,
    });
    const { turns, sittings } = habitsOf([at(0, 'a'), at(4, 'b'), at(8, 'a'), at(70, 'a')]);
    assert.deepEqual(turns.gapsMs, [8 * MINUTE, 62 * MINUTE]);
    assert.deepEqual(sittings.gapsMs, [4 * MINUTE, 4 * MINUTE]);
  });

  it('leaves out keeping warm, refused requests and quick second attempts', () => {
    const [first] = history(1, 1, 0);
    assert.ok(first);
    const habits = habitsOf([
      first,
      { ...first, atMs: 500 },
      { ...first, atMs: MINUTE, task: 'keepAlive' },
      { ...first, atMs: MINUTE, state: 'unbilled' },
      { ...first, atMs: 2 * MINUTE },
    ]);
    assert.deepEqual(habits.turns.gapsMs, [2 * MINUTE]);
  });

  it('leaves out edits, on which nothing follows, and counts what is explained in a chat', () => {
    const [first] = history(1, 1, 0);
    assert.ok(first);
    const edits = ['refactor', 'fix', 'tests', 'document'].map((task, index) => ({
      ...first,
      atMs: (index + 1) * MINUTE,
      conversation: task,
      task,
    }));
    const rows = [first, ...edits, { ...first, atMs: 6 * MINUTE, task: 'explain' }];
    const { turns, sittings } = habitsOf(rows);
    assert.deepEqual(turns.gapsMs, [6 * MINUTE]);
    assert.deepEqual(sittings.gapsMs, [6 * MINUTE]);
    assert.equal(turns.after(1), habitsOf([first, ...rows.slice(-1)]).turns.after(1));
  });
});

describe('chooseLifetimes', () => {
  it('takes 5 minutes for somebody who answers at once', () => {
    const { prefix, turns, reason } = choose(history(20, 10, MINUTE));
    assert.deepEqual([prefix, turns], ['5m', '5m']);
    assert.match(reason, /^Kept for 5 minutes: 0?\d?% of your turns/);
  });

  it('takes an hour for somebody who comes back after coffee', () => {
    const { prefix, turns, reason } = choose(history(20, 10, MINUTE, 10 * MINUTE));
    assert.deepEqual([prefix, turns], ['1h', '1h']);
    assert.match(reason, /^Kept for an hour: 4\d% of your turns .* cost \$0\.\d{4} rather than \$/);
  });

  it('takes 5 minutes for somebody who comes back the next day', () => {
    assert.equal(choose(history(20, 10, 90 * MINUTE)).prefix, '5m');
  });

  it('keeps the snapshot longer than turns that are nearly over', () => {
    const rows = history(50, 10, MINUTE, MINUTE, MINUTE, 10 * MINUTE);
    assert.deepEqual(
      [choose(rows, { turns: 10 }).prefix, choose(rows, { turns: 10 }).turns],
      ['1h', '5m'],
    );
  });

  it('does what the setting says', () => {
    for (const setting of ['5m', '1h'] as const) {
      const { prefix, turns } = choose(history(20, 10, 10 * MINUTE), { setting });
      assert.deepEqual([prefix, turns], [setting, setting]);
    }
  });

  it('never keeps turns longer than the prefix', () => {
    for (let turns = 1; turns < 12; turns += 1) {
      for (const gap of [1, 4, 6, 30, 59, 61]) {
        const chosen = choose(history(10, turns, gap * MINUTE, MINUTE), { turns });
        assert.ok(chosen.prefix === '1h' || chosen.turns === '5m');
      }
    }
  });

  it('writes for 5 minutes where no price is known', () => {
    assert.equal(choose([], { model: modelById('my-model') }).prefix, '5m');
  });
});
