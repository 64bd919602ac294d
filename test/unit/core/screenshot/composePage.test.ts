import assert from 'node:assert/strict';
import { composePage, type ComposedPage } from '../../../../src/core/screenshot/composePage';
import { MAX_INLINED_CHARACTERS } from '../../../../src/core/screenshot/assets';

type Files = Readonly<Record<string, string | Uint8Array>>;

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const PNG_URL = 'data:image/png;base64,iVBORw==';

async function compose(
  html: string,
  files: Files = {},
  path = 'site/index.html',
): Promise<ComposedPage> {
  return composePage({ path, html }, async (asked) => {
    const file = Object.hasOwn(files, asked) ? files[asked] : undefined;
    if (file === undefined) return undefined;
    return typeof file === 'string' ? { text: file } : { bytes: file, mediaType: 'image/png' };
  });
}

/** What is in the body of the composed page. */
async function bodyOf(html: string, files: Files = {}): Promise<string> {
  const composed = await compose(html, files);
  return /<body>([^]*)<\/body>/.exec(composed.html)?.[1] ?? '';
}

function timeMs(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

describe('composePage', () => {
  it('puts style sheets in their place, with their media', async () => {
    const { html, missing } = await compose(
      '<!doctype html><link rel="StyleSheet" href="css/a.css?v=1#x" media="print"><p>',
      { 'site/css/a.css': 'p { background: url(../p.png) }', 'site/p.png': PNG },
    );
    assert.equal(
      html,
      `<!DOCTYPE html><html><head><style media="print">p { background: url("${PNG_URL}") }</style></head><body><p></p></body></html>`,
    );
    assert.deepEqual(missing, []);
  });

  it('follows imports, with their conditions, and cuts cycles', async () => {
    const { html, missing } = await compose('<style>@import "a.css";</style>', {
      'site/a.css':
        '@charset "utf-8"; @import url("b/b.css") layer(x) supports(display: grid) screen; a{}',
      'site/b/b.css': '@import "../a.css"; b { background: url(b.png) } } c { d: "',
      'site/b/b.png': PNG,
    });
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? '';
    assert.match(style, /@layer x \{@supports \(display: grid\) \{@media screen \{/);
    assert.ok(style.includes(`url("${PNG_URL}")`));
    // The brace too many closes nothing outside, and what is open is closed.
    assert.match(style, /\} \) c \{ d: "\s*"\}\s*\}\}\}\s*a\{\}/);
    assert.ok(!style.includes('@import'));
    assert.deepEqual(missing, []);
  });

  it('ends with imports that are too deep', async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 30; index += 1) {
      files[`site/${index}.css`] = `@import "${index + 1}.css"; .d${index}{}`;
    }
    const { html, missing } = await compose('<style>@import "0.css";</style>', files);
    assert.ok(html.includes('.d7{}') && !html.includes('.d12{}'));
    assert.equal(missing.length, 1);
  });

  it('does not grow without end where imports multiply', async () => {
    const files: Record<string, string> = { 'site/9.css': 'a{}'.repeat(100) };
    for (let index = 0; index < 9; index += 1) {
      files[`site/${index}.css`] = `@import "${index + 1}.css";`.repeat(50);
    }
    const { html } = await compose('<style>@import "0.css";</style>', files);
    assert.ok(html.length < 2 * MAX_INLINED_CHARACTERS);
  });

  it('puts scripts inside, of whatever type', async () => {
    const { html } = await compose(
      '<body><script type="module" src="/m.js" crossorigin></script><script src="a.js">old</script>',
      { 'm.js': 'let m = "</SCRIPT>";', 'site/a.js': 'a("<!--<script>")' },
    );
    assert.ok(html.includes('<script type="module">let m = "\\x3C/SCRIPT>";</script>'));
    assert.ok(html.includes('<script>a("\\x3C!--<script>")</script>'));
  });

  it('leaves a comparison in a script alone', async () => {
    const html = await bodyOf('<body><script src="a.js"></script>', {
      'site/a.js': 'if (a<style.length) b(`\n<!-- x -->`)',
    });
    assert.equal(html, '<script>if (a<style.length) b(`\n<!-- x -->`)</script>');
  });

  it('lets deferred scripts wait for the page', async () => {
    const { html } = await compose(
      '<head><script defer src=a.js></script><script async src=b.js></script></head><p>x</p>',
      { 'site/a.js': 'a()', 'site/b.js': 'b()' },
    );
    assert.match(html, /<head><\/head><body><p>x<\/p><script>a\(\)<\/script><script>b\(\)/);
  });

  const pictures: readonly (readonly [html: string, composed: string])[] = [
    ['<img src=p.png alt=x>', `<img src="${PNG_URL}" alt="x">`],
    ['<IMG SRC="P%2Epng" src=q>', '<img>'],
    ['<img src="p%2epng">', `<img src="${PNG_URL}">`],
    ['<img src=" \tp.png\n">', `<img src="${PNG_URL}">`],
    ['<img src="/root.png"><img src="/pub.png">', `<img src="${PNG_URL}">`.repeat(2)],
    ['<img src="../site/./p.png">', `<img src="${PNG_URL}">`],
    [
      '<img srcset="p.png 1x, https://x.test/a,b.png 2x,p.png 3x, data:image/gif;base64,R0lG 4x">',
      `<img srcset="${PNG_URL} 1x, ${PNG_URL} 3x, data:image/gif;base64,R0lG 4x">`,
    ],
    ['<img srcset="//x.test/a.png, q.png 2x">', '<img>'],
    [
      '<picture><source srcset="p.png 640w"><img src=p.png></picture>',
      `<picture><source srcset="${PNG_URL} 640w"><img src="${PNG_URL}"></picture>`,
    ],
    ['<video poster=p.png src=//x.test/v></video>', `<video poster="${PNG_URL}"></video>`],
    [
      `<p style="background: url('p.png'), URL(https://x.test/b)"></p>`,
      `<p style="background: url(&quot;${PNG_URL}&quot;), url(&quot;data:,&quot;)"></p>`,
    ],
    ['<p style="@import \'a.css\'; color: red"></p>', '<p style=" color: red"></p>'],
    [
      '<svg><image xlink:href="p.png"/><use href="#a"/><rect fill="url(#g)"/></svg>',
      `<svg><image xlink:href="${PNG_URL}"></image><use href="#a"></use><rect fill="url(&quot;#g&quot;)"></rect></svg>`,
    ],
    [
      '<svg><rect filter="\\75rl(https://x.test/f#a)"/></svg>',
      '<svg><rect filter="url(&quot;data:,&quot;)"></rect></svg>',
    ],
    ['<img src="data:image/gif;base64,R0lG">', '<img src="data:image/gif;base64,R0lG">'],
    ['<table background=//x.test/a></table>', '<table></table>'],
    ['<template><img src=p.png></template>', `<template><img src="${PNG_URL}"></template>`],
    [
      '<template><template><img src=//x.test/a></template></template>',
      '<template><template><img></template></template>',
    ],
    ['<noscript><img src=p.png></noscript>', `<noscript><img src="${PNG_URL}"></noscript>`],
  ];
  for (const [html, composed] of pictures) {
    it(`composes ${html}`, async () => {
      const files = { 'site/p.png': PNG, 'root.png': PNG, 'public/pub.png': PNG };
      assert.equal(await bodyOf(`<body>${html}`, files), composed);
    });
  }

  it('finds what a server gives from the public folder beside the page', async () => {
    assert.equal(
      await bodyOf('<body><img src="/p.png">', { 'site/public/p.png': PNG }),
      `<img src="${PNG_URL}">`,
    );
  });

  it('keeps a data: style sheet and script as text of the page', async () => {
    const { html } = await compose(
      '<link rel=stylesheet href="data:text/css,a%7Bb:c%7D"><script src="data:;base64,YSgp"></script>',
    );
    assert.match(html, /<style>a\{b:c\}<\/style><script>a\(\)<\/script>/);
  });

  it('carries an icon', async () => {
    const { html } = await compose('<link rel="shortcut icon" href=i.svg>', {
      'site/i.svg': '<svg/>',
    });
    assert.ok(html.includes('<link rel="icon" href="data:image/svg+xml;base64,PHN2Zy8+">'));
  });

  it('keeps the fragment of a drawing that is an image', async () => {
    assert.equal(
      await bodyOf('<body><svg><image href="i.svg#a"/><use href="i.svg"/></svg>', {
        'site/i.svg': '<svg/>',
      }),
      '<svg><image href="data:image/svg+xml;base64,PHN2Zy8+#a"></image><use href="data:image/svg+xml;base64,PHN2Zy8+"></use></svg>',
    );
  });

  it('takes a drawing in once whose parts are used, and the drawings that it uses', async () => {
    const html = await bodyOf(
      '<body><svg><use href="i/a.svg?v=1#x"/><use xlink:href="i/a.svg#y"/><use href="none.svg#z"/></svg>',
      {
        'site/i/a.svg':
          '<?xml version="1.0"?><svg><script>a()</script><g id="x"><image href="p.png"/><use href="b.svg#c"/></g></svg>',
        'site/i/b.svg': '<svg><use href="a.svg#x"/></svg>',
        'site/i/p.png': PNG,
      },
    );
    const holder =
      '<div style="position:absolute;width:0;height:0;overflow:hidden" aria-hidden="true">';
    assert.equal(
      html,
      [
        '<svg><use href="#x"></use><use href="#y"></use><use></use></svg>',
        `${holder}<svg><g id="x"><image href="${PNG_URL}"></image><use href="#c"></use></g></svg></div>`,
        `${holder}<svg><use href="#x"></use></svg></div>`,
      ].join(''),
    );
  });

  it('lists what it leaves out, once', async () => {
    const { missing } = await compose(
      [
        '<link rel=stylesheet href="https://cdn.test/a.css"><script src="//cdn.test/b.js"></script>',
        '<img src=none.png><img src=none.png><img src="../../up.png"><img src="..%2f..%2fetc">',
        '<img src="\\\\x.test\\c.png"><img src="file:///etc/passwd"><img src="ht\ntps://x.test/d">',
        '<style>a { background: image-set("http://x.test/e.png" 1x) }</style>',
      ].join(''),
    );
    assert.deepEqual(missing, [
      'https://cdn.test/a.css',
      '//cdn.test/b.js',
      'none.png',
      '../../up.png',
      '..%2f..%2fetc',
      '\\\\x.test\\c.png',
      'file:///etc/passwd',
      'https://x.test/d',
      'http://x.test/e.png',
    ]);
  });

  it('asks the reader for paths inside the workspace alone', async () => {
    const asked: string[] = [];
    const html =
      '<img src="../../a"><img src="%2e%2e/%2e%2e/b"><img src="/../c"><img src="x/..%5c..%5cd"><img src="%00e"><img src="C:\\f"><img src="g">';
    await composePage({ path: 'site/index.html', html }, async (path) => {
      asked.push(path);
      throw new Error('unreadable');
    });
    assert.deepEqual(asked, ['site/g']);
  });

  it('carries nothing that is not for showing', async () => {
    const html =
      '<img src="/.env"><script src="/.env"></script><link rel=stylesheet href="/a.env"><script src="/c.json"></script><img src="/c.json"><img src=".git/p.png"><img src="a.constructor">';
    const secret = 'KEY=1';
    const composed = await compose(html, {
      '.env': secret,
      'a.env': secret,
      'c.json': secret,
      'site/.git/p.png': secret,
      'site/a.constructor': secret,
    });
    assert.ok(!composed.html.includes(secret) && !composed.html.includes('base64'));
    assert.deepEqual(composed.missing, [
      '/.env',
      '/a.env',
      '/c.json',
      '.git/p.png',
      'a.constructor',
    ]);
  });

  const removed: readonly string[] = [
    '<iframe srcdoc="<script>x</script>"></iframe>',
    '<object data=a><embed src=b></object>',
    '<base href="https://x.test/">',
    '<META HTTP-EQUIV=Refresh content="0;url=https://x.test">',
    '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    '<link rel=preload href=https://x.test as=image>',
    '<link rel=dns-prefetch href=//x.test><link rel=manifest href=m.json>',
    '<link rel="alternate stylesheet" href=a.css>',
    '<svg><link rel="stylesheet" href="a.css"/></svg>',
    '<script type="speculationrules">{"prefetch":[{"urls":["https://x.test"]}]}</script>',
    '<script src="https://x.test/s.js">fallback()</script>',
  ];
  for (const html of removed) {
    it(`removes ${html}`, async () => {
      const composed = await bodyOf(`<body>${html}`, { 'site/a.css': 'a{}', 'site/a': 'x' });
      assert.match(composed, /^(<svg><\/svg>)?$/);
    });
  }

  it('lets no link, form or ping leave the page', async () => {
    assert.equal(
      await bodyOf(
        '<body><a href=https://x.test ping=//x.test>a</a><a href="#b">b</a><form action=/c></form>',
      ),
      '<a href="#">a</a><a href="#b">b</a><form action="#"></form>',
    );
  });

  it('escapes the end of a style in a style sheet', async () => {
    const { html } = await compose('<link rel=stylesheet href=a.css>', {
      'site/a.css': 'a { content: "</STYLE><script>x()</script>" }',
    });
    assert.ok(html.includes('<style>a { content: "<\\/STYLE><script>x()</script>" }</style>'));
  });

  it('inlines no more than the limit', async () => {
    const large = new Uint8Array(5 * 1024 * 1024);
    const { html, missing } = await compose('<img src=a.png><img src=b.png><img src=c.png>', {
      'site/a.png': large,
      'site/b.png': large,
      'site/c.png': PNG,
    });
    assert.deepEqual(missing, ['b.png']);
    assert.ok(html.includes(PNG_URL));
  });

  it('takes a page that is cut anywhere', async () => {
    const page = [
      '<!DOCTYPE html><html lang="en"><head><title>A &amp; b</title><link rel=stylesheet href=a.css>',
      '<style>@import url(a.css) screen; @font-face { src: url("f.woff2") format("woff2") }</style>',
      '<script>if (a < b) { document.write("<p>") }</script></head><body class="x"><!-- note -->',
      '<table><tr><td>1<td>2</table><svg viewBox="0 0 1 1"><image href="p.png"/></svg>',
      '<img srcset="p.png 1x, p.png 2x" alt="&lt;&quot;"><template><p>t</template><textarea>x</textarea>',
    ].join('\n');
    for (let end = 0; end <= page.length; end += 1) {
      const { html } = await compose(page.slice(0, end), { 'site/a.css': 'a{', 'site/p.png': PNG });
      assert.match(html, /<\/body><\/html>$/, `cut at ${end}`);
    }
  });

  it('goes without a file whose reader fails at once', async () => {
    const page = { path: 'a.html', html: '<img src=b.png>' };
    const { missing } = await composePage(page, () => {
      throw new Error('unreadable');
    });
    assert.deepEqual(missing, ['b.png']);
  });

  it('keeps the empty lines at the beginning of a pre', async () => {
    assert.equal(await bodyOf('<body><pre>\n\na</pre>'), '<pre>\n\na</pre>');
    assert.equal(await bodyOf('<body><pre>\na</pre>'), '<pre>a</pre>');
  });

  it('composes to what composes to itself', async () => {
    const html =
      '<!doctype html><style>a{b:url(p.png)}</style><p title="<head>">x<svg><style>a{}</style></svg>';
    const once = await compose(html, { 'site/p.png': PNG });
    const twice = await compose(once.html);
    assert.equal(twice.html, once.html);
  });

  /** Where time grows with the square, this much takes minutes. */
  const LONG = 600_000;
  it('takes a page of 5 MB', async function () {
    this.timeout(30_000);
    const line = '<p class="a" style="color: red">Words <b>and</b> more.</p>\n';
    const start = process.hrtime.bigint();
    const { html } = await compose(line.repeat((5 * 1024 * 1024) / line.length));
    assert.ok(html.endsWith(`${line}</body></html>`));
    assert.ok(timeMs(start) < 20_000, `${timeMs(start)} ms`);
  });

  const large: readonly (readonly [name: string, html: string])[] = [
    ['attributes', '<p a b=c>'],
    ['children that a tag adopts', '<b><div></b><i>x</i>'],
    ['nested elements', '<div>'],
    ['formatting that is never closed', '<p><b><i><a id=x>'],
    ['text that belongs in no table', '<table>x<p>'],
    ['templates in templates', '<template>'],
    ['links to remove', '<link rel=x><script src=//a.test></script>'],
    ['addresses that are not there', '<img src=x><p style="a:url(y)">'],
    ['notes', '<!-- a --><noscript>'],
  ];
  for (const [name, html] of large) {
    it(`takes time in proportion to much of ${name}`, async function () {
      this.timeout(30_000);
      const start = process.hrtime.bigint();
      const composed = await compose(html.repeat(LONG / html.length));
      assert.ok(composed.html.length < 5 * LONG);
      assert.ok(timeMs(start) < 10_000, `${timeMs(start)} ms`);
    });
  }

  const sheets: readonly (readonly [name: string, css: string])[] = [
    ['escapes', '\\a'],
    ['brackets', '{(['],
    ['closing braces', '}'],
    ['unclosed addresses', 'url('],
    ['imports', '@import "x";'],
  ];
  for (const [name, css] of sheets) {
    it(`takes time in proportion to a style sheet of ${name}`, async function () {
      this.timeout(30_000);
      const start = process.hrtime.bigint();
      await compose('<link rel=stylesheet href=a.css>', {
        'site/a.css': css.repeat(LONG / css.length),
      });
      assert.ok(timeMs(start) < 10_000, `${timeMs(start)} ms`);
    });
  }
});
