import path from 'node:path';
import * as vscode from 'vscode';
import { MAX_FILE_BYTES } from '../../core/prompt/screening';
import type {
  Attention,
  FileContent,
  LeftOut,
  Log,
  Survey,
  Workspace,
  WorkspaceFile,
} from '../../core/ports';
import { AttentionTracker } from './attention';
import { Quiet } from './quiet';
import { openRoots } from './root';
import type { WorkspaceRoot } from './root';
import { SymbolCache } from './symbolCache';

export interface WorkspaceFoldersOptions {
  /** The storage folder of the workspace, on the disk of the extension host. */
  readonly storageFolder: string;
  /** The patterns of the user at this moment; `reset` tells that they have changed. */
  readonly exclude: () => readonly string[];
  readonly log: Log;
}

interface Located {
  readonly file: WorkspaceFile;
  readonly root: WorkspaceRoot;
  readonly relative: string;
}

/** The files of the open folders. Nothing is read or watched before the first survey. */
export class WorkspaceFolders implements Workspace, vscode.Disposable {
  /** Fires when files, folders or the attention have changed, and when all symbols are known. */
  readonly onDidChange: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly tracker: AttentionTracker;
  private readonly symbolCache: SymbolCache;
  private readonly subscriptions: vscode.Disposable[];
  private readonly quiet = new Quiet(() => this.onQuiet());
  private roots: readonly WorkspaceRoot[] = [];
  /** Those that are walked, and take the place of `roots` then. */
  private coming: readonly WorkspaceRoot[] = [];
  private generation = 0;
  private catchingUp: Promise<void> = Promise.resolve();
  private isStarted = false;
  private isDisposed = false;
  /** The folders or the setting are others than those of `roots`. */
  private isStale = true;
  private hasNews = false;
  private toldRevision: string | undefined;

  constructor(private readonly options: WorkspaceFoldersOptions) {
    this.onDidChange = this.changed.event;
    this.tracker = new AttentionTracker(
      (uri) => this.sendablePath(uri),
      () => {
        if (this.isStarted) this.announce();
      },
    );
    this.symbolCache = new SymbolCache({
      file: path.join(options.storageFolder, 'symbols.json'),
      read: async (file) => this.readBytes(file),
      onDone: () => this.announce(),
      log: options.log,
    });
    const note = (uris: readonly vscode.Uri[]): void => this.note(uris);
    this.subscriptions = [
      this.changed,
      this.tracker,
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.reset()),
      // What this window does itself is known before the watchers have noticed.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => note([uri])),
      vscode.workspace.onDidSaveNotebookDocument(({ uri }) => note([uri])),
      vscode.workspace.onDidCreateFiles(({ files }) => note(files)),
      vscode.workspace.onDidDeleteFiles(({ files }) => note(files)),
      vscode.workspace.onDidRenameFiles(({ files }) =>
        note(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
      ),
    ];
  }

