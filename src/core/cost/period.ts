import { t } from '@vscode/l10n';
import type { SpendPeriod } from '../../shared/spendProtocol';
import type { LedgerRow } from './row';

/** A span of local time, from `startMs` to just before `endMs`, in epoch milliseconds. */
export interface Span extends SpendPeriod {
  readonly startMs: number;
  readonly endMs: number;
}

const DAYS = 30;

/** What lies further away was written under a clock that was wrong. */
const OLDEST_YEARS = 10;
const NEWEST_YEARS = 1;

/** The span that an id names; this month where it names none. */
export function spanOf(
  id: string | undefined,
  rows: readonly LedgerRow[],
  now: Date,
  locale: string,
): Span {
  const dayAfter = dayOf(now, 1);
  const month = /^month:(\d{4})-(0[1-9]|1[0-2])$/.exec(id ?? '');
  if (month) return monthSpan(new Date(Number(month[1]), Number(month[2]) - 1, 1), locale);
  if (id === `days:${DAYS}`) {
    const startMs = dayOf(now, 1 - DAYS);
    return { id, name: t('Last {0} days', DAYS), startMs, endMs: dayAfter };
  }
  if (id === 'all') {
    const first = rows[0]?.atMs ?? now.getTime();
    const last = rows.at(-1)?.atMs ?? 0;
    const yearsAway = (years: number): number =>
      new Date(now.getFullYear() + years, now.getMonth(), 1).getTime();
    const startMs = midnightOf(new Date(Math.max(first, yearsAway(-OLDEST_YEARS))));
    const lastMs = Math.min(last, yearsAway(NEWEST_YEARS));
    return {
      id,
      name: t('All time'),
      startMs,
      endMs: Math.max(dayAfter, dayOf(new Date(lastMs), 1)),
    };
  }
  return monthSpan(now, locale);
}

/** What can be chosen, newest first: the last days, each month with requests, all. */
export function periodsOf(rows: readonly LedgerRow[], now: Date, locale: string): SpendPeriod[] {
  const starts = new Set([monthStartOf(now)]);
  let [from, to] = [Infinity, -Infinity];
  for (const { atMs } of rows) {
    if (atMs >= from && atMs < to) continue;
    const { startMs, endMs } = monthSpan(new Date(atMs), locale);
    [from, to] = [startMs, endMs];
    starts.add(startMs);
  }
  const months = [...starts]
    .toSorted((a, b) => b - a)
    .map((startMs) => monthSpan(new Date(startMs), locale));
  const names = [
    spanOf(`days:${DAYS}`, rows, now, locale),
    ...months,
    spanOf('all', rows, now, locale),
  ];
  return names.map(({ id, name }) => ({ id, name }));
}

/** The rows of a period. */
export function rowsOfPeriod(
  rows: readonly LedgerRow[],
  periodId: string | undefined,
  now: Date,
): LedgerRow[] {
  const { startMs, endMs } = spanOf(periodId, rows, now, 'en');
  return rows.filter(({ atMs }) => atMs >= startMs && atMs < endMs);
}

/** The local days of a span: their names, such as `2026-11-25`, and when they begin. */
export function daysOf({ startMs, endMs }: Span): { readonly day: string; readonly ms: number }[] {
  const days = [];
  for (let ms = startMs; ms < endMs; ms = dayOf(new Date(ms), 1)) {
    days.push({ day: dayName(new Date(ms)), ms });
  }
  return days;
}

function monthSpan(date: Date, locale: string): Span {
  const startMs = monthStartOf(date);
  const start = new Date(startMs);
  return {
    id: `month:${dayName(start).slice(0, 7)}`,
    name: monthName(start, locale),
    startMs,
    endMs: new Date(start.getFullYear(), start.getMonth() + 1, 1).getTime(),
  };
}

/** Local midnight some days later; a day may have 23 or 25 hours. */
function dayOf(date: Date, later: number): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + later).getTime();
}

function dayName(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const monthFormats = new Map<string, Intl.DateTimeFormat>();

/** A format takes longer to make than to use. */
function monthName(date: Date, locale: string): string {
  const format =
    monthFormats.get(locale) ?? new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  monthFormats.set(locale, format);
  return format.format(date);
}

/** Local midnight of a day, in epoch milliseconds. */
export function midnightOf(date: Date): number {
  return new Date(date).setHours(0, 0, 0, 0);
}

/** The beginning of the local month, in epoch milliseconds. */
export function monthStartOf(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}
