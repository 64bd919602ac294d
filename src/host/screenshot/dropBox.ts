import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TakenFile } from '../../shared/screenshotProtocol';

const SCHEME = 'stanza-drop';

/** What was dropped: a file, or the address of one. */
type Drop = TakenFile | { readonly uri: vscode.Uri };

/**
 * A drop that is chosen can do nothing but edit, and the bytes of what was dropped come with the
 * edit alone. So it creates files in this box, a file system that hands on what is written into it
 * and keeps none of it.
 */
export class DropBox implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly written = new Map<string, vscode.FileStat>();

  constructor(private readonly receive: (drop: Drop) => void) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }),
    );
  }

  editForFiles(files: readonly vscode.DataTransferFile[]): vscode.WorkspaceEdit {
    const edit = new vscode.WorkspaceEdit();
    for (const file of files) edit.createFile(place(file.name), { contents: file });
    return edit;
  }

  editForAddresses(addresses: readonly string[]): vscode.WorkspaceEdit {
    const edit = new vscode.WorkspaceEdit();
    for (const address of addresses) {
      const name = vscode.Uri.parse(address).path.split('/').at(-1) ?? '';
      edit.createFile(place(name).with({ query: address }), { contents: new Uint8Array() });
    }
    return edit;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const { length: size } = content;
    const nowMs = Date.now();
    this.written.set(uri.path, { type: vscode.FileType.File, ctime: nowMs, mtime: nowMs, size });
    const name = uri.path.split('/').at(-1) ?? '';
    if (uri.query === '') {
      const { buffer, byteOffset } = content;
      this.receive({ name, data: Buffer.from(buffer, byteOffset, size).toString('base64') });
    } else this.receive({ uri: vscode.Uri.parse(uri.query) });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.written.get(uri.path);
    if (file) return file;
    // Every folder is there, so that none has to be made.
    if (uri.path.split('/').length > 2) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
  }

  /** Undoing the drop takes the file away, and not what has become of it. */
  delete({ path }: vscode.Uri): void {
    this.written.delete(path);
  }

  watch(): vscode.Disposable {
    return { dispose: () => undefined };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // They are all there.
  }

  readFile(uri: vscode.Uri): Uint8Array {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}

/** A folder of its own for each file, since two may have the same name. */
function place(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${randomUUID()}/${name}` });
}
