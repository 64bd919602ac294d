/** What XML does not allow in a text, however it is written. */
export const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const XML_NAME = /^[a-z_][\w.-]*$/i;

/**
 * Takes out of a page what HTML knows and XML does not, though it is written as it stands: two
 * dashes in a comment, and names such as `@click` and `o:p`. None of it shows.
 */
export function makeWellFormed(page: Document): void {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_ELEMENT);
  const nodes: Node[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  for (const node of nodes) {
    if (node instanceof Comment || node instanceof HTMLTemplateElement) node.remove();
    else if (node instanceof Element) mendNames(node);
  }
}

function mendNames(element: Element): void {
  const forbidden = [...element.attributes].filter(
    ({ name, namespaceURI }) => namespaceURI === null && (name === 'xmlns' || !XML_NAME.test(name)),
  );
  for (const { name } of forbidden) element.removeAttribute(name);
  if (XML_NAME.test(element.localName)) return;
  const plain = element.ownerDocument.createElement('span');
  for (const { name, value } of element.attributes) plain.setAttribute(name, value);
  plain.append(...element.childNodes);
  element.replaceWith(plain);
}
