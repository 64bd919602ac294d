import * as vscode from 'vscode';

/** Opens a file of the workspace; what is not part of it is undefined, and stays closed. */
export async function openFile(uri: vscode.Uri | undefined): Promise<void> {
  if (uri) await vscode.window.showTextDocument(uri, { preview: true });
}

/** Opens a text as an untitled JSON document, which is saved nowhere. */
export async function openJson(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
