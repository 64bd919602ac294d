import type { Size } from '../../shared/imageSize';

/** What XML does not allow in a text, however it is written. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * Draws a page of one text as an image, such as a browser window of this size shows it. The page
 * becomes part of an SVG image: no script runs in it, and it loads nothing.
 * @throws DOMException where the browser cannot draw it
 */
export async function pictureOf(html: string, size: Size): Promise<HTMLImageElement> {
  const image = new Image(size.width, size.height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(html, size))}`;
  await image.decode();
  return image;
}

function svgOf(html: string, { width, height }: Size): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const { fontSize, hasBackground } = rootStyleOf(page);
  const style = page.createElement('style');
  style.textContent = frameStyle(height, hasBackground);
  // Before the page's own styles, which win.
  page.head.prepend(style);
  const body = new XMLSerializer()
    .serializeToString(page.documentElement)
    .replaceAll(NOT_IN_XML, '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" style="font-size:${fontSize}">`,
    `<foreignObject width="${width}" height="${height}">${body}</foreignObject></svg>`,
  ].join('');
}

/**
 * Inside of an image, `html` is not the root: it does not fill the window, and the background of
 * `body` does not spread over it.
 */
function frameStyle(height: number, hasBackground: boolean): string {
  const spread =
    'body::before{content:"";position:absolute;inset:0;z-index:-1;background:inherit;pointer-events:none}';
  return [
    `html{display:block;position:relative;isolation:isolate;box-sizing:border-box;height:${height}px;overflow:hidden;font-size:inherit}`,
    'html::before{content:"";position:absolute;inset:0;z-index:-2;background:#fff}',
    hasBackground ? '' : spread,
  ].join('');
}

/** What the page's own rules say of its root: `rem` is a part of its font size. */
function rootStyleOf(page: Document): {
  readonly fontSize: string;
  readonly hasBackground: boolean;
} {
  let fontSize = '16px';
  let hasBackground = false;
  for (const { textContent } of page.querySelectorAll('style')) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(textContent);
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || !isOfRoot(rule)) continue;
      const { style } = rule;
      const size = sizeOf(style.fontSize);
      if (size !== undefined) fontSize = size;
      if (style.backgroundColor !== '' || style.backgroundImage !== '') hasBackground = true;
    }
  }
  return { fontSize, hasBackground };
}

function isOfRoot({ selectorText }: CSSStyleRule): boolean {
  return selectorText.split(',').some((each) => /^(?:html|:root)$/.test(each.trim()));
}

/** Only what is plain enough to be copied into an attribute. */
function sizeOf(fontSize: string): string | undefined {
  return /^[\d.]+(?:px|%|em|rem|pt)$/.test(fontSize) ? fontSize : undefined;
}
