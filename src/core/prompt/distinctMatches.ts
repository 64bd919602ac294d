/** No one writes more imports than this by hand, and each of them is looked for in many places. */
const MAX_MATCHES = 1000;

/** What a pattern finds in a text, each wording once. */
export function* distinctMatches(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  const seen = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    if (seen.has(match[0])) continue;
    seen.add(match[0]);
    yield match;
    if (seen.size === MAX_MATCHES) return;
  }
}
