import { indentOf, mapIndents } from './reindent';

/**
 * Indents lines as those are that they replace: models often write a method as if it stood at the
 * edge. By the first line that is not blank on both sides.
 */
export function indentLike(replaced: readonly string[]): (line: string) => string {
  const first = replaced.find((line) => line.trim() !== '');
  let map: ((line: string) => string) | undefined;
  return (line) => {
    if (line.trim() === '' || first === undefined) return line;
    map ??= mapIndents(new Map([[indentOf(line), indentOf(first)]]), replaced);
    return map(line);
  };
}
