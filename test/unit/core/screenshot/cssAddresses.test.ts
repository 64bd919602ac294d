import assert from 'node:assert/strict';
import { cssAddresses, cssReplacement } from '../../../../src/core/screenshot/cssAddresses';

/** What each address says, with the kind and the text of its place. */
function found(css: string): string[] {
  return cssAddresses(css).addresses.map(
    ({ kind, start, end, address }) => `${kind} ${address} <${css.slice(start, end)}>`,
  );
}

describe('cssAddresses', () => {
  const cases: readonly (readonly [css: string, ...found: string[]])[] = [
    ['a { b: url(c.png) }', 'url c.png <url(c.png)>'],
    ['a { b: URL(  c.png\n) }', 'url c.png <URL(  c.png\n)>'],
    ['a { b: url( "c d.png" ) }', 'string c d.png <"c d.png">'],
    ["a { b: url('c' crossorigin(anonymous)) }", "string c <'c'>"],
    ['a { b: \\75 r\\6c(c) }', 'url c <\\75 r\\6c(c)>'],
    ['a { b: url(c\\)d\\20 e) }', 'url c)d e <url(c\\)d\\20 e)>'],
    ['a { b: url("c\\\nd\\22 e") }', 'string cd"e <"c\\\nd\\22 e">'],
    [
      'a { b: url(data:image/png;base64,AA==) }',
      'url data:image/png;base64,AA== <url(data:image/png;base64,AA==)>',
    ],
    ['a { b: image-set("c" type("image/png") 1x, url(d) 2x) }', 'string c <"c">', 'url d <url(d)>'],
    ['a { b: src("c") }', 'string c <"c">'],
    ['a { --b: {c: url(d)} }', 'url d <url(d)>'],
    // These are no addresses.
    ['/* url(a) */'],
    ['a { content: "url(b)" }'],
    ['a { b: 1url(c) #url(c) myurl(c) url }'],
    ['a { b: url/**/(c) }'],
    ['a { b: url(c d) url(c"d) url(c(d) }'],
    ['@namespace svg url(http://www.w3.org/2000/svg);'],
    ['@namespace "http://www.w3.org/1999/xhtml"; a { b: url(c) }', 'url c <url(c)>'],
    // What is cut is closed by its end.
    ['a { b: url(c', 'url c <url(c>'],
    ['a { b: url("c', 'string c <"c>'],
    ['a { b: url("c\\', 'string c <"c\\>'],
    ['a { b: url(', 'url  <url(>'],
    ['a { content: "b\n; c: url(d)', 'url d <url(d)>'],
    ['/* a'],
    ['a { b: \\'],
    // Imports.
    ['@import "a.css";', 'import a.css <@import "a.css";>'],
    ['@IMPORT/**/url(a.css)screen;', 'import a.css <@IMPORT/**/url(a.css)screen;>'],
    ['@\\69mport url( "a" );b{}', 'import a <@\\69mport url( "a" );>'],
    ['@import "a"', 'import a <@import "a">'],
    ['@import "a', 'import a <@import "a>'],
    ['@import url(a', 'import a <@import url(a>'],
    ['@charset "x"; <!-- @layer a, b; --> @import "c";', 'import c <@import "c";>'],
    ['@import "a"; @import "b";', 'import a <@import "a";>', 'import b <@import "b";>'],
    [
      '@import "a" supports(b: url(";")) screen;',
      'import a <@import "a" supports(b: url(";")) screen;>',
    ],
    // Browsers pass over these.
    ['a{} @import "b";', 'import  <@import "b";>'],
    ['@layer a {} @import "b";', 'import  <@import "b";>'],
    ['@namespace a "b"; @import "c";', 'import  <@import "c";>'],
    ['@media print { @import "a"; b{c:url(d)} }', 'import  <@import "a";>', 'url d <url(d)>'],
    ['a { @import "b" }', 'import  <@import "b" >'],
    [
      '@import "a" { b: url(c) } d { e: url(f) }',
      'import  <@import "a" { b: url(c) }>',
      'url f <url(f)>',
    ],
    ['@import;', 'import  <@import;>'],
    ['@import "a" f(', 'import  <@import "a" f(>'],
    ['@import "a" /* b', 'import  <@import "a" /* b>'],
    ['@imported "a";'],
    ['a @import "b";'],
  ];
  for (const [css, ...expected] of cases) {
    it(`reads ${JSON.stringify(css)}`, () => {
      assert.deepEqual(found(css), expected);
    });
  }

  it('tells the conditions of an import', () => {
    const conditions = ['', 'screen', 'layer(a.b) supports(display: grid) print and (width > 1px)'];
    for (const condition of conditions) {
      const [address] = cssAddresses(`@import url("a") ${condition};`).addresses;
      assert.equal(address?.conditions, condition);
    }
  });

  const open: readonly (readonly [css: string, closers: string])[] = [
    ['a { b: c }', ''],
    ['@media x { a { b: f([', '])}}'],
    ['a { b: "c', '"}'],
    ["a { b: 'c\\", " '}"],
    ['a { /* b', '*/}'],
    ['a { b: url(c', ')}'],
    ['a { b: url("c', '")}'],
    ['a { b: url(c"', ')}'],
    ['a { b: (} c', ')}'],
    ['@import "a" f(', ''],
  ];
  for (const [css, closers] of open) {
    it(`closes ${JSON.stringify(css)}`, () => {
      assert.equal(cssAddresses(css).closers, closers);
      assert.equal(cssAddresses(css + closers).closers, '');
    });
  }

  it('finds the braces that close nothing', () => {
    assert.deepEqual(cssAddresses('a{}}b{c:"}"}/*}*/}').strays, [3, 17]);
  });

  it('takes a sheet that is cut anywhere, and gives places in order', () => {
    const css =
      '@import url("a\\"b") layer(x); @font-face { src: url( f.woff ) } a::before { content: "\\"" } b { c: image-set("d" 1x) /* e */ }';
    for (let end = 0; end <= css.length; end += 1) {
      const { addresses } = cssAddresses(css.slice(0, end));
      let last = 0;
      for (const address of addresses) {
        assert.ok(address.start >= last && address.end <= end, `cut at ${end}`);
        last = address.end;
      }
    }
  });
});

describe('cssReplacement', () => {
  it('keeps an address inside its quotation marks', () => {
    assert.equal(cssReplacement('url', 'data:a#"\\b'), 'url("data:a#%22%5Cb")');
    assert.equal(cssReplacement('string', 'data:a\nb'), '"data:a%0Ab"');
  });
});
