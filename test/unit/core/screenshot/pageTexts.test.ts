import assert from 'node:assert/strict';
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { pageTexts, type PageTexts } from '../../../../src/core/screenshot/pageTexts';
import { composePage } from '../../../../src/core/screenshot/composePage';
import { PREVIEW_POLICY, previewHtml } from '../../../../src/core/screenshot/previewHtml';

type Element = DefaultTreeAdapterTypes.Element;

/** What would end the attribute that holds it, or be something else once it is read. */
const HOSTILE = [
  '<!doctype html>',
  '<p title="a &quot;b&quot; &amp;quot; &lt;">&amp;amp; "quoted" \'single\' &copy; &amp;copy;</p>',
  '"></iframe><script id="escaped">parent.document.title</script><p lang="">',
  '</body></html><!-- --!><p>behind it</p>',
  '<script>const a = 1 && "two" && "&quot;"; if (a < 2 || "</p>" > "") console.log(a);</script>',
].join('\n');

const PAGE = '<p class="x">Hello</p><script>console.log("&amp;")</script>';

describe('the texts of a page', () => {
  it('hold the page in the frame of the preview alone, to the letter', async () => {
    for (const html of [PAGE, HOSTILE, '', '"', '&quot;', '&'.repeat(9), '"&amp;"'.repeat(9)]) {
      // One after the other, so that the page that fails is known.
      const { preview } = await textsOf(html);
      const composed = await composePage({ path: 'index.html', html }, async () => undefined);
      assert.equal(attributeOf(frameIn(preview), 'srcdoc'), previewHtml(composed));
      assert.equal(withoutSource(preview), withoutSource((await textsOf('')).preview));
    }
  });

  it('write no quote and no ampersand of the page as it is', async () => {
    const { preview } = await textsOf(HOSTILE);
    const [, raw = ''] = /srcdoc="([^"]*)"/.exec(preview) ?? [];
    assert.ok(raw.includes(">&amp;amp;amp; &quot;quoted&quot; 'single'"), raw);
    assert.deepEqual(raw.match(/&(?!amp;|quot;).{0,9}/g), null);
    assert.ok(preview.endsWith(`srcdoc="${raw}"></iframe>\n</body>\n</html>`));
  });

  it('let scripts of the page run in a sandbox, and nothing else', async () => {
    const { preview } = await textsOf(HOSTILE);
    const frame = frameIn(preview);
    assert.equal(attributeOf(frame, 'sandbox'), 'allow-scripts');
    const names = frame.attrs.map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ['sandbox', 'srcdoc', 'title']);
    const scripts = elementsIn(preview).filter(({ tagName }) => tagName === 'script');
    assert.deepEqual(scripts, []);
  });

  it('have a policy in both documents of the preview, in front of all that could load', async () => {
    const { preview } = await textsOf(
      `<link rel="icon" href="data:,"><style>a{}</style>${HOSTILE}`,
    );
    const inner = attributeOf(frameIn(preview), 'srcdoc') ?? '';
    const [first] = elementsIn(inner).filter(({ parentNode }) => parentNode?.nodeName === 'head');
    assert.ok(first);
    for (const policy of [first, policyIn(preview)]) {
      assert.equal(attributeOf(policy, 'http-equiv'), 'Content-Security-Policy');
      assert.equal(attributeOf(policy, 'content'), PREVIEW_POLICY);
    }
    assert.ok(PREVIEW_POLICY.startsWith("default-src 'none'; "));
    assert.doesNotMatch(PREVIEW_POLICY, /https?:|\*|unsafe-eval|connect-src|frame-src|'self'/);
  });

  it('name the frame by the path of the page, which cannot break out of its quotes', async () => {
    const path = 'a"onload="alert(1)" &quot;/"><script>.html';
    const { preview } = await textsOf('<p>', path);
    const frame = frameIn(preview);
    assert.equal(attributeOf(frame, 'title'), path);
    assert.deepEqual(frame.attrs.length, 3);
  });

  it('hold no script in the picture, and what stands where scripts do not run', async () => {
    const { still } = await textsOf(`${HOSTILE}<noscript><b>without</b></noscript>`);
    assert.doesNotMatch(still, /<script|<noscript|console\.log/);
    assert.match(still, /<b>without<\/b>/);
  });

  it('carry files of the workspace in both, and tell what is missing', async () => {
    const html =
      '<link rel="stylesheet" href="a.css"><img src="b.png"><img src="https://c.d/e.png">';
    const { preview, still, missing } = await pageTexts(
      { path: 'site/index.html', html },
      async (path) => (path === 'site/a.css' ? { text: 'p { color: "red" }' } : undefined),
    );
    const style = '<style>p { color: "red" }</style>';
    assert.ok(still.includes(style));
    assert.ok(attributeOf(frameIn(preview), 'srcdoc')?.includes(style));
    assert.deepEqual(missing, ['b.png', 'https://c.d/e.png']);
  });
});

async function textsOf(html: string, path = 'index.html'): Promise<PageTexts> {
  return pageTexts({ path, html }, async () => undefined);
}

function elementsIn(html: string): Element[] {
  const below = (node: DefaultTreeAdapterTypes.Node): Element[] => {
    if (!('childNodes' in node)) return [];
    return node.childNodes
      .filter((child) => defaultTreeAdapter.isElementNode(child))
      .flatMap((child) => [child, ...below(child)]);
  };
  return below(parse(html));
}

/** The one frame of a preview. */
function frameIn(preview: string): Element {
  const [frame, ...others] = elementsIn(preview).filter(({ tagName }) => tagName === 'iframe');
  assert.ok(frame);
  assert.deepEqual(others, []);
  return frame;
}

function policyIn(html: string): Element {
  const [policy] = elementsIn(html).filter(
    (element) => attributeOf(element, 'http-equiv') !== undefined,
  );
  assert.ok(policy);
  return policy;
}

function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((attr) => attr.name === name)?.value;
}

function withoutSource(preview: string): string {
  return preview.replace(/srcdoc="[^"]*"/, '');
}
