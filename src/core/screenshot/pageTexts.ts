import type { ReadAsset } from './assets';

/** A page and all that it loads in one text, in two versions. */
export interface PageTexts {
  /** Whose scripts run, under a policy that lets nothing out. */
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
  const { composePage, previewHtml, stillHtml } = await import('./pages');
  const composed = await composePage(page, read);
  return {
    preview: previewHtml(composed),
    still: stillHtml(composed),
    missing: composed.missing,
  };
}
