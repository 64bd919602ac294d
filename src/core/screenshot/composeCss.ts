import { folderOf, type Base } from './address';
import type { Assets } from './assets';
import { cssAddresses, cssReplacement, type CssAddress } from './cssAddresses';

/** Style sheets that import others more deeply than this are written to be deep. */
const MAX_IMPORTS_DEEP = 8;

/** An address that loads nothing and is no error; an empty one has meant the page itself. */
const NOTHING = 'data:,';

/** Where a style sheet stands. */
export interface CssPlace {
  readonly base: Base;
  /** The style sheets that led here by imports; one of them again would have no end. */
  readonly trail: readonly string[];
  /** False in the style of one element, where an `@import` says nothing. */
  readonly mayImport: boolean;
}

/** The style sheet or style with all that it loads inside. */
export async function composeCss(css: string, place: CssPlace, assets: Assets): Promise<string> {
  const pieces: string[] = [];
  let from = 0;
  for (const found of cssAddresses(css).addresses) {
    pieces.push(css.slice(from, found.start));
    // In the order of the text, so that the same files are left out each time.
    pieces.push(await replacementOf(found, place, assets));
    from = found.end;
  }
  return [...pieces, css.slice(from)].join('');
}

/** The style sheet at an address, ready to stand in another or in the page. */
export async function composeSheet(
  address: string,
  { base, trail, mayImport }: CssPlace,
  assets: Assets,
): Promise<string | undefined> {
  const found = await assets.text(address, base, 'style');
  if (found === undefined) return undefined;
  const { path, text } = found;
  // Browsers, too, give nothing for a style sheet that imports itself.
  if (path !== undefined && trail.includes(path)) return '';
  const folder = path === undefined ? base.folder : folderOf(path);
  const place = { base: { ...base, folder }, trail: [...trail, path ?? NOTHING], mayImport };
  return composeCss(selfContained(text), place, assets);
}

async function replacementOf(found: CssAddress, place: CssPlace, assets: Assets): Promise<string> {
  if (found.kind !== 'import') {
    const url = await assets.dataUrl(found.address, place.base);
    return cssReplacement(found.kind, url ?? NOTHING);
  }
  if (found.address === '' || !place.mayImport) return '';
  if (place.trail.length > MAX_IMPORTS_DEEP) {
    assets.leaveOut(found.address);
    return '';
  }
  const sheet = await composeSheet(found.address, place, assets);
  return sheet === undefined ? '' : wrapped(sheet, found.conditions);
}

/**
 * A style sheet closes at its end whatever is still open, and none of its braces closes anything
 * outside. A parenthesis in place of such a brace spoils the same rule and no other.
 */
function selfContained(css: string): string {
  const { strays, closers } = cssAddresses(css);
  const pieces = strays.map((stray, index) => css.slice((strays[index - 1] ?? -1) + 1, stray));
  return [...pieces, css.slice((strays.at(-1) ?? -1) + 1)].join(')') + closers;
}

/** The rules under the conditions of their import: a layer, what is supported, and media. */
function wrapped(css: string, conditions: string): string {
  const [, layer = '', name = '', rest = ''] =
    /^(layer(?:\(\s*([\w.-]+)\s*\)|(?![\w(-])))?\s*([^]*)$/i.exec(conditions) ?? [];
  const { supports, media } = splitSupports(rest);
  const openings = [
    ...(layer === '' ? [] : [`@layer ${name} {`]),
    ...(supports === '' ? [] : [`@supports ${supports} {`]),
    ...(media === '' ? [] : [`@media ${media} {`]),
  ];
  return `${openings.join('')}\n${withoutCharset(css)}\n${'}'.repeat(openings.length)}`;
}

/** `supports()` holds a condition, or a declaration alone, for which it is the parentheses. */
function splitSupports(conditions: string): { supports: string; media: string } {
  if (!/^supports\(/i.test(conditions)) return { supports: '', media: conditions };
  const end = closingOf(conditions, 'supports'.length);
  const supports = conditions.slice('supports'.length, end);
  return { supports, media: conditions.slice(end).trim() };
}

function closingOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** It says how a file is encoded, and counts at the very beginning alone. */
function withoutCharset(css: string): string {
  return css.replace(/^@charset "[^"]*";/i, '');
}
