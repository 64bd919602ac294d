import { cleanAddress } from './address';
import type { ComposedPage } from './composePage';
import { elementsOf, pageText, parsePage, removeAll, unwrapAll, type Element } from './pageTree';

/** What plays needs a file that a picture does not show. */
const FILES_OF_MEDIA = new Set(['source', 'track']);

/** Attributes that hold addresses, those of animations among them. */
const ADDRESSES = new Set(
  'action background by data formaction from href poster src to values xlink:href'.split(' '),
);

/**
 * The page for a picture, in which nothing runs: without its scripts and what would start one,
 * with what it shows where scripts do not run. An image in SVG would run none of it either; so the
 * text says what the picture is, and is smaller.
 */
export function stillHtml(page: ComposedPage): string {
  const document = parsePage(page.html);
  const elements = elementsOf(document);
  for (const element of elements) element.attrs = element.attrs.filter(isStill(element));
  removeAll(new Set(elements.filter((element) => runs(element) || feedsMedia(element))));
  unwrapAll(elements.filter(({ tagName }) => tagName === 'noscript'));
  return pageText(document);
}

function runs({ tagName }: Element): boolean {
  return tagName === 'script';
}

function feedsMedia({ tagName, parentNode }: Element): boolean {
  return FILES_OF_MEDIA.has(tagName) && parentNode !== null && isMedia(parentNode);
}

function isMedia({ nodeName }: { readonly nodeName: string }): boolean {
  return nodeName === 'video' || nodeName === 'audio';
}

/** Whether an attribute starts nothing. */
function isStill(element: Element): (attr: Element['attrs'][number]) => boolean {
  const dropped = isMedia(element) ? ['src', 'autoplay'] : [];
  return ({ name, value }) =>
    !/^on/i.test(name) &&
    !dropped.includes(name) &&
    !(ADDRESSES.has(name) && value.split(';').some(isScript));
}

/** Animations hold several addresses with semicolons between them. */
function isScript(address: string): boolean {
  return /^javascript:/i.test(cleanAddress(address));
}
