import { folderOf, type Base } from './address';
import { Assets, type ReadAsset } from './assets';
import { composeAttributes } from './attributes';
import { composeCss, composeSheet } from './composeCss';
import { Sprites, type Sprite } from './sprites';
import {
  attribute,
  bodyOf,
  dropAttributes,
  elementsOf,
  moveToEnd,
  NS,
  pageText,
  parsePage,
  removeAll,
  setAttributes,
  setText,
  textOf,
  type Element,
} from './pageTree';

export type { ReadAsset } from './assets';

/** A page in one text, which loads nothing from anywhere. */
export interface ComposedPage {
  readonly html: string;
  /** Addresses that were left out: remote ones, and files that are not there. */
  readonly missing: readonly string[];
}

/** They hold other pages, or change where addresses lead. */
const REMOVED = new Set([
  'applet',
  'base',
  'embed',
  'fencedframe',
  'frame',
  'iframe',
  'object',
  'portal',
]);

/** What is being composed. */
interface Work {
  readonly base: Base;
  readonly assets: Assets;
  readonly sprites: Sprites;
  readonly removed: Set<Element>;
  /** Scripts that wait until the whole page is there. */
  readonly deferred: Element[];
}

/**
 * Makes one text of a page and its files. The page may be cut anywhere, as it is while it streams,
 * and may be anything: what it loads from outside the workspace is left out.
 * @param page its path counts from the workspace's root, with forward slashes
 */
export async function composePage(
  page: { path: string; html: string },
  read: ReadAsset,
): Promise<ComposedPage> {
  const document = parsePage(page.html);
  const folder = folderOf(page.path);
  const assets = new Assets(read);
  const base = { folder, pageFolder: folder };
  const sprites = new Sprites(base, assets);
  const work: Work = { base, assets, sprites, removed: new Set(), deferred: [] };
  await composeAll({ elements: elementsOf(document), base }, work);
  removeAll(work.removed);
  const body = bodyOf(document);
  if (body) moveToEnd([...sprites.inPage, ...work.deferred], body);
  return { html: pageText(document), missing: assets.missing };
}

/** Composes the page, then each drawing that it uses a part of, which may use others. */
async function composeAll(page: Sprite, work: Work): Promise<void> {
  const waiting = [page];
  for (const { elements, base } of waiting) {
    for (const element of elements) {
      // In the order of the text, so that the same files are left out each time.
      const sprite = await work.sprites.resolve(element, base);
      if (sprite) waiting.push(sprite);
      await composeElement(element, { ...work, base });
    }
  }
}

async function composeElement(element: Element, work: Work): Promise<void> {
  const { tagName } = element;
  if (REMOVED.has(tagName)) work.removed.add(element);
  else if (tagName === 'meta') composeMeta(element, work);
  else if (tagName === 'link') await composeLink(element, work);
  else if (tagName === 'script') await composeScript(element, work);
  else {
    if (tagName === 'style') await composeStyle(element, work);
    await composeAttributes(element, work.base, work.assets);
  }
}

/** With `http-equiv` it speaks for the server: moves on, or weakens what the preview allows. */
function composeMeta(element: Element, { removed }: Work): void {
  if (attribute(element, 'http-equiv') !== undefined) removed.add(element);
}

async function composeStyle(element: Element, { base, assets }: Work): Promise<void> {
  const css = await composeCss(textOf(element), { base, trail: [], mayImport: true }, assets);
  setText(element, asStyleText(css));
}

/** A style sheet becomes a `style`, an icon carries its picture, and all other links go. */
async function composeLink(element: Element, work: Work): Promise<void> {
  const rel = (attribute(element, 'rel') ?? '').toLowerCase().split(/\s+/);
  // In SVG a `link` is nothing.
  const href = element.namespaceURI === NS.HTML ? attribute(element, 'href') : undefined;
  if (href !== undefined && rel.includes('stylesheet') && !rel.includes('alternate')) {
    await inlineSheet(element, href, work);
  } else if (href !== undefined && rel.some((word) => /^(apple-touch-)?icon/.test(word))) {
    await inlineIcon(element, href, work);
  } else work.removed.add(element);
}

async function inlineSheet(element: Element, href: string, work: Work): Promise<void> {
  const { base, assets, removed } = work;
  const type = attribute(element, 'type')?.trim().toLowerCase() ?? '';
  const isDisabled = attribute(element, 'disabled') !== undefined;
  const isCss = (type === '' || type === 'text/css') && !isDisabled;
  const place = { base, trail: [], mayImport: true };
  const css = isCss ? await composeSheet(href, place, assets) : undefined;
  if (css === undefined) {
    removed.add(element);
    return;
  }
  const media = attribute(element, 'media');
  element.nodeName = 'style';
  element.tagName = 'style';
  // Scripts that switch themes find the sheet by its `id`.
  const id = attribute(element, 'id');
  setAttributes(element, { ...(id === undefined ? {} : { id }), ...(media ? { media } : {}) });
  setText(element, asStyleText(css));
}

async function inlineIcon(element: Element, href: string, work: Work): Promise<void> {
  const url = await work.assets.dataUrl(href, work.base);
  if (url === undefined) work.removed.add(element);
  else setAttributes(element, { rel: 'icon', href: url });
}

async function composeScript(element: Element, work: Work): Promise<void> {
  const { removed, assets, base, deferred } = work;
  // Rules for speculation are requests to come.
  if (attribute(element, 'type')?.trim().toLowerCase() === 'speculationrules') {
    removed.add(element);
    return;
  }
  const src = sourceOf(element);
  if (src === undefined) return;
  const found = await assets.text(src, base, 'script');
  if (found === undefined) {
    removed.add(element);
    return;
  }
  if (waits(element)) deferred.push(element);
  dropAttributes(element, 'src', 'href', 'integrity', 'crossorigin', 'async', 'defer', 'charset');
  setText(element, asScriptText(found.text));
}

/** In SVG a script's file is its `href`. */
function sourceOf(element: Element): string | undefined {
  const name = element.namespaceURI === NS.SVG ? 'href' : 'src';
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** `defer` and `async` need a file; a script in the page runs where it stands. */
function waits(element: Element): boolean {
  if (element.namespaceURI !== NS.HTML || isInTemplate(element)) return false;
  if (attribute(element, 'type')?.trim().toLowerCase() === 'module') return false;
  return ['defer', 'async'].some((name) => attribute(element, name) !== undefined);
}

function isInTemplate(element: Element): boolean {
  let above = element.parentNode;
  while (above && 'parentNode' in above) above = above.parentNode;
  return above?.nodeName === '#document-fragment';
}

/** In a style sheet the backslash changes nothing, in a string nor in a comment. */
function asStyleText(css: string): string {
  return css.replaceAll(/<\/(?=style)/gi, '<\\/');
}

/**
 * The standard's own advice for scripts in a page. A comment's beginning matters only where a
 * script's follows it, since the two together hide the script's end.
 */
function asScriptText(code: string): string {
  const text = code.replaceAll(/<(?=\/script)/gi, '\\x3C');
  return /<script/i.test(text) ? text.replaceAll('<!--', '\\x3C!--') : text;
}
