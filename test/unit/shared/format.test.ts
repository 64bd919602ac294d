import assert from 'node:assert/strict';
import { formatFor } from '../../../src/shared/format';

/** Some locales put spaces that do not break into numbers. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('formatFor', () => {
  const en = formatFor('en-US');

  for (const [amount, shown] of [
    [0, '$0.0000'],
    [0.0123, '$0.0123'],
    [0.00004, '$0.0000'],
    [0.00005, '$0.0001'],
    [0.5, '$0.5000'],
    [0.99994, '$0.9999'],
    [0.99996, '$1.00'],
    [1, '$1.00'],
    [1.005, '$1.01'],
    [12.3456, '$12.35'],
    [1234.5, '$1,234.50'],
    [1_234_567.891, '$1,234,567.89'],
  ] as const) {
    it(`shows ${amount} dollars as ${shown}`, () => assert.equal(en.usd(amount), shown));
  }

  it('follows the locale', () => {
    assert.equal(plain(formatFor('de').usd(1234.5)), '1.234,50 $');
    assert.equal(plain(formatFor('de').usd(0.0123)), '0,0123 $');
    assert.equal(plain(formatFor('fr').integer(1_234_567)), '1 234 567');
    assert.equal(plain(formatFor('de').percent(0.5)), '50 %');
    assert.equal(formatFor('ja').usd(0.0123), '$0.0123');
    assert.equal(formatFor('en-GB').usd(1), '$1.00');
  });

  it('shows a range of dollars with one sign', () => {
    assert.equal(en.usdRange(0.004, 0.006), '≈ $0.0040–0.0060');
    assert.equal(en.usdRange(0.004, 0.004), '≈ $0.0040');
    assert.equal(plain(formatFor('de').usdRange(0.004, 1.5)), '≈ 0,0040–1,50 $');
  });

  it('counts down in minutes and seconds', () => {
    assert.equal(en.countdown(252_000), '4:12');
    assert.equal(en.countdown(3_600_000), '60:00');
    assert.equal(en.countdown(1), '0:01');
    assert.equal(en.countdown(-5), '0:00');
  });

  it('shows counts in groups and without decimals', () => {
    assert.equal(en.integer(0), '0');
    assert.equal(en.integer(999), '999');
    assert.equal(en.integer(1_234_567), '1,234,567');
    assert.equal(en.integer(12.7), '13');
  });

  it('shows shares as whole percents', () => {
    assert.equal(en.percent(0), '0%');
    assert.equal(en.percent(0.876), '88%');
    assert.equal(en.percent(1), '100%');
  });

  for (const [ms, shown] of [
    [0, '0.0s'],
    [1234, '1.2s'],
    [9949, '9.9s'],
    [9950, '10s'],
    [61_499, '61s'],
  ] as const) {
    it(`shows ${ms} milliseconds as ${shown}`, () => assert.equal(en.seconds(ms), shown));
  }
});
