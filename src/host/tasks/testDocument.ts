import * as vscode from 'vscode';
import { testFileFor } from '../../core/prompt/testFile';
import { openOrBegin } from '../openEditor';
import type { WorkspaceFolders } from '../workspace/workspaceFolders';

/**
 * Opens the file for the tests of a source file beside it, without taking the focus. One that does
 * not exist yet is untitled until it is saved.
 */
export async function openTestFile(
  workspace: WorkspaceFolders,
  source: vscode.TextDocument,
  path: string,
): Promise<{ readonly document: vscode.TextDocument; readonly path: string }> {
  const { files } = await workspace.survey();
  const test = testFileFor(path, files);
  const uri = workspace.uriOf(test.path);
  // Outside of any folder there is no place for it yet.
  const document = uri
    ? await openOrBegin(uri, test.exists)
    : await vscode.workspace.openTextDocument({ language: source.languageId });
  if (document !== source) {
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
  }
  return { document, path: test.path };
}
