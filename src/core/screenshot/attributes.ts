import { cleanAddress, type Base } from './address';
import type { Assets } from './assets';
import { composeCss } from './composeCss';
import { NS, type Element } from './pageTree';
import { parseSrcset, writeSrcset, type Candidate } from './srcset';

/** How an attribute is composed: it becomes a value without addresses outside, or goes. */
type Composer = (value: string, base: Base, assets: Assets) => Promise<string | undefined>;

type Attribute = Element['attrs'][number];

/** They send something somewhere, or check what has been replaced. */
const DROPPED = new Set([
  'attributionsrc',
  'crossorigin',
  'integrity',
  'manifest',
  'nonce',
  'ping',
  'referrerpolicy',
]);

const SHOWN_IN_SVG = new Set(['image', 'feImage', 'use']);

/** Gives the element attributes that load nothing from anywhere. */
export async function composeAttributes(
  element: Element,
  base: Base,
  assets: Assets,
): Promise<void> {
  const composed: Attribute[] = [];
  for (const attr of element.attrs) {
    const compose = composerFor(element, attr);
    // In the order of the text, so that the same files are left out each time.
    const value = compose ? await compose(attr.value, base, assets) : attr.value;
    if (value !== undefined) composed.push({ ...attr, value });
  }
  element.attrs = composed;
}

/** Undefined for an attribute that may stay as it is. */
function composerFor(element: Element, { name, value }: Attribute): Composer | undefined {
  if (DROPPED.has(name)) return drop;
  if (name === 'style') return composeStyle;
  // Fills, masks and filters are CSS in the attributes of SVG.
  if (element.namespaceURI === NS.SVG && name !== 'href' && value.includes('(')) {
    return name.startsWith('on') ? undefined : composeStyle;
  }
  switch (name) {
    case 'href':
      return SHOWN_IN_SVG.has(element.tagName) ? composeAsset : composeLink;
    case 'src':
    case 'poster':
    case 'background':
      return composeAsset;
    case 'srcset':
      return composeSrcset;
    case 'action':
    case 'formaction':
      return composeLink;
    default:
      return undefined;
  }
}

const drop: Composer = async () => undefined;

const composeAsset: Composer = async (value, base, assets) => assets.dataUrl(value, base);

const composeStyle: Composer = async (value, base, assets) =>
  composeCss(value, { base, trail: [], mayImport: false }, assets);

const composeSrcset: Composer = async (value, base, assets) => {
  const composed: Candidate[] = [];
  for (const { address, descriptor } of parseSrcset(value)) {
    const url = await assets.dataUrl(address, base);
    if (url !== undefined) composed.push({ address: url, descriptor });
  }
  return composed.length > 0 ? writeSrcset(composed) : undefined;
};

/** A link still looks like one, and leads nowhere but within the page. */
const composeLink: Composer = async (value) =>
  /^(#|javascript:)/i.test(cleanAddress(value)) ? value : '#';
