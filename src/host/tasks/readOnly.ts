import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Target } from './target';

/** Whether a document cannot be edited: its place is read-only, or the file itself. */
export async function isReadOnly({ uri, isUntitled }: vscode.TextDocument): Promise<boolean> {
  if (isUntitled || uri.scheme === 'vscode-notebook-cell') return false;
  const isWritable = vscode.workspace.fs.isWritableFileSystem(uri.scheme);
  // Contents that an extension provides have no file system at all.
  if (isWritable !== true) return true;
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return permissions !== undefined && (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // A file that is not there yet can be made.
    return false;
  }
}

/** Offers to do in a copy what cannot be done in the document; undefined where nobody wants it. */
export async function copyOf({ document, ...lines }: Target): Promise<Target | undefined> {
  const edit = t('Edit a Copy');
  const name = document.uri.path.split('/').at(-1) ?? '';
  const answer = await vscode.window.showInformationMessage(
    t('{0} cannot be edited. Stanza can make the change in a copy.', name),
    edit,
  );
  if (answer !== edit) return undefined;
  const copy = await vscode.workspace.openTextDocument({
    language: document.languageId,
    content: document.getText(),
  });
  await vscode.window.showTextDocument(copy, { preview: false });
  return { ...lines, document: copy };
}
