// VS Code prints much of its own on the stream that carries the report of the tests inside it,
// so each line of the report carries a mark.
const mark = 'host tests | ';

export function markLines(text: string): string {
  return text
    .split('\n')
    .map((line) => mark + line)
    .join('\n');
}

/** The line of the report in a line of output, or undefined when it is VS Code's own. */
export function readMarkedLine(line: string): string | undefined {
  const start = line.indexOf(mark);
  return start === -1 ? undefined : line.slice(start + mark.length);
}
