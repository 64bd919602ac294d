import assert from 'node:assert/strict';
import type { Habits } from '../../../../src/core/cache/habits';
import { gainOfRefresh } from '../../../../src/core/cache/keepWarm';
import { assertUsd } from '../support';

const MINUTE = 60_000;
/** Sonnet 5.5, by the token. */
const PRICES = { input: 2e-6, write5m: 2.5e-6, write1h: 4e-6, read: 0.1e-6 };

function habits(...gapMinutes: readonly number[]): Habits {
  const rhythm = {
    within5m: 0.5,
    longer: 0,
    after: () => 5,
    gapsMs: gapMinutes.map((minutes) => minutes * MINUTE),
  };
  return { turns: rhythm, sittings: rhythm };
}

function gain(idleMinutes: number, ...gapMinutes: readonly number[]): number {
  return gainOfRefresh({
    tokens: 20_000,
    prices: PRICES,
    habits: habits(...gapMinutes),
    idleMs: idleMinutes * MINUTE,
    ttl: '5m',
  });
}

describe('gainOfRefresh', () => {
  it('pays where the user mostly comes back within the next lifetime', () => {
    assertUsd(gain(4.7, 6, 7, 8), 20_000 * (0.75 * 2.4e-6 - 0.1e-6));
  });

  it('does not pay where they come back at once, or much later', () => {
    assert.ok(gain(4.7, 1, 2, 3) < 0);
    assert.ok(gain(4.7, 30, 40, 50, 60) < 0);
  });

  it('looks at those gaps alone that can still be this one', () => {
    assert.ok(gain(9.7, 6, 7, 8, 9) < 0, 'they have all passed');
    assert.ok(gain(9.7, 6, 7, 8, 12, 13) > 0);
  });

  it('promises nothing without a history', () => {
    assertUsd(gain(4.7), -20_000 * 0.1e-6);
  });
});
