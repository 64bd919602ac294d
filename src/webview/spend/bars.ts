import { t } from '@vscode/l10n';
import type { SpendDay } from '../../shared/spendProtocol';

/** What one bar of the chart stands for. */
export type Step = 'day' | 'week' | 'month';

export interface Bar extends Pick<SpendDay, 'usd' | 'byLine'> {
  /** The first day in it, `2026-11-25`. */
  readonly day: string;
  /** Its name in full, such as "Nov 25, 2026". */
  readonly name: string;
  /** As short as an axis wants it. */
  readonly label: string;
}

/** More bars than this can no longer be told apart. */
const MOST_BARS = 62;
const DAYS_OF_WEEK = 7;
const MS_OF_DAY = 86_400_000;

/** The step at which all days fit beside each other. */
export function stepFor(days: readonly SpendDay[]): Step {
  if (days.length <= MOST_BARS) return 'day';
  return days.length <= MOST_BARS * DAYS_OF_WEEK ? 'week' : 'month';
}

/** The days as bars, summed up by the step. */
export function barsOf(days: readonly SpendDay[], step: Step, locale: string): Bar[] {
  const groups = new Map<string, SpendDay[]>();
  for (const day of days) {
    const start = startOf(day.day, step);
    const group = groups.get(start);
    if (group) group.push(day);
    else groups.set(start, [day]);
  }
  const naming = namingFor(step, locale);
  return [...groups].map(([day, group]) => ({ day, ...naming(day), ...sumOf(group) }));
}

function startOf(day: string, step: Step): string {
  switch (step) {
    case 'day':
      return day;
    case 'week':
      return mondayOf(day);
    case 'month':
      return `${day.slice(0, 7)}-01`;
  }
}

function mondayOf(day: string): string {
  const date = new Date(day);
  const daysAfter = (date.getUTCDay() + 6) % DAYS_OF_WEEK;
  return new Date(date.getTime() - daysAfter * MS_OF_DAY).toISOString().slice(0, 10);
}

/** A day's name is read as UTC and written as UTC, so no zone can shift it. */
function namingFor(step: Step, locale: string): (day: string) => Pick<Bar, 'name' | 'label'> {
  const formatter = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: string): string => format.format(new Date(day));
  };
  const isMonth = step === 'month';
  const long = formatter(isMonth ? { month: 'long', year: 'numeric' } : { dateStyle: 'medium' });
  const short = formatter({
    month: 'short',
    ...(isMonth ? { year: 'numeric' } : { day: 'numeric' }),
  });
  return (day) => ({
    name: step === 'week' ? t('Week of {0}', long(day)) : long(day),
    label: step === 'week' ? long(day) : short(day),
  });
}

function sumOf(days: readonly SpendDay[]): Pick<SpendDay, 'usd' | 'byLine'> {
  const sums = new Map<string, number>();
  for (const { byLine } of days) {
    for (const { line, usd } of byLine) sums.set(line, (sums.get(line) ?? 0) + usd);
  }
  return {
    usd: days.reduce((sum, { usd }) => sum + usd, 0),
    byLine: [...sums].map(([line, usd]) => ({ line, usd })),
  };
}
