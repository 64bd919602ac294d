import * as vscode from 'vscode';
import type { Edits } from './edits';

/** Tells menus and keybindings whether changes wait for a review, and in which files. */
export class ContextKeys implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private told = '';

  constructor(edits: Edits) {
    this.subscription = edits.onDidChange(() => {
      const files = edits.pending().map(({ uri }) => uri.toString());
      const key = files.join('\n');
      if (key === this.told) return;
      this.told = key;
      void setContext('stanza.hasPendingHunks', files.length > 0);
      void setContext('stanza.pendingFiles', files);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function setContext(key: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
