import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { prefixesOf } from './folderNames';
import { segmentsBelow } from './segmentsBelow';

/** A file of the workspace, or one that could be. */
export interface NamedFile {
  readonly uri: vscode.Uri;
  readonly exists: boolean;
}

/**
 * The file that a path means which a model has written, or a conversation holds; undefined where
 * that would be outside of the open folders.
 */
export async function namedFile(name: string): Promise<NamedFile | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const prefixes = prefixesOf(folders.map((folder) => folder.name));
  const candidates = folders.flatMap((folder, index) => {
    const prefix = prefixes[index] ?? '';
    const names =
      prefix !== '' && name.startsWith(prefix) ? [name.slice(prefix.length), name] : [name];
    return names.flatMap((each) => {
      const segments = segmentsBelow(folder.uri.fsPath, each);
      return segments ? { folder, uri: vscode.Uri.joinPath(folder.uri, ...segments) } : [];
    });
  });
  for (const { folder, uri } of candidates) {
    if (!(await exists(uri))) continue;
    return (await isReallyIn(folder.uri, uri)) ? { uri, exists: true } : undefined;
  }
  const [first] = candidates;
  return first && { uri: first.uri, exists: false };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // There is no such file.
    return false;
  }
}

/** Whether no symbolic link leads out of the folder. */
async function isReallyIn(folder: vscode.Uri, uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return true;
  const [from, to] = await Promise.all([realpath(folder.fsPath), realpath(uri.fsPath)]);
  return segmentsBelow(from, to) !== undefined;
}
