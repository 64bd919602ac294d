/**
 * Indents lines as those are that they replace: models often write a method as if it stood at the
 * edge. By the first line that is not blank on both sides.
 */
export function indentLike(replaced: readonly string[]): (line: string) => string {
  const wanted = indentOf(replaced.find((line) => line.trim() !== ''));
  let given: string | undefined;
  return (line) => {
    if (line.trim() === '' || wanted === undefined) return line;
    given ??= indentOf(line) ?? '';
    if (given === wanted) return line;
    if (wanted.startsWith(given)) return wanted.slice(given.length) + line;
    // A line that is indented less than the first one keeps what it has.
    return line.startsWith(given) ? wanted + line.slice(given.length) : line;
  };
}

function indentOf(line: string | undefined): string | undefined {
  return line === undefined ? undefined : /^[ \t]*/.exec(line)?.[0];
}
