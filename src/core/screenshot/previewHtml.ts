import type { ComposedPage } from './composePage';
import { headOf, makeElement, pageText, parsePage } from './pageTree';

/**
 * The page runs its own scripts and styles, and loads nothing from outside of itself. A policy does
 * not keep a page from going elsewhere (`location`, a link, a new window, a refresh, speculation
 * rules): the webview has to hold it in an `<iframe sandbox="allow-scripts" srcdoc>` of a page with
 * a policy of its own, which does. Neither holds back WebRTC, for which Chromium knows no policy.
 */
export const PREVIEW_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; form-action 'none'; base-uri 'none'";

/**
 * A page for a webview that holds the page in a frame of its own: there it has no origin, so that
 * it can neither go elsewhere, open windows nor reach the editor's side. The frame takes this
 * policy over besides its own.
 */
export function framedPreview(page: ComposedPage, title: string): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PREVIEW_POLICY}">
<style>html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; background: #fff; }</style>
</head>
<body>
<iframe sandbox="allow-scripts" title="${attributeText(title)}" srcdoc="${attributeText(previewHtml(page))}"></iframe>
</body>
</html>`;
}

function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/**
 * The page as the frame gets it. The policy stands before everything that could load
 * something, and is put there in the tree: in the text a page could hide the place.
 */
export function previewHtml(page: ComposedPage): string {
  const document = parsePage(page.html);
  const policy = { 'http-equiv': 'Content-Security-Policy', content: PREVIEW_POLICY };
  headOf(document)?.childNodes.unshift(makeElement('meta', policy));
  return pageText(document);
}
