import * as vscode from 'vscode';
import type { Edits } from './edits';

/** Tells menus and keybindings whether changes wait for a review, and in which files. */
export class ContextKeys implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private told = '';

  constructor(edits: Edits) {
    this.subscription = edits.onDidChange(() => {
      // In a remote window the workbench knows a file by another scheme, but by the same path,
      // which is the one of the file system where it runs itself.
      const paths = new Set(edits.pending().flatMap(({ uri }) => [uri.path, uri.fsPath]));
      const key = [...paths].join('\n');
      if (key === this.told) return;
      this.told = key;
      void setContext('stanza.hasPendingHunks', paths.size > 0);
      void setContext('stanza.pendingPaths', [...paths]);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function setContext(key: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
