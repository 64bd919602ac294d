import * as vscode from 'vscode';
import { pageTexts } from '../../core/screenshot/pageTexts';
import type { PageTexts } from '../../core/screenshot/pageTexts';
import { openAgain, readAsset } from './screenFiles';

/** While a page is written or typed, it is composed anew no more often than this. */
const PAUSE_MS = 400;

/** A page in an editor and what it loads, as they stand there, saved or not. */
export class ShownPage implements vscode.Disposable {
  /** Told a moment after something that is shown may have changed. */
  readonly onDidChange: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  /** @param path relative to the workspace */
  constructor(
    private shown: vscode.TextDocument,
    private readonly path: string,
  ) {
    this.onDidChange = this.changed.event;
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => {
      // Any document can be one that the page loads, and composing tells.
      if (contentChanges.length === 0 || this.timer) return;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.changed.fire();
      }, PAUSE_MS);
    });
  }

  get document(): vscode.TextDocument {
    return this.shown;
  }

  async compose(): Promise<PageTexts> {
    this.shown = await openAgain(this.shown, this.path);
    return pageTexts({ path: this.path, html: this.shown.getText() }, readAsset);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.changed.dispose();
  }
}
