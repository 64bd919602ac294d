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
    turns: 0,
    setting: 'auto',
    prefixTokens: 24_000,
    promptTokens: 25_000,
    ...rest,
  });
}

describe('habitsOf', () => {
  it('tells how many gaps fell within each lifetime', () => {
    const habits = habitsOf(history(100, 11, MINUTE, 10 * MINUTE));
    assert.ok(Math.abs(habits.within5m - 0.5) < 0.01);
    assert.ok(Math.abs(habits.within1h - 0.5) < 0.01);
    assert.ok(habits.longer < 0.01);
    assert.ok(Math.abs(habits.within5m + habits.within1h + habits.longer - 1) < 1e-9);
  });

  it('foresees how many turns are left', () => {
    const { turnsAfter } = habitsOf(history(90, 10, MINUTE));
    assert.ok(Math.abs(turnsAfter(0) - 10) < 0.2);
    assert.ok(Math.abs(turnsAfter(8) - 2) < 0.2);
    assert.equal(turnsAfter(10), 6, 'nobody got so far');
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
    assert.deepEqual(habits.gapsMs, [2 * MINUTE]);
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
      [choose(rows, { turns: 9 }).prefix, choose(rows, { turns: 9 }).turns],
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
        const chosen = choose(history(10, turns, gap * MINUTE, MINUTE), { turns: turns - 1 });
        assert.ok(chosen.prefix === '1h' || chosen.turns === '5m');
      }
    }
  });

  it('writes for 5 minutes where no price is known', () => {
    assert.equal(choose([], { model: modelById('my-model') }).prefix, '5m');
  });
});
