/** One picture of a `srcset`, and what it is fit for, such as `2x` or `640w`. */
export interface Candidate {
  readonly address: string;
  readonly descriptor: string;
}

/**
 * Reads a `srcset` as HTML has it: an address goes as far as the next blank, so that the commas
 * of a `data:` URL are its own, and a comma at its end says that no descriptor follows.
 */
export function parseSrcset(srcset: string): Candidate[] {
  const candidates: Candidate[] = [];
  const addresses = /[\s,]*([^\s]+)/y;
  for (let at = 0; at < srcset.length; at = addresses.lastIndex) {
    addresses.lastIndex = at;
    const written = addresses.exec(srcset)?.[1];
    if (written === undefined) break;
    const address = written.replace(/,+$/, '');
    const isAlone = address.length < written.length;
    const from = addresses.lastIndex;
    const end = isAlone ? from : descriptorEnd(srcset, from);
    if (address !== '') candidates.push({ address, descriptor: srcset.slice(from, end).trim() });
    addresses.lastIndex = isAlone ? from : end + 1;
  }
  return candidates;
}

export function writeSrcset(candidates: readonly Candidate[]): string {
  return candidates.map(({ address, descriptor }) => `${address} ${descriptor}`.trim()).join(', ');
}

/** The comma behind a descriptor; one in parentheses is part of it. */
function descriptorEnd(srcset: string, from: number): number {
  let isInside = false;
  for (let at = from; at < srcset.length; at += 1) {
    const char = srcset[at];
    if (char === '(') isInside = true;
    else if (char === ')') isInside = false;
    else if (char === ',' && !isInside) return at;
  }
  return srcset.length;
}
