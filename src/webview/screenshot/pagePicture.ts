import type { Size } from '../../shared/imageSize';
import { rootRulesOf } from './rootRules';
import { makeWellFormed, NOT_IN_XML } from './wellFormed';

const SVG = 'http://www.w3.org/2000/svg';

/** Marks the element that shows the background of `body` all over the window. */
const BACKDROP = 'data-stanza-backdrop';

/** What selectors ask the root for. */
const ASKED_OF_ROOT = /^(?:class|id|lang|dir|data-.*)$/;

/** Whatever the page's own rules say of all elements and of the root. */
const PLAIN_BOX =
  'display:block!important;margin:0!important;padding:0!important;border:0!important;transform:none!important';

const BACKDROP_STYLE = [
  `[${BACKDROP}]{${PLAIN_BOX};position:absolute!important;inset:0!important;z-index:-2147483648!important;width:auto!important;height:auto!important;min-width:0!important;max-width:none!important;min-height:0!important;max-height:none!important;opacity:1!important;filter:none!important;box-shadow:none!important;animation:none!important}`,
  `[${BACKDROP}]::before,[${BACKDROP}]::after{content:none!important}`,
  `body:not([${BACKDROP}]){background:none!important}`,
].join('');

/**
 * Draws a page of one text as an image, such as a browser window of this size shows it. The page
 * becomes part of an SVG image: no script runs in it, and it loads nothing. Where nothing is said
 * of its background, the image may be transparent.
 * @throws DOMException where the browser cannot draw it
 */
export async function pictureOf(html: string, size: Size): Promise<HTMLImageElement> {
  const image = new Image(size.width, size.height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(html, size))}`;
  await image.decode();
  return image;
}

function svgOf(html: string, size: Size): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const { documentElement: root, head, body } = page;
  const { css, hasBackground } = rootRulesOf(page);
  makeWellFormed(page);
  // Before the page's own styles, which win; what was copied from them stands behind them.
  head.prepend(styleOf(page, frameStyle(size.height)));
  head.append(styleOf(page, css));
  if (!hasBackground) spreadBackground(page, body);
  const frame = boxOf(page, 'foreignObject', size);
  const svg = boxOf(page, 'svg', size);
  for (const { name, value } of root.attributes) {
    if (ASKED_OF_ROOT.test(name)) svg.setAttribute(name, value);
  }
  frame.append(root);
  svg.append(frame);
  return new XMLSerializer().serializeToString(svg).replaceAll(NOT_IN_XML, '');
}

/** Where the root has no background, that of `body` fills the window, behind everything. */
function spreadBackground(page: Document, body: HTMLElement): void {
  const backdrop = body.cloneNode();
  if (!(backdrop instanceof Element)) return;
  backdrop.setAttribute(BACKDROP, '');
  body.after(backdrop);
  page.head.prepend(styleOf(page, BACKDROP_STYLE));
}

function styleOf(page: Document, css: string): HTMLStyleElement {
  const style = page.createElement('style');
  style.textContent = css;
  return style;
}

function boxOf(page: Document, name: string, { width, height }: Size): Element {
  const box = page.createElementNS(SVG, name);
  box.setAttribute('width', String(width));
  box.setAttribute('height', String(height));
  box.setAttribute('style', PLAIN_BOX);
  return box;
}

/**
 * Inside of an image, `html` is not the root: it does not fill the window, which hides what is too
 * much, and neither its background nor that of `body` spreads over it.
 */
function frameStyle(height: number): string {
  return [
    '@layer stanza{:root{background:Canvas}}',
    `html{display:block;isolation:isolate;box-sizing:border-box;height:${height}px;overflow:hidden!important;font-size:inherit!important;background:none!important}`,
    'body{overflow:visible!important}',
  ].join('');
}
