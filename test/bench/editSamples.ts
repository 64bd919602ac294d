import { replacing } from '../ui/editing';

const linesOfEach = 5;

/**
 * A file of so many lines: small functions, each unlike the others. VS Code brings no language
 * server for Go, whose work in the extension host would be measured too.
 */
export function sampleLines(lines: number): string[] {
  return Array.from({ length: lines / linesOfEach }, (_, index) => sampleFunction(index)).flat();
}

function sampleFunction(index: number): string[] {
  return [
    `func Value${index}(amount int) int {`,
    `\tscaled${index} := amount*${index} + offset`,
    `\treturn round(scaled${index}) / ${index + 1}`,
    '}',
    '',
  ];
}

/** The same code with other names: nothing but its brackets stays. */
function rewritten(line: string, run: number): string {
  return line
    .replace(/Value(\d+)\(amount/, `AmountOf$1In${run}(value`)
    .replace(/scaled(\d+) := amount/, 'product$1 := value')
    .replace(/round\(scaled(\d+)/, 'truncate(product$1');
}

/** An edit that quotes so many lines and gives as many others for them. */
export function longEdit(
  document: readonly string[],
  start: number,
  length: number,
  run: number,
): string {
  const old = document.slice(start, start + length);
  return replacing(
    old,
    old.map((line) => rewritten(line, run)),
  );
}

/** Ten changed lines in three places: nine that are replaced, and one that is new. */
export function smallEdits(document: readonly string[]): string {
  const third = Math.floor(document.length / linesOfEach / 3) * linesOfEach;
  const edits = [0, third, 2 * third].map((start, place) => {
    const old = document.slice(start, start + 3);
    const lines = old.map((line) => rewritten(line, place));
    return replacing(old, place === 0 ? ['// The first of all values.', ...lines] : lines);
  });
  return edits.join('\n\n');
}

/** How many lines there are that were not there before. */
export function newLines(before: readonly string[], after: readonly string[]): number {
  const known = new Set(before);
  return after.filter((line) => !known.has(line)).length;
}
