import type * as vscode from 'vscode';

/**
 * The address by which a document is known over reloads. In a remote window, one that is untitled
 * gets the authority of the window then, which it did not have before.
 */
export function addressOf(uri: vscode.Uri): string {
  return (uri.scheme === 'untitled' ? uri.with({ authority: '' }) : uri).toString();
}
