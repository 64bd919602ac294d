import * as vscode from 'vscode';
import type { Place } from '../core/ports';

/** The folder of the active editor, or the first one, and the git branch that is checked out there. */
export async function readPlace(): Promise<Place> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (active && vscode.workspace.getWorkspaceFolder(active)) ??
    vscode.workspace.workspaceFolders?.[0];
  if (!folder) return {};
  return { folder: folder.name, branch: await branchOf(folder.uri) };
}

/** Undefined outside of git, and where no branch is checked out. */
async function branchOf(folder: vscode.Uri): Promise<string | undefined> {
  const head = (await readText(folder, '.git/HEAD')) ?? (await headOfWorktree(folder));
  return /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1]?.trim();
}

/** In a worktree and in a submodule, `.git` is a file that names the directory. */
async function headOfWorktree(folder: vscode.Uri): Promise<string | undefined> {
  const directory = /^gitdir: (.+)$/m.exec((await readText(folder, '.git')) ?? '')?.[1]?.trim();
  if (directory === undefined) return undefined;
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(directory);
  const uri = isAbsolute
    ? folder.with({ path: vscode.Uri.file(directory).path })
    : vscode.Uri.joinPath(folder, directory);
  return readText(uri, 'HEAD');
}

async function readText(folder: vscode.Uri, name: string): Promise<string | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
    return new TextDecoder().decode(bytes);
  } catch {
    // There is no such file: the folder is not under git, or not in this form.
    return undefined;
  }
}
