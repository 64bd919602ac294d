import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { addressOf } from './documentAddress';
import { namedFile } from './workspace/namedFile';

interface Lines {
  readonly path?: string | undefined;
  /** Counted from 0; the end is not part of them. */
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

/** Opens a file of the workspace; what is not part of it is undefined, and stays closed. */
export async function openFile(uri: vscode.Uri | undefined): Promise<void> {
  if (uri) await vscode.window.showTextDocument(uri, { preview: true });
}

/** Opens a file of the workspace and selects lines of it. */
export async function openLines({
  path,
  startLine = 0,
  endLine = startLine,
}: Lines): Promise<void> {
  if (path === undefined) return;
  const file = await namedFile(path);
  if (file?.exists !== true) {
    void vscode.window.showInformationMessage(t('The file is not in this workspace any more.'));
    return;
  }
  const document = await vscode.workspace.openTextDocument(file.uri);
  const last = Math.max(startLine, endLine - 1);
  const selection = document.validateRange(new vscode.Range(startLine, 0, last, Infinity));
  await vscode.window.showTextDocument(document, { preview: true, selection });
}

/** The document of a file, or of one that is to be: it is untitled until it is saved. */
export async function openOrBegin(uri: vscode.Uri, exists: boolean): Promise<vscode.TextDocument> {
  if (exists) return vscode.workspace.openTextDocument(uri);
  return begun(uri) ?? vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
}

/** The document of a file that was not saved yet, where it is open. */
export function begun(uri: vscode.Uri): vscode.TextDocument | undefined {
  const address = addressOf(uri.with({ scheme: 'untitled' }));
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && addressOf(document.uri) === address,
  );
}

/** Opens a text as an untitled JSON document, which is saved nowhere. */
export async function openJson(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
