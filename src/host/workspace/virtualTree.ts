import * as vscode from 'vscode';
import { LONGEST_IGNORE_FILE_BYTES } from './tree';
import type { EntryType, FileTree, TreeEntry, TreeStat } from './tree';

/** A folder of any file system that VS Code knows, which need not have paths on a disk. */
export class VirtualTree implements FileTree {
  constructor(private readonly root: vscode.Uri) {}

  async readDirectory(relative: string): Promise<readonly TreeEntry[]> {
    const entries = await vscode.workspace.fs.readDirectory(this.uriOf(relative));
    return entries.map(([name, type]) => ({ name, type: typeOf(type) }));
  }

  async stat(relative: string): Promise<TreeStat> {
    const { type, size, mtime } = await vscode.workspace.fs.stat(this.uriOf(relative));
    return { type: typeOf(type), bytes: size, modifiedMs: mtime };
  }

  async readText(relative: string): Promise<string> {
    const bytes = await this.read(relative, LONGEST_IGNORE_FILE_BYTES);
    if (bytes === undefined) throw new Error('An ignore file is too large.');
    return new TextDecoder().decode(bytes);
  }

  async read(relative: string, atMost: number): Promise<Uint8Array | undefined> {
    const { type, bytes: size } = await this.stat(relative);
    if (type !== 'file') throw new Error('This is not a file.');
    if (size > atMost) return undefined;
    const bytes = await vscode.workspace.fs.readFile(this.uriOf(relative));
    return bytes.length > atMost ? undefined : bytes;
  }

  private uriOf(relative: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, ...relative.split('/').filter((name) => name !== ''));
  }
}

function typeOf(type: vscode.FileType): EntryType {
  // The types are bits: a link also has the type of what it leads to.
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  if ((type & vscode.FileType.Directory) !== 0) return 'folder';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}
