import { defaultTreeAdapter, html as names, parse, serialize } from 'parse5';
import type { DefaultTreeAdapterTypes as Tree, TreeAdapter } from 'parse5';

export type Element = Tree.Element;
export type ParentNode = Tree.ParentNode;
export type Document = Tree.Document;

export const { NS } = names;

/** The depth at which Chromium, too, stops to nest elements. */
const MAX_DEPTH = 512;

/**
 * What the tags of a page may weigh, in characters, for each character of its text: the parser
 * opens unclosed formatting elements again in every paragraph, attributes and all, so that a small
 * text can become a tree without end. A text of `<p>` and nothing else weighs seven for three.
 */
const WEIGHT_PER_CHARACTER = 3;
const WEIGHT_OF_ANY_PAGE = 10_000;

/** Siblings that are passed by in a list of children cost this much less than a new node. */
const SIBLINGS_PER_WEIGHT = 256;

/**
 * As a browser does where scripts do not run: what `noscript` holds has to be composed as well,
 * since the picture shows it.
 */
const OPTIONS = { scriptingEnabled: false };

class TooMuch extends Error {}

/**
 * Reads a page as a browser does. Where it grows out of all proportion to its text it ends there,
 * as a page does whose loading was cut.
 */
export function parsePage(html: string): Document {
  const document = defaultTreeAdapter.createDocument();
  const treeAdapter = boundedAdapter(document, html.length);
  try {
    return parse(html, { ...OPTIONS, treeAdapter });
  } catch {
    // Too much, or a mistake of the parser's: what stands so far is the page.
    return document;
  }
}

/** parse5's own adapter, which stops the parser where a page is too deep or too heavy. */
function boundedAdapter(
  document: Document,
  characters: number,
): TreeAdapter<Tree.DefaultTreeAdapterMap> {
  let left = WEIGHT_OF_ANY_PAGE + characters * WEIGHT_PER_CHARACTER;
  let depth = 0;
  const spend = (weight: number): void => {
    left -= weight;
    if (left < 0) throw new TooMuch();
  };
  const passBy = (parent: ParentNode | null): void => {
    spend((parent?.childNodes.length ?? 0) / SIBLINGS_PER_WEIGHT);
  };
  return {
    ...defaultTreeAdapter,
    createDocument: () => document,
    createElement(tag, namespace, attrs) {
      const ofTags = 2 * tag.length + '<></>'.length;
      spend(attrs.reduce((sum, { name, value }) => sum + name.length + value.length, ofTags));
      return defaultTreeAdapter.createElement(tag, namespace, attrs);
    },
    insertBefore(parent, node, next) {
      passBy(parent);
      defaultTreeAdapter.insertBefore(parent, node, next);
    },
    insertTextBefore(parent, text, next) {
      passBy(parent);
      defaultTreeAdapter.insertTextBefore(parent, text, next);
    },
    detachNode(node) {
      passBy(node.parentNode);
      defaultTreeAdapter.detachNode(node);
    },
    onItemPush() {
      depth += 1;
      if (depth > MAX_DEPTH) throw new TooMuch();
    },
    onItemPop() {
      depth -= 1;
    },
  };
}

/**
 * The page as text, which begins with the head: neither a comment nor a doctype of the page's own
 * making stands before it. The doctype says only whether the page is in quirks mode.
 */
export function pageText(document: Document): string {
  elementsOf(document).forEach(keepFirstLineBreak);
  const root = document.childNodes.find((node) => node.nodeName === 'html');
  const doctype = document.mode === names.DOCUMENT_MODE.QUIRKS ? '' : '<!DOCTYPE html>';
  return root ? doctype + serialize({ ...document, childNodes: [root] }, OPTIONS) : doctype;
}

/** Whoever reads these elements drops a line break at their beginning. */
function keepFirstLineBreak({ tagName, childNodes: [first] }: Element): void {
  const isRead = tagName === 'pre' || tagName === 'textarea' || tagName === 'listing';
  if (isRead && first && 'value' in first && first.value.startsWith('\n')) {
    first.value = `\n${first.value}`;
  }
}

/** The head of the page, which the parser makes where the text has none. */
export function headOf(document: Document): Element | undefined {
  return childNamed(childNamed(document, 'html'), 'head');
}

export function bodyOf(document: Document): Element | undefined {
  return childNamed(childNamed(document, 'html'), 'body');
}

function childNamed(parent: ParentNode | undefined, name: string): Element | undefined {
  return parent?.childNodes.filter(isElement).find(({ tagName }) => tagName === name);
}

/** The node and all within it that are elements, in the order of the text, templates included. */
export function elementsOf(root: Document | Element): Element[] {
  const found: Element[] = [];
  // A page is deeper than the stack of calls if somebody wants it to be.
  const waiting: Tree.Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node)) found.push(node);
    const inner = childrenOf(node);
    for (let index = inner.length - 1; index >= 0; index -= 1) {
      const child = inner[index];
      if (child) waiting.push(child);
    }
  }
  return found;
}

function childrenOf(node: Tree.Node): readonly Tree.Node[] {
  if ('content' in node) return [node.content];
  return 'childNodes' in node ? node.childNodes : [];
}

export function isElement(node: Tree.Node): node is Element {
  return 'tagName' in node;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name && attr.namespace === undefined)?.value;
}

/** Gives the element attributes of its own: the parser's copies of an element share theirs. */
export function setAttributes(element: Element, values: Readonly<Record<string, string>>): void {
  element.attrs = Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function dropAttributes(element: Element, ...dropped: readonly string[]): void {
  element.attrs = element.attrs.filter(({ name }) => !dropped.includes(name));
}

/** The text of an element that holds text alone, such as `style` and `script`. */
export function textOf(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

export function setText(element: Element, text: string): void {
  element.childNodes = [];
  if (text !== '') defaultTreeAdapter.insertText(element, text);
}

export function makeElement(tag: string, attributes: Readonly<Record<string, string>>): Element {
  const element = defaultTreeAdapter.createElement(tag, NS.HTML, []);
  setAttributes(element, attributes);
  return element;
}

/** Removes all at once: one by one, each would search its many siblings. */
export function removeAll(elements: ReadonlySet<Element>): void {
  const gone = new Set<Tree.Node>(elements);
  const parents = new Set([...elements].flatMap(({ parentNode }) => parentNode ?? []));
  for (const parent of parents) {
    parent.childNodes = parent.childNodes.filter((node) => !gone.has(node));
  }
}

export function moveToEnd(elements: readonly Element[], parent: ParentNode): void {
  removeAll(new Set(elements));
  for (const element of elements) defaultTreeAdapter.appendChild(parent, element);
}

/**
 * Puts in the place of each element what it holds.
 * @param elements in the order of the text
 */
export function unwrapAll(elements: readonly Element[]): void {
  const gone = new Set<Tree.Node>(elements);
  const parents = new Set(elements.flatMap(({ parentNode }) => parentNode ?? []));
  // The innermost come first, so that what they held is there for those around them.
  for (const parent of [...parents].toReversed()) {
    parent.childNodes = parent.childNodes.flatMap((node) =>
      gone.has(node) && isElement(node) ? node.childNodes : [node],
    );
    for (const node of parent.childNodes) node.parentNode = parent;
  }
}
