import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';
import { Marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { CodeBlock } from './codeBlock';

/**
 * From Markdown to nodes. What a model writes is hostile input: the parser passes no HTML and
 * fetches no image, the sanitiser lets only this list through, and the page's policy stands
 * behind both.
 */
const ALLOWED: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS:
    'p br hr h1 h2 h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td strong em del code pre a'.split(
      ' ',
    ),
  ALLOWED_ATTR: ['href', 'title', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ href, text }) => escapeHtml(`[${text || 'image'}: ${href}]`),
    // All that stands behind the fence is kept where the sanitiser lets it pass.
    code: ({ text, lang = '' }) =>
      `<pre><code title="${escapeHtml(lang)}">${escapeHtml(text.replace(/\n$/, ''))}\n</code></pre>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      if (!/^https:\/\//i.test(href)) return inner;
      // The whole address is shown on hover, so that nobody is led elsewhere than he reads.
      return `<a href="${escapeHtml(href)}" title="${escapeHtml(href)}">${inner}</a>`;
    },
  },
});

/** The block tokens of a text; their `raw` parts put together are the text again. */
export function lex(text: string): Token[] {
  return marked.lexer(text);
}

/** The nodes of block tokens; code in blocks that are open still grows, and is of no use yet. */
export function blocksToDom(
  tokens: Token[],
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): DocumentFragment {
  const fragment = sanitize(marked.parser(tokens));
  for (const code of fragment.querySelectorAll('pre > code')) upgradeCode(code, isOpen);
  return fragment;
}

/** The nodes of a text without block structure. */
export function inlineToDom(text: string): DocumentFragment {
  const html = marked.parseInline(text, { async: false });
  return sanitize(html);
}

/** The library's union of tokens has a member of any type, so TypeScript needs to be told. */
export function isList(token: Token): token is Tokens.List {
  return token.type === 'list';
}

export function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

export function isParagraph(token: Token): token is Tokens.Paragraph {
  return token.type === 'paragraph';
}

/** Nodes of HTML whose every tag and attribute is on the list. */
export function sanitize(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, ALLOWED);
}

/** Gives a block of code its header and its colours. */
function upgradeCode(code: Element, isOpen: boolean): void {
  const block = new CodeBlock(code.getAttribute('title') ?? '');
  block.append(code.textContent);
  if (isOpen) block.colour();
  else block.close();
  code.parentElement?.replaceWith(block.element);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
