import * as vscode from 'vscode';
import { pageTexts } from '../../core/screenshot/pageTexts';
import type { PageTexts } from '../../core/screenshot/pageTexts';
import { readAsset } from './screenFiles';

/** While a page is written or typed, it is composed anew no more often than this. */
const PAUSE_MS = 400;

/** A page in an editor and what it loads, as they stand there, saved or not. */
export class ShownPage implements vscode.Disposable {
  /** Told a moment after something that is shown may have changed. */
  readonly onDidChange: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param current its document, which is another one after its first save, and not there at first after a reload
   * @param path relative to the workspace
   */
  constructor(
    private readonly current: () => vscode.TextDocument | undefined,
    private readonly path: string,
  ) {
    this.onDidChange = this.changed.event;
    this.subscription = vscode.Disposable.from(
      // Any document can be one that the page loads, and composing tells.
      vscode.workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length > 0) this.schedule();
      }),
      vscode.workspace.onDidOpenTextDocument(() => this.schedule()),
    );
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire();
    }, PAUSE_MS);
  }

  get name(): string {
    return this.path.split('/').at(-1) ?? '';
  }

  async compose(): Promise<PageTexts> {
    return pageTexts({ path: this.path, html: this.current()?.getText() ?? '' }, readAsset);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.changed.dispose();
  }
}
