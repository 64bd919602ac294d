import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReadAsset } from '../../core/screenshot/assets';
import { begun, openOrBegin } from '../openEditor';
import { isReadOnly } from '../tasks/readOnly';
import { namedFile } from '../workspace/namedFile';
import type { NamedFile } from '../workspace/namedFile';

/** What is written there runs by itself, or is not for people to review. */
const NOT_WRITTEN = /(?:^|\/)\.(?:git|vscode)\//i;

/** A page has no use for a larger file. */
const MAX_ASSET_BYTES = 4 * 1024 * 1024;

/**
 * The document of the file that code of a screenshot goes into, which is shown beside without the
 * focus.
 * @throws Error with a sentence for the user, where the path names no file of the workspace
 */
export async function openTarget(name: string): Promise<vscode.TextDocument> {
  const file = await namedFile(name.trim());
  if (!file && (vscode.workspace.workspaceFolders?.length ?? 0) > 0) {
    throw new Error(t('Name a file inside of this workspace, such as index.html.'));
  }
  const document = file
    ? await openWritable(file, name.trim())
    : await vscode.workspace.openTextDocument({ language: languageOf(name) });
  await showBeside(document, { preserveFocus: true });
  return document;
}

/** Shows a document where it is on the screen already, and otherwise beside what is active. */
export async function showBeside(
  document: vscode.TextDocument,
  { preserveFocus = false } = {},
): Promise<void> {
  const { visibleTextEditors } = vscode.window;
  const shown = visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(document, { viewColumn, preserveFocus, preview: false });
}

/** A folder, a file that is no text and one that is read-only are told before anything is paid. */
async function openWritable(
  { uri, exists }: NamedFile,
  name: string,
): Promise<vscode.TextDocument> {
  const document = await openOrBegin(uri, exists).catch(() => undefined);
  if (!document || (await isReadOnly(document))) {
    throw new Error(t('{0} cannot be written. Name another file.', name));
  }
  return document;
}

/** Another file that an answer names; undefined where it must not be written. */
export async function openNamed(name: string): Promise<vscode.TextDocument | undefined> {
  if (NOT_WRITTEN.test(name.replaceAll('\\', '/'))) return undefined;
  const file = await namedFile(name);
  return file && textOf(() => openOrBegin(file.uri, file.exists));
}

/** The document of a file that was written before, where there still is one. */
export async function findWritten(name: string): Promise<vscode.TextDocument | undefined> {
  const file = await namedFile(name);
  if (!file) return undefined;
  return file.exists ? textOf(() => openOrBegin(file.uri, true)) : begun(file.uri);
}

async function textOf(
  open: () => Promise<vscode.TextDocument>,
): Promise<vscode.TextDocument | undefined> {
  try {
    return await open();
  } catch {
    // VS Code opens no binary file as a text.
    return undefined;
  }
}

/** Reads what a page loads: the text as the editor has it, saved or not, otherwise the bytes. */
export const readAsset: ReadAsset = async (name) => {
  const file = await namedFile(name);
  if (!file) return undefined;
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isClosed }) => !isClosed && uri.path === file.uri.path,
  );
  if (open) return { text: open.getText() };
  if (!file.exists) return undefined;
  const { size } = await vscode.workspace.fs.stat(file.uri);
  if (size > MAX_ASSET_BYTES) return undefined;
  // Its name says what it is.
  return { bytes: await vscode.workspace.fs.readFile(file.uri), mediaType: '' };
};

/** Whether a browser can show a file as it is. */
export function isPage(path: string): boolean {
  return /\.x?html?$/i.test(path);
}

function languageOf(name: string): string {
  return /\.html?$/i.test(name) ? 'html' : 'plaintext';
}
