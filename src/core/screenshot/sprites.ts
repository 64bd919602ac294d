import { folderOf, resolveAddress, type Base } from './address';
import type { Assets } from './assets';
import { elementsOf, makeElement, NS, parsePage, removeAll, type Element } from './pageTree';

/** Drawings take no room in the page, and are there for those who use a part of them. */
const UNSEEN = 'position:absolute;width:0;height:0;overflow:hidden';

/** A drawing that has been put into the page, with where its own addresses count from. */
export interface Sprite {
  readonly elements: readonly Element[];
  readonly base: Base;
}

/**
 * Drawings of which a page uses parts: `<use href="icons.svg#cart">`. Chromium takes no `data:` URL
 * there any more, so that the drawing itself goes into the page, once, and the part is named alone.
 */
export class Sprites {
  private readonly holders = new Map<string, Element | undefined>();

  constructor(
    private readonly base: Base,
    private readonly assets: Assets,
  ) {}

  /** What is to stand at the end of the body. */
  get inPage(): Element[] {
    return [...this.holders.values()].flatMap((holder) => holder ?? []);
  }

  /**
   * Lets a `use` name its part within the page. Other elements, and one that names no part of a
   * file, are left as they are.
   * @returns the drawing, the first time that the page needs it
   */
  async resolve(use: Element, base: Base): Promise<Sprite | undefined> {
    if (use.tagName !== 'use' || use.namespaceURI !== NS.SVG) return undefined;
    const href = use.attrs.find(({ name }) => name === 'href')?.value ?? '';
    const target = resolveAddress(href, base);
    if (target.kind !== 'file' || target.fragment.length < 2) return undefined;
    const key = target.paths.join('\n');
    const isKnown = this.holders.has(key);
    const sprite = isKnown ? undefined : await this.load(href, key, base);
    if (this.holders.get(key)) rename(use, target.fragment);
    return sprite;
  }

  private async load(href: string, key: string, base: Base): Promise<Sprite | undefined> {
    const found = await this.assets.text(href, base, 'drawing');
    const root = found && drawingIn(found.text);
    // Those of a drawing that is used do not run.
    if (root) removeAll(new Set(elementsOf(root).filter(({ tagName }) => tagName === 'script')));
    this.holders.set(key, root && holderOf(root));
    if (root === undefined || found?.path === undefined) return undefined;
    return {
      elements: elementsOf(root),
      base: { folder: folderOf(found.path), pageFolder: this.base.pageFolder },
    };
  }
}

function rename(use: Element, href: string): void {
  use.attrs = [...use.attrs.filter(({ name }) => name !== 'href'), { name: 'href', value: href }];
}

function drawingIn(svg: string): Element | undefined {
  return elementsOf(parsePage(svg)).find(isDrawing);
}

function isDrawing({ tagName, namespaceURI }: Element): boolean {
  return tagName === 'svg' && namespaceURI === NS.SVG;
}

function holderOf(root: Element): Element {
  const holder = makeElement('div', { style: UNSEEN, 'aria-hidden': 'true' });
  holder.childNodes.push(root);
  root.parentNode = holder;
  return holder;
}
