import assert from 'node:assert/strict';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { composePage } from '../../../../src/core/screenshot/composePage';
import { PREVIEW_POLICY, previewHtml } from '../../../../src/core/screenshot/previewHtml';

async function preview(html: string): Promise<string> {
  return previewHtml(await composePage({ path: 'a.html', html }, async () => undefined));
}

/** The first element of the head, as a browser with scripts reads the page. */
function firstInHead(html: string): Tree.Element | undefined {
  const root = parse(html).childNodes.find((node) => 'tagName' in node);
  const head = root && 'tagName' in root ? root.childNodes[0] : undefined;
  assert.ok(head && 'tagName' in head && head.tagName === 'head');
  const first = head.childNodes[0];
  return first && 'tagName' in first ? first : undefined;
}

const POLICY = `<meta http-equiv="Content-Security-Policy" content="${PREVIEW_POLICY}">`;

describe('previewHtml', () => {
  it('puts the policy first and keeps the scripts', async () => {
    assert.equal(
      await preview('<!DOCTYPE html><title>x</title><script>a()</script><p onclick="b()">'),
      `<!DOCTYPE html><html><head>${POLICY}<title>x</title><script>a()</script></head><body><p onclick="b()"></p></body></html>`,
    );
  });

  it('names no place but the page itself', () => {
    assert.equal(
      PREVIEW_POLICY,
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; form-action 'none'; base-uri 'none'",
    );
  });

  const pages: readonly string[] = [
    '',
    '<html x="<head>">',
    "<html x='</html><head>' onload=a()><head>",
    '<!-- <head> --><p>',
    '<!----!><head><script>a()</script> -->',
    '<!><!x--><head><script>a()</script><!-->',
    '<!DOCTYPE <head><script>a()</script>>',
    '<!DOCTYPE html PUBLIC "<head>" "<script>">',
    '<script>a()</script><head>',
    '<body><head><meta http-equiv=content-security-policy content="default-src *">',
    '<frameset><frame src=a>',
    '<template><html><head></template>',
    '<noscript><p title="</noscript><script>a()</script>">',
    '<svg><head>',
    '\0<head>',
    '<plaintext><head>',
    `${'<div>'.repeat(2000)}<head>`,
    `<html ${'a="<head>" '.repeat(20)}${'<b x=1>'.repeat(5000)}`,
  ];
  for (const html of pages) {
    it(`finds the place in ${JSON.stringify(html.slice(0, 80))}`, async () => {
      const text = await preview(html);
      const { attrs = [] } = firstInHead(text) ?? {};
      assert.deepEqual(
        attrs.map(({ value }) => value),
        ['Content-Security-Policy', PREVIEW_POLICY],
      );
      assert.match(text, /^(<!DOCTYPE html>)?<html[^]*?><head>/);
    });
  }
});
