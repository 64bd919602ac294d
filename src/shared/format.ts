/** Numbers as people read them, the same in the status bar and in the chat. */
export interface Format {
  /** Four decimals under one dollar, where the differences are, and two from there on. */
  usd(amount: number): string;
  integer(count: number): string;
  percent(share: number): string;
  /** One decimal under ten seconds, none from there on. */
  seconds(ms: number): string;
}

/** @param locale a BCP 47 tag; numbers and currency follow it */
export function formatFor(locale: string): Format {
  const dollars = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const underOne = dollars(4);
  const fromOne = dollars(2);
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const seconds = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'second',
      unitDisplay: 'narrow',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const short = seconds(1);
  const long = seconds(0);
  return {
    // Rounded first, so that 0.99996 is not printed as $1.0000.
    usd: (amount) => (Math.round(Math.abs(amount) * 1e4) < 1e4 ? underOne : fromOne).format(amount),
    integer: (count) => integers.format(count),
    percent: (share) => percents.format(share),
    seconds: (ms) => (ms < 9950 ? short : long).format(ms / 1000),
  };
}
