export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The median of several runs with their range: "12 ms (10 to 19, 5 runs)". */
export function summary(
  values: readonly number[],
  unit: string,
  digits = 0,
  counted = 'runs',
): string {
  const shown = (value: number): string => value.toFixed(digits);
  if (values.length === 1) return `${shown(median(values))} ${unit}`;
  const range = `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
  return `${shown(median(values))} ${unit} (${range}, ${values.length} ${counted})`;
}
