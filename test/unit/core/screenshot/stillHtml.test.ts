import assert from 'node:assert/strict';
import { composePage } from '../../../../src/core/screenshot/composePage';
import { stillHtml } from '../../../../src/core/screenshot/stillHtml';

async function still(html: string): Promise<string> {
  return stillHtml(await composePage({ path: 'a.html', html }, async () => undefined));
}

describe('stillHtml', () => {
  const bodies: readonly (readonly [html: string, still: string])[] = [
    ['<p>a<script>b()</script>c</p>', '<p>ac</p>'],
    ['<SCRIPT>b()', ''],
    ['<script><!--<script></script>x', ''],
    ['<svg><script>a()</script><g onload="b()"></g></svg>', '<svg><g></g></svg>'],
    ['<template><script>a()</script><b>c</b></template>', '<template><b>c</b></template>'],
    ['<p OnClick=a() class=b>c</p>', '<p class="b">c</p>'],
    ['<noscript><b>a</b></noscript><i>c</i>', '<b>a</b><i>c</i>'],
    ['<noscript>a<noscript>b</noscript>c</noscript><p><noscript>d</noscript>', 'abc<p>d</p>'],
    ['<noscript><script>a()</script><p onclick=b()>c</p></noscript>', '<p>c</p>'],
    ['<a href="&#106;avascript:a()">b</a>', '<a>b</a>'],
    ['<a href="\u0001 java\nscript&colon;a()">b</a>', '<a>b</a>'],
    ['<form action="JAVASCRIPT:a()"></form>', '<form></form>'],
    ['<svg><a xlink:href="javascript:a()">b</a></svg>', '<svg><a>b</a></svg>'],
    [
      '<svg><animate attributeName="href" values="#; javascript:a()"></animate></svg>',
      '<svg><animate attributeName="href"></animate></svg>',
    ],
    [
      '<video autoplay src="data:video/mp4,x" poster="data:image/gif,y"><source src="data:,z"></video>',
      '<video poster="data:image/gif,y"></video>',
    ],
    [
      '<picture><source srcset="data:,a"></picture>',
      '<picture><source srcset="data:,a"></picture>',
    ],
    ['<p title="javascript: a primer">b</p>', '<p title="javascript: a primer">b</p>'],
    ['<style>a { b: "</style><img src=x onerror=a()>"', '<style>a { b: "</style><img>"'],
    [
      '<math><mtext><style><!--</style><img title="--&gt;&lt;img onerror=a()&gt;">',
      '<math><mtext><style><!--</style><img title="--&gt;&lt;img onerror=a()&gt;"></mtext></math>',
    ],
  ];
  for (const [html, expected] of bodies) {
    it(`stills ${JSON.stringify(html)}`, async () => {
      const text = await still(`<body>${html}`);
      assert.equal(/<body>([^]*)<\/body><\/html>$/.exec(text)?.[1], expected);
    });
  }

  it('keeps the styles, and what noscript holds in the head', async () => {
    assert.equal(
      await still('<!doctype html><style>a{}</style><noscript><style>b{}</style></noscript><p>'),
      '<!DOCTYPE html><html><head><style>a{}</style><style>b{}</style></head><body><p></p></body></html>',
    );
  });

  it('holds no script wherever the page is cut', async () => {
    const page =
      '<head><script type=module>a("<p>")</script><noscript><link rel=stylesheet href=x></noscript></head><body onload="b()"><svg onload=c()><script>d()</script></svg><a href="javascript:e()">f</a><script>/* <!-- <script> */ g()</script>';
    for (let end = 0; end <= page.length; end += 1) {
      const text = await still(page.slice(0, end));
      assert.doesNotMatch(text, /script|\bon\w+=/i, `cut at ${end}`);
    }
  });

  it('gives the same when it is done again', async () => {
    const html = await still('<p>a<noscript>b<p>c</noscript><table><noscript>d<script>');
    assert.equal(stillHtml({ html, missing: [] }), html);
  });
});
