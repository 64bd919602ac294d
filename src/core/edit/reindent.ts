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
  const unit = unitOf(known);
  return (line) => {
    if (line.trim() === '') return line;
    const indent = indentOf(line);
    const text = line.slice(indent.length);
    const exact = known.get(indent);
    if (exact !== undefined) return exact + text;
    const outer = [...known.keys()]
      .filter((each) => indent.startsWith(each))
      .toSorted((a, b) => b.length - a.length)[0];
    if (outer !== undefined) return known.get(outer) + unit(indent.slice(outer.length)) + text;
    return outdented(indent, known, unit) + text;
  };
}

function indentOf(line: string): string {
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

/** What a step of the one indentation is in the other. */
function unitOf(known: ReadonlyMap<string, string>): (indent: string) => string {
  const steps = [...known].filter(([from, to]) => from !== '' && to !== '');
  const spaces = steps.find(([from, to]) => /^ +$/.test(from) && /^\t+$/.test(to));
  if (spaces) {
    const width = spaces[0].length / spaces[1].length;
    return (indent) => indent.replaceAll(' '.repeat(Math.max(1, Math.round(width))), '\t');
  }
  const tabs = steps.find(([from, to]) => /^\t+$/.test(from) && /^ +$/.test(to));
  if (!tabs) return (indent) => indent;
  const width = tabs[1].length / tabs[0].length;
  return (indent) => indent.replaceAll('\t', ' '.repeat(Math.max(1, Math.round(width))));
}
