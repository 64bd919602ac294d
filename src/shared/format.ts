/** Numbers as people read them, the same in the status bar and in the chat. */
export interface Format {
  /** Four decimals under one dollar, where the differences are, and two from there on. */
  usd(amount: number): string;
  /** Dollars from the least to the most that is expected, the sign written once. */
  usdRange(low: number, high: number): string;
  integer(count: number): string;
  /** Three digits and a letter for the thousands, such as 18.2K. */
  compact(count: number): string;
  percent(share: number): string;
  /** One decimal under ten seconds, none from there on. */
  seconds(ms: number): string;
  /** The time of the day, from epoch milliseconds. */
  time(ms: number): string;
  /** Minutes and seconds that remain, such as 4:12; a begun second counts. */
  countdown(ms: number): string;
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
  const compact = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
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
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const usd = (amount: number): string =>
    // Rounded first, so that 0.99996 is not printed as $1.0000.
    (Math.round(Math.abs(amount) * 1e4) < 1e4 ? underOne : fromOne).format(amount);
  return {
    usd,
    usdRange: (low, high) => rangeOf(usd(low), usd(high)),
    integer: (count) => integers.format(count),
    compact: (count) => compact.format(count),
    percent: (share) => percents.format(share),
    seconds: (ms) => (ms < 9950 ? short : long).format(ms / 1000),
    time: (ms) => new Date(ms).toLocaleTimeString(locale, { timeStyle: 'short' }),
    countdown: (ms) => {
      const whole = Math.max(0, Math.ceil(ms / 1000));
      return `${integers.format(Math.floor(whole / 60))}:${twoDigits.format(whole % 60)}`;
    },
  };
}

/** The sign is before the amount or behind it, as the locale has it. */
function rangeOf(low: string, high: string): string {
  if (low === high) return `≈ ${low}`;
  return `≈ ${low.replace(/\s\$$/, '')}–${high.replace(/^\$/, '')}`;
}
