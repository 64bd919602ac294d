import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Size } from '../../shared/imageSize';
import type { Compared, Drawing } from '../../shared/screenshotProtocol';
import { isPage } from './screenFiles';
import { ShownPage } from './shownPage';
import type { WrittenFiles } from './writtenFiles';

interface ComparisonHooks {
  /** Has the page drawn and compared; false while no page is there to do it. */
  readonly draw: (drawing: Drawing) => boolean;
  /** Told when something was found, or could not be. */
  readonly onDidChange: () => void;
  /** Whether an answer streams: then the code is looked at, and not sent. */
  readonly isWriting: () => boolean;
}

/** Holds the code as it stands against the screenshot, which takes a page that can draw. */
export class Comparison implements vscode.Disposable {
  /** What a preview shows; undefined where a browser could not. */
  readonly page: ShownPage | undefined;
  /** Of the code as it stood last; undefined where nothing was compared. */
  found: Compared | undefined;
  /** Why it could not be done, in a sentence. */
  problem: string | undefined;
  /** How often the code was drawn; the last time counts. */
  private drawings = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly files: WrittenFiles,
    path: string,
    private readonly window: Size,
    private readonly hooks: ComparisonHooks,
  ) {
    if (!isPage(path)) return;
    this.page = new ShownPage(() => files.main, path);
    this.page.onDidChange(() => void this.draw());
  }

  /** Has the code drawn as it stands; a page that comes back asks for it. */
  async draw(): Promise<void> {
    if (!this.page) return;
    this.drawings += 1;
    const number = this.drawings;
    await this.files.findAgain();
    const { still: html, missing } = await this.page.compose();
    // A later one has the later text.
    if (number !== this.drawings) return;
    const withPictures = !this.hooks.isWriting();
    this.hooks.draw({ number, html, missing, window: this.window, withPictures });
  }

  /** Resolves once the code as it stands was compared, or that has turned out to be impossible. */
  async now(): Promise<Compared | undefined> {
    if (!this.page) return this.found;
    this.found = undefined;
    this.problem = undefined;
    const done = new Promise<void>((resolve) => this.waiting.add(resolve));
    await this.draw();
    await done;
    return this.found;
  }

  /** The page has held the code against the screenshot. */
  receive(compared: Compared): void {
    // While the code goes on, older drawings are still compared.
    if (this.page && compared.drawing !== this.drawings) return;
    this.found = compared;
    this.problem = undefined;
    this.release();
    this.hooks.onDidChange();
  }

  /** The page could not do it. */
  fail(drawing: number, reason: string): void {
    if (this.page && drawing !== this.drawings) return;
    this.found = undefined;
    this.problem = t('The code could not be compared with the screenshot: {0}', reason);
    this.release();
    this.hooks.onDidChange();
  }

  /** What was found holds no more, and only the user can have it found anew. */
  forget(): void {
    this.found = undefined;
  }

  /** Whoever waits goes on without. */
  release(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  dispose(): void {
    this.release();
    this.page?.dispose();
  }
}
