import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Place } from '../core/ports';

/** Nobody waits longer for the name of a branch; a file system may be slow, or hostile. */
const LIMIT_MS = 500;

/** What git writes there is a line. */
const MOST_BYTES = 4096;

const LONGEST_NAME = 255;

/**
 * The folder of the active editor, or the first one, and the git branch that is checked out there.
 * Nothing in a workspace can make this fail or last.
 */
export async function readPlace(): Promise<Place> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (active && vscode.workspace.getWorkspaceFolder(active)) ??
    vscode.workspace.workspaceFolders?.[0];
  if (!folder) return {};
  const tooLate = pause(LIMIT_MS, undefined, { ref: false });
  return { folder: folder.name, branch: await Promise.race([branchOf(folder.uri), tooLate]) };
}

/** Undefined outside of git, and where no branch is checked out. */
async function branchOf(folder: vscode.Uri): Promise<string | undefined> {
  try {
    const head = (await readText(folder, '.git/HEAD')) ?? (await headOfWorktree(folder));
    const branch = /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1]?.trim();
    return branch?.slice(0, LONGEST_NAME);
  } catch {
    // The path that a `.git` file names is none.
    return undefined;
  }
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
  const file = vscode.Uri.joinPath(folder, name);
  try {
    const { type, size } = await vscode.workspace.fs.stat(file);
    // A pipe or a device would never come to its end.
    if (type !== vscode.FileType.File || size > MOST_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // There is no such file: the folder is not under git, or not in this form.
    return undefined;
  }
}
