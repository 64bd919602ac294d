import type { ReadAsset } from './assets';

/** A page with all that it loads, in two versions. */
export interface PageTexts {
  /** For a webview: its scripts run, in a frame that lets nothing out. */
  readonly preview: string;
  /** Without scripts, for a picture. */
  readonly still: string;
  /** Addresses that are not shown: remote ones, and files that are not there. */
  readonly missing: readonly string[];
}

/** Composes a page from its files; the parser of HTML that this takes is loaded on first use. */
export async function pageTexts(
  page: { readonly path: string; readonly html: string },
  read: ReadAsset,
): Promise<PageTexts> {
  const { composePage, framedPreview, stillHtml } = await import('./pages');
  const composed = await composePage(page, read);
  return {
    preview: framedPreview(composed, page.path),
    still: stillHtml(composed),
    missing: composed.missing,
  };
}