  get isOpen(): boolean {
    return (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  }

  get isTrusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  get rootPaths(): readonly string[] {
    return this.roots.map(({ prefix }) => prefix);
  }

  async survey(): Promise<Survey> {
    this.isStarted = true;
    await this.catchUp();
    if (this.hasNews) this.quiet.schedule();
    return { files: this.files(), leftOut: this.leftOut() };
  }

  attention(): Attention {
    return this.tracker.attention();
  }

  async read(file: string): Promise<FileContent> {
    const located = this.locate(file);
    if (!located) return { leftOut: 'unreadable' };
    const uri = located.root.uriOf(located.relative);
    const document = openDocument(uri);
    if (document && knowsBetter(document)) return contentOf(document);
    try {
      const bytes = await located.root.tree.read(located.relative, MAX_FILE_BYTES);
      return bytes === undefined ? { leftOut: 'tooLarge' } : { bytes };
    } catch {
      // It is gone, must not be read, or has become something else than a file.
      located.root.note(uri);
      return { leftOut: 'unreadable' };
    }
  }

  async version(file: string): Promise<string | undefined> {
    const located = this.locate(file);
    if (!located) return undefined;
    const uri = located.root.uriOf(located.relative);
    const document = openDocument(uri);
    if (document?.isDirty) return `doc:${document.version}`;
    try {
      const { type, modifiedMs, bytes } = await located.root.tree.stat(located.relative);
      const isAsKnown = modifiedMs === located.file.modifiedMs && bytes === located.file.bytes;
      // Watchers miss a change now and then.
      if (type !== 'file' || !isAsKnown) located.root.note(uri);
      return type === 'file' ? `${modifiedMs}:${bytes}` : undefined;
    } catch {
      // It is gone.
      located.root.note(uri);
      return undefined;
    }
  }

  symbols(file: string): readonly string[] {
    return this.symbolCache.symbols(file);
  }

  /** The path of what lies in the folders that were surveyed, whether it may be sent or not. */
  pathOf(uri: vscode.Uri): string | undefined {
    // Of a folder in a folder, the inner one has the longer address.
    const inner = this.roots
      .filter((root) => root.relativeOf(uri))
      .toSorted((one, other) => other.uri.path.length - one.uri.path.length)[0];
    const relative = inner?.relativeOf(uri);
    return inner && relative ? `${inner.prefix}${relative}` : undefined;
  }

  /** The address of a path of the survey, sent or left out; never one outside of the folders. */
  uriOf(file: string): vscode.Uri | undefined {
    const root = this.rootOf(file);
    const relative = root && file.slice(root.prefix.length);
    if (!root || !relative || relative.split(/[/\\]/).includes('..')) return undefined;
    return root.uriOf(relative);
  }

  /** Begins anew: other folders, or another setting. */
  reset(): void {
    this.isStale = true;
    for (const root of this.coming) root.index.stop();
    this.announce();
  }

  dispose(): void {
    this.isDisposed = true;
    this.quiet.dispose();
    this.symbolCache.stop();
    for (const each of [...this.subscriptions, ...this.roots, ...this.coming]) each.dispose();
  }

  private files(): readonly WorkspaceFile[] {
    const [first, ...others] = this.roots;
    if (others.length === 0) return first?.index.files ?? [];
    return this.roots.flatMap(({ index }) => index.files);
  }

  private leftOut(): readonly LeftOut[] {
    return this.roots.flatMap(({ index }) => index.leftOut);
  }

  private sendablePath(uri: vscode.Uri): string | undefined {
    const file = this.pathOf(uri);
    return file !== undefined && this.locate(file) ? file : undefined;
  }

  /** Only what the survey has found can be read. */
  private locate(file: string): Located | undefined {
    const root = this.rootOf(file);
    const found = root?.index.find(file);
    return root && found && { file: found, root, relative: file.slice(root.prefix.length) };
  }

  private rootOf(file: string): WorkspaceRoot | undefined {
    return this.roots.find(({ prefix }) => file.startsWith(prefix));
  }

  private async readBytes(file: string): Promise<Uint8Array | undefined> {
    const located = this.locate(file);
    return located?.root.tree.read(located.relative, MAX_FILE_BYTES);
  }

  private note(uris: readonly vscode.Uri[]): void {
    for (const root of [...this.roots, ...this.coming]) for (const uri of uris) root.note(uri);
  }

  /** One after the other, for they change the same indexes. */
  private catchUp(): Promise<void> {
    this.catchingUp = this.catchingUp
      .then(() => this.bringUpToDate())
      .catch((error: unknown) => {
        this.options.log.error('The files of the workspace could not be looked at.', error);
      });
    return this.catchingUp;
  }

  private async bringUpToDate(): Promise<void> {
    // The folders may become others while they are walked.
    while (this.isStale && !this.isDisposed) await this.openFolders();
    for (const root of this.roots) await root.catchUp();
    const revisions = this.roots.map(({ index }) => index.revision);
    const revision = [this.generation, ...revisions].join(' ');
    if (this.isDisposed || revision === this.toldRevision) return;
    if (this.toldRevision === undefined) this.logFirst();
    else this.hasNews = true;
    this.toldRevision = revision;
    this.symbolCache.follow(this.files());
  }

  /** What was known holds until the folders have been walked anew. */
  private async openFolders(): Promise<void> {
    const coming = openRoots(this.options.exclude(), () => this.quiet.schedule());
    this.coming = coming;
    this.isStale = false;
    for (const root of coming) await root.catchUp();
    this.coming = [];
    // Those that were overtaken, by other folders or by the end, are not taken up.
    const isOvertaken = this.isStale || this.isDisposed;
    for (const root of isOvertaken ? coming : this.roots) root.dispose();
    if (isOvertaken) return;
    this.roots = coming;
    this.generation += 1;
  }

  private logFirst(): void {
    const [files, leftOut] = [this.files().length, this.leftOut().length];
    this.options.log.info(`Workspace: ${files} files may be sent, ${leftOut} paths are left out.`);
  }

  private announce(): void {
    this.hasNews = true;
    this.quiet.schedule();
  }

  private onQuiet(): void {
    void (this.isStarted ? this.catchUp() : Promise.resolve()).then(() => {
      if (!this.hasNews || this.isDisposed) return;
      this.hasNews = false;
      this.changed.fire();
    });
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const text = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === text,
  );
}

/**
 * Whether a document tells more than its file. A clean one may lag behind the disk, also long after
 * its editor was closed, and has other line breaks where the file mixes them: what it holds would
 * not belong to the version of the file. But it knows the encoding.
 */
function knowsBetter({ isDirty, encoding }: vscode.TextDocument): boolean {
  return isDirty || !encoding.startsWith('utf8');
}

function contentOf(document: vscode.TextDocument): FileContent {
  const text = document.getText();
  return Buffer.byteLength(text) > MAX_FILE_BYTES ? { leftOut: 'tooLarge' } : { text };
}
