/** What a step of indentation is on the one side, and what on the other. */
interface Step {
  readonly from: string;
  readonly to: string;
}

/**
 * Maps lines that are indented as `given` to the indentation of `wanted`, which has the same lines
 * otherwise; undefined where no one change of indentation makes the one the other.
 */
export function reindenter(
  given: readonly string[],
  wanted: readonly string[],
): ((line: string) => string) | undefined {
  const known = new Map<string, string>();
  for (const [index, line] of given.entries()) {
    if (line.trim() === '') continue;
    const [from, to] = [indentOf(line), indentOf(wanted[index] ?? '')];
    if ((known.get(from) ?? to) !== to) return undefined;
    known.set(from, to);
  }
  return mapIndents(known, wanted);
}

/**
 * Maps lines by the indentations of which it is known what they become.
 * @param wanted lines that are indented as the mapped ones are to be
 */
export function mapIndents(
  known: ReadonlyMap<string, string>,
  wanted: readonly string[],
): (line: string) => string {
  const unit = unitOf(known, wanted);
  const froms = [...known.keys()].toSorted((a, b) => b.length - a.length);
  return (line) => {
    if (line.trim() === '') return line;
    const indent = indentOf(line);
    const text = line.slice(indent.length);
    const exact = known.get(indent);
    if (exact !== undefined) return exact + text;
    const outer = froms.find((each) => indent.startsWith(each));
    if (outer === undefined) return outdented(indent, known, unit) + text;
    return (known.get(outer) ?? '') + unit(indent.slice(outer.length)) + text;
  };
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** A line that stands further out than all that is known loses as much as they lose or win. */
function outdented(
  indent: string,
  known: ReadonlyMap<string, string>,
  unit: (indent: string) => string,
): string {
  const [from, to] = [...known].toSorted(([a], [b]) => a.length - b.length)[0] ?? ['', ''];
  if (!from.startsWith(indent)) return indent;
  const inner = unit(from.slice(indent.length));
  return to.endsWith(inner) ? to.slice(0, to.length - inner.length) : indent;
}

/** Maps steps of the one indentation to the other; what is less than a step stays. */
function unitOf(
  known: ReadonlyMap<string, string>,
  wanted: readonly string[],
): (indent: string) => string {
  let step = stepIn([...known]);
  return (indent) => {
    step ??= guessStep(indent, wanted);
    if (!step) return indent;
    let steps = 0;
    while (indent.startsWith(step.from, steps * step.from.length)) steps += 1;
    return step.to.repeat(steps) + indent.slice(steps * step.from.length);
  };
}

/** By how two known indentations differ, or else by one that is of tabs on one side alone. */
function stepIn(known: readonly (readonly [string, string])[]): Step | undefined {
  const pairs = known.toSorted(([a], [b]) => a.length - b.length);
  const steps = pairs.flatMap(([from, to], index) => {
    const outer = pairs
      .slice(0, index)
      .findLast(([a, b]) => from.startsWith(a) && to.startsWith(b) && to !== b);
    if (!outer) return [];
    const [outerFrom, outerTo] = outer;
    return stepOf(from.slice(outerFrom.length), to.slice(outerTo.length)) ?? [];
  });
  const [narrowest] = steps.toSorted((a, b) => a.from.length - b.from.length);
  if (narrowest) return narrowest;
  return pairs
    .filter(([from, to]) => isTabs(from) !== isTabs(to))
    .flatMap(([from, to]) => stepOf(from, to) ?? [])[0];
}

function stepOf(from: string, to: string): Step | undefined {
  // A single blank aligns something, such as the stars of a comment.
  if (to === '' || from === '' || from === ' ') return undefined;
  if (isTabs(from) === isTabs(to)) return { from, to };
  const width = Math.max(from.length, to.length) / Math.min(from.length, to.length);
  if (!Number.isInteger(width)) return undefined;
  const blanks = ' '.repeat(width);
  return isTabs(to) ? { from: blanks, to: '\t' } : { from: '\t', to: blanks };
}

/** The first line that is indented further tells, where the lines around it have the other way. */
function guessStep(indent: string, wanted: readonly string[]): Step | undefined {
  const indents = wanted.filter((line) => line.trim() !== '').map(indentOf);
  if (/^ {2,}$/.test(indent) && indents.some(isTabs)) return { from: indent, to: '\t' };
  const widths = indents.filter((each) => /^ {2,}$/.test(each)).map((each) => each.length);
  if (!isTabs(indent) || widths.length === 0) return undefined;
  const least = Math.min(...widths);
  const steps = widths.map((width) => width - least).filter((width) => width > 1);
  return { from: '\t', to: ' '.repeat(Math.min(...(steps.length > 0 ? steps : [least]), 8)) };
}

function isTabs(indent: string): boolean {
  return indent.startsWith('\t');
}
