import path from 'node:path';

/**
 * The parts of a path below a folder; undefined where it leads out of it, or names nothing.
 * @param folder an absolute path
 */
export function segmentsBelow(folder: string, name: string): readonly string[] | undefined {
  const relative = path.isAbsolute(name) ? path.relative(folder, name) : name;
  if (path.isAbsolute(relative) || /[\p{Cc}]/u.test(relative)) return undefined;
  const segments = relative.split(/[/\\]/).filter((each) => each !== '' && each !== '.');
  const leadsOut = segments.includes('..') || segments[0] === '~';
  return leadsOut || segments.length === 0 ? undefined : segments;
}
