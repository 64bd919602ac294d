/** A bundle of its own, which is loaded on first use: it holds a parser of HTML. */
export { composePage } from './composePage';
export { framedPreview } from './previewHtml';
export { stillHtml } from './stillHtml';
