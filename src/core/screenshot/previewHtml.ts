import type { ComposedPage } from './composePage';
import { headOf, makeElement, pageText, parsePage } from './pageTree';

/**
 * The page runs its own scripts and styles, and loads nothing from outside of itself. A policy does
 * not keep a page from going elsewhere (`location`, a link, a new window, a refresh, speculation
 * rules): the webview has to hold it in an `<iframe sandbox="allow-scripts" srcdoc>` of a page with
 * a policy of its own, which does. Neither holds back WebRTC, for which Chromium knows no policy.
 */
export const PREVIEW_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; form-action 'none'";

/**
 * The page for a webview of its own. The policy stands before everything that could load
 * something, and is put there in the tree: in the text a page could hide the place.
 */
export function previewHtml(page: ComposedPage): string {
  const document = parsePage(page.html);
  const policy = { 'http-equiv': 'Content-Security-Policy', content: PREVIEW_POLICY };
  headOf(document)?.childNodes.unshift(makeElement('meta', policy));
  return pageText(document);
}
