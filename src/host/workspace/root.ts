import * as vscode from 'vscode';
import { FolderIndex } from './folderIndex';
import { prefixesOf } from './folderNames';
import { NodeTree } from './nodeTree';
import type { FileTree } from './tree';
import { VirtualTree } from './virtualTree';

export interface RootOptions {
  readonly uri: vscode.Uri;
  /** Stands before every path; empty, or ends with a slash. */
  readonly prefix: string;
  readonly exclude: readonly string[];
  /** The other workspace folders, some of which may lie in this one. */
  readonly others: readonly vscode.Uri[];
  /** Called when something has changed that may matter. */
  readonly onNews: () => void;
}

/** One workspace folder: its files, its watcher, and what has changed since they were looked at. */
export class WorkspaceRoot implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly prefix: string;
  readonly tree: FileTree;
  readonly index: FolderIndex;
  private readonly base: string;
  private readonly watcher: vscode.FileSystemWatcher;
  private readonly changed = new Set<string>();
  private isWalked = false;

  constructor(private readonly options: RootOptions) {
    const { uri, prefix, exclude, others } = options;
    this.uri = uri;
    this.prefix = prefix;
    this.base = withSlash(uri.path);
    const inside = new Set(others.map((other) => withSlash(this.relativeOf(other) ?? '')));
    this.tree = uri.scheme === 'file' ? new NodeTree(uri.fsPath) : new VirtualTree(uri);
    this.index = new FolderIndex(this.tree, {
      prefix,
      exclude,
      isElsewhere: (folder) => inside.has(folder),
    });
    // It watches before the first walk, so that nothing falls between the two.
    this.watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(uri, '**/*'),
    );
    const note = (changed: vscode.Uri): void => this.note(changed);
    this.watcher.onDidCreate(note);
    this.watcher.onDidChange(note);
    this.watcher.onDidDelete(note);
  }

  /** Takes down that something has changed at an address; others than its own do not matter. */
  note(uri: vscode.Uri): void {
    const relative = this.relativeOf(uri);
    if (relative === undefined) return;
    // Packages and builds are written in great numbers, and none of them is sent.
    if (this.isWalked && this.index.isOutside(relative)) return;
    this.changed.add(relative);
    this.options.onNews();
  }

  /** Walks the folder, or looks at what has changed since. */
  async catchUp(): Promise<void> {
    if (!this.isWalked) await this.index.walk();
    this.isWalked = true;
    if (this.changed.size === 0) return;
    const changed = [...this.changed];
    this.changed.clear();
    await this.index.update(changed);
  }

  /** The path below this folder; undefined for what lies elsewhere. */
  relativeOf(uri: vscode.Uri): string | undefined {
    if (uri.scheme !== this.uri.scheme || uri.authority !== this.uri.authority) return undefined;
    if (withSlash(uri.path) === this.base) return '';
    return uri.path.startsWith(this.base) ? uri.path.slice(this.base.length) : undefined;
  }

  uriOf(relative: string): vscode.Uri {
    return vscode.Uri.joinPath(this.uri, relative);
  }

  dispose(): void {
    this.index.stop();
    this.watcher.dispose();
  }
}

/** The folders that are open now, in the order of their paths. */
export function openRoots(exclude: readonly string[], onNews: () => void): WorkspaceRoot[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const prefixes = prefixesOf(folders.map(({ name }) => name));
  const roots = folders.map(
    ({ uri }, index) =>
      new WorkspaceRoot({
        uri,
        prefix: prefixes[index] ?? '',
        exclude,
        others: folders.filter((other) => other.uri !== uri).map((other) => other.uri),
        onNews,
      }),
  );
  // The folders have their order from the user, the files have theirs from the paths.
  return roots.toSorted((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
