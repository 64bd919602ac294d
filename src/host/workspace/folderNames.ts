/**
 * What stands before the paths of each workspace folder: nothing where there is one, otherwise
 * its name. People choose these names, also twice the same, and with whatever is in them.
 */
export function prefixesOf(names: readonly string[]): string[] {
  if (names.length < 2) return names.map(() => '');
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = asPathSegment(name);
    let unique = plain;
    for (let number = 2; taken.has(unique); number += 1) unique = `${plain} (${number})`;
    taken.add(unique);
    return `${unique}/`;
  });
}

function asPathSegment(name: string): string {
  const segment = name.replaceAll(/[/\\\p{Cc}]/gu, '-').trim();
  return /^\.*$/.test(segment) ? 'folder' : segment;
}
