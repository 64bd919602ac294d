import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { FolderIndex } from '../../src/host/workspace/folderIndex';
import { WorkspaceRoot } from '../../src/host/workspace/root';
import { VirtualTree } from '../../src/host/workspace/virtualTree';
import { WorkspaceFolders } from '../../src/host/workspace/workspaceFolders';
import { MemoryLog } from '../unit/fakes';
import { waitFor } from '../workbench/waitFor';

describe('the files of the workspace', () => {
  let root: string;
  let storageFolder: string;
  let exclude: readonly string[];
  let workspace: WorkspaceFolders;

  beforeEach(async () => {
    root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    storageFolder = await mkdtemp(path.join(tmpdir(), 'stanza-storage-'));
    exclude = [];
    workspace = new WorkspaceFolders({
      storageFolder,
      exclude: () => exclude,
      log: new MemoryLog(),
    });
    await rm(path.join(root, 'made'), { recursive: true, force: true });
  });

  afterEach(async () => {
    workspace.dispose();
    // A question whether to save would never be answered.
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(path.join(root, 'made'), { recursive: true, force: true });
    await rm(storageFolder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function write(relative: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, relative)), { recursive: true });
    await writeFile(path.join(root, relative), text);
  }

  async function paths(): Promise<string[]> {
    return (await workspace.survey()).files.map((file) => file.path);
  }

  /** Waits for the watchers of VS Code, which take their time. */
  async function untilPaths(what: string, isRight: (all: string[]) => boolean): Promise<void> {
    await waitFor(what, async () => isRight(await paths()));
  }

  async function open(relative: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(path.join(root, relative));
    return vscode.window.showTextDocument(document, { preview: false });
  }

  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const listening = workspace.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
  }

  it('are those that may be sent, in the order of their paths', async () => {
    await write('made/.gitignore', 'out/\r\n*.log\r\n');
    await write('made/.stanzaignore', 'private.ts');
    for (const name of ['a.ts', 'out/x.ts', 'y.log', 'private.ts', 'node_modules/p/i.js']) {
      await write(`made/${name}`, name);
    }
    exclude = ['package.json'];
    assert.equal(workspace.isOpen, true);
    const { files, leftOut } = await workspace.survey();
    const all = files.map((file) => file.path);
    assert.ok(all.includes('src/main.ts') && all.includes('made/a.ts'), all.join(' '));
    assert.deepEqual(all, all.toSorted());
    assert.deepEqual(
      leftOut.map(({ path: left, reason }) => `${left} ${reason}`),
      [
        'made/node_modules/ ignored',
        'made/out/ ignored',
        'made/private.ts excluded',
        'made/y.log ignored',
        'package.json excluded',
      ],
    );
    exclude = [];
    workspace.reset();
    assert.ok((await paths()).includes('package.json'));
  });

  it('are not looked at before somebody asks', async () => {
    assert.deepEqual(await workspace.read('src/main.ts'), { leftOut: 'unreadable' });
    assert.deepEqual(workspace.attention(), { active: undefined, open: [], edited: [] });
    assert.equal(workspace.pathOf(vscode.Uri.file(path.join(root, 'src', 'main.ts'))), undefined);
  });

  it('are read as an editor has them, saved or not', async () => {
    await write('made/a.ts', 'on the disk');
    await workspace.survey();
    assert.deepEqual(await workspace.read('made/a.ts'), {
      bytes: Buffer.from('on the disk'),
    });
    const onDisk = await workspace.version('made/a.ts');
    assert.match(onDisk ?? '', /^\d+(\.\d+)?:11$/);
    const editor = await open('made/a.ts');
    // An editor that has nothing unsaved may lag behind the disk.
    assert.ok('bytes' in (await workspace.read('made/a.ts')));
    assert.equal(await workspace.version('made/a.ts'), onDisk);
    const change = nextChange();
    await type(editor, 'not yet ');
    await change;
    assert.deepEqual(await workspace.read('made/a.ts'), { text: 'not yet on the disk' });
    assert.equal(await workspace.version('made/a.ts'), `doc:${editor.document.version}`);
    await editor.document.save();
    assert.match((await workspace.version('made/a.ts')) ?? '', /:19$/);
    const { files } = await workspace.survey();
    assert.equal(files.find((file) => file.path === 'made/a.ts')?.bytes, 19);
  });

  it('follow what happens on the disk', async () => {
    await workspace.survey();
    await write('made/a.ts', 'one');
    await untilPaths('a new file in a new folder', (all) => all.includes('made/a.ts'));
    const change = nextChange();
    await write('made/a.ts', 'longer than one');
    await change;
    await waitFor('a change', async () =>
      (await workspace.survey()).files.some(
        (file) => file.path === 'made/a.ts' && file.bytes === 15,
      ),
    );
    const uri = (name: string): vscode.Uri => vscode.Uri.file(path.join(root, 'made', name));
    await vscode.workspace.fs.rename(uri('a.ts'), uri('b.ts'));
    await untilPaths(
      'a new name',
      (all) => all.includes('made/b.ts') && !all.includes('made/a.ts'),
    );
    assert.equal(await workspace.version('made/a.ts'), undefined);
    await rm(path.join(root, 'made'), { recursive: true });
    await untilPaths('a folder to be gone', (all) => !all.some((file) => file.startsWith('made/')));
    assert.deepEqual(await workspace.read('made/b.ts'), { leftOut: 'unreadable' });
  });

  it('follow the ignore files', async () => {
    for (const name of ['a.ts', 'b.ts', 'in/a.ts']) await write(`made/${name}`, name);
    await write('made/.gitignore', '');
    assert.ok((await paths()).includes('made/in/a.ts'));
    await write('made/.gitignore', 'a.ts\n');
    await untilPaths('the rule to hold', (all) => !all.some((file) => file.endsWith('/a.ts')));
    await rm(path.join(root, 'made', '.gitignore'));
    await untilPaths('the rule to be gone', (all) => all.includes('made/in/a.ts'));
  });

  it('follow what is done in this window without waiting for the disk', async () => {
    await write('made/a.ts', 'one');
    await workspace.survey();
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(vscode.Uri.file(path.join(root, 'made', 'new.ts')));
    edit.deleteFile(vscode.Uri.file(path.join(root, 'made', 'a.ts')));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const all = await paths();
    assert.ok(all.includes('made/new.ts') && !all.includes('made/a.ts'), all.join(' '));
  });

  it('tell where the attention is', async () => {
    await write('made/.gitignore', 'ignored.ts');
    for (const name of ['a.ts', 'b.ts', 'c.ts', 'ignored.ts']) await write(`made/${name}`, name);
    await workspace.survey();
    const first = await open('made/a.ts');
    await type(first, '// ');
    await open('made/c.ts');
    await type(await open('made/b.ts'), '// ');
    await type(await open('made/ignored.ts'), '// ');
    await open('made/c.ts');
    await waitFor('the tabs', async () => workspace.attention().open.length === 3);
    assert.deepEqual(workspace.attention(), {
      active: 'made/c.ts',
      open: ['made/c.ts', 'made/b.ts', 'made/a.ts'],
      edited: ['made/b.ts', 'made/a.ts'],
    });
    await open('made/ignored.ts');
    await waitFor('the editor', async () => workspace.attention().active === undefined);
  });

  it('end where the workspace ends', async () => {
    const outside = path.join(storageFolder, 'secret.ts');
    await writeFile(outside, 'secret');
    await write('made/a.ts', 'mine');
    await workspace.survey();
    const strange = [
      '../a.ts',
      'made/../made/a.ts',
      outside,
      'C:\\x.ts',
      'made\\a.ts',
      '',
      '.',
      'made/',
    ];
    for (const each of strange) {
      assert.deepEqual(await workspace.read(each), { leftOut: 'unreadable' }, each);
      assert.equal(await workspace.version(each), undefined, each);
    }
    for (const each of ['../a.ts', 'made/../../a.ts', '..\\a.ts', '']) {
      assert.equal(workspace.uriOf(each), undefined, each);
    }
    if (process.platform === 'win32') return;
    await rm(path.join(root, 'made', 'a.ts'));
    await symlink(outside, path.join(root, 'made', 'a.ts'));
    assert.deepEqual(await workspace.read('made/a.ts'), { leftOut: 'unreadable' });
    assert.equal(await workspace.version('made/a.ts'), undefined);
  });

  it('are not read where they are too large, on the disk or in an editor', async () => {
    await write('made/grows.ts', 'small');
    await write('made/huge.ts', 'x'.repeat(300_000));
    const { leftOut } = await workspace.survey();
    assert.deepEqual(
      leftOut.filter((left) => left.path.startsWith('made/')),
      [{ path: 'made/huge.ts', reason: 'tooLarge' }],
    );
    await type(await open('made/grows.ts'), 'x'.repeat(300_000));
    assert.deepEqual(await workspace.read('made/grows.ts'), { leftOut: 'tooLarge' });
  });

  it('have addresses, and addresses have paths', async () => {
    await write('made/[x] #1%20.ts', 'odd');
    const all = await paths();
    for (const each of all) {
      const uri = workspace.uriOf(each);
      assert.ok(uri);
      assert.equal(workspace.pathOf(uri), each);
      assert.ok('bytes' in (await workspace.read(each)), each);
    }
    assert.equal(workspace.pathOf(vscode.Uri.file(storageFolder)), undefined);
    assert.equal(workspace.pathOf(vscode.Uri.parse('untitled:src/main.ts')), undefined);
  });

  it('are read as an editor has decoded them, where they are no UTF-8', async () => {
    await write('made/latin.ts', '');
    const latin = path.join(root, 'made', 'latin.ts');
    await writeFile(latin, Buffer.from('caf\u00e9', 'latin1'));
    await workspace.survey();
    const options = { encoding: 'iso88591' };
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(latin), options);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await workspace.read('made/latin.ts'), { text: 'caf\u00e9' });
  });

  it('have symbols once they have been looked for, also in the next window', async () => {
    await write('made/a.ts', 'export function prepare(): void {}\n');
    const change = nextChange();
    await workspace.survey();
    await change;
    assert.deepEqual(workspace.symbols('made/a.ts'), ['prepare']);
    await waitFor('the file', async () => {
      const uri = vscode.Uri.file(path.join(storageFolder, 'symbols.json'));
      return (await vscode.workspace.fs.stat(uri)).size > 0;
    });
  });
});

/** Types at the beginning of a file, without saving. */
async function type(editor: vscode.TextEditor, text: string): Promise<void> {
  // An edit is refused while VS Code still changes the document itself, such as its language.
  await waitFor('the edit', async () =>
    editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text)),
  );
}

describe('several workspace folders', () => {
  it('have their names before the paths, and one inside another is told of once', async () => {
    const outer = await mkdtemp(path.join(tmpdir(), 'stanza-several-'));
    await mkdir(path.join(outer, 'inner'));
    const [outerUri, innerUri] = [outer, path.join(outer, 'inner')].map((each) =>
      vscode.Uri.file(each),
    );
    assert.ok(outerUri && innerUri);
    let news = 0;
    const rest = { exclude: ['*.log'], onNews: () => (news += 1) };
    const roots = [
      new WorkspaceRoot({ uri: innerUri, prefix: 'app (2)/', others: [outerUri], ...rest }),
      new WorkspaceRoot({ uri: outerUri, prefix: 'app/', others: [innerUri], ...rest }),
    ];
    const paths = async (): Promise<string[]> => {
      for (const root of roots) await root.catchUp();
      return roots.flatMap(({ index }) => index.files.map((file) => file.path));
    };
    try {
      for (const name of ['a.ts', 'inner/b.ts', 'c.log']) {
        await writeFile(path.join(outer, name), '');
      }
      assert.deepEqual(await paths(), ['app (2)/b.ts', 'app/a.ts']);
      for (const root of roots) {
        assert.equal(root.relativeOf(vscode.Uri.file(`${outer}-other/a.ts`)), undefined);
      }
      await writeFile(path.join(outer, 'inner', 'new.ts'), '');
      for (const root of roots) root.note(vscode.Uri.joinPath(innerUri, 'new.ts'));
      assert.ok(news >= 2);
      assert.deepEqual(await paths(), ['app (2)/b.ts', 'app (2)/new.ts', 'app/a.ts']);
    } finally {
      for (const root of roots) root.dispose();
      await rm(outer, { recursive: true, force: true });
    }
  });
});

describe('a workspace folder that is not on the disk', () => {
  it('is walked in the same way', async () => {
    const memory = new MemoryFiles({ '.gitignore': '*.log', 'a.log': 'x', 'src/a.ts': 'code' });
    const registered = vscode.workspace.registerFileSystemProvider('stanza-test', memory);
    try {
      const tree = new VirtualTree(vscode.Uri.parse('stanza-test:/root'));
      const index = new FolderIndex(tree);
      await index.walk();
      assert.deepEqual(index.files, [
        { path: '.gitignore', bytes: 5, modifiedMs: 7 },
        { path: 'src/a.ts', bytes: 4, modifiedMs: 7 },
      ]);
      assert.deepEqual(index.leftOut, [{ path: 'a.log', reason: 'ignored' }]);
      assert.equal(Buffer.from((await tree.read('src/a.ts', 4)) ?? []).toString(), 'code');
      assert.equal(await tree.read('src/a.ts', 3), undefined);
      await assert.rejects(tree.read('src', 100));
    } finally {
      registered.dispose();
    }
  });
});

/** A read-only file system below `/root`. */
class MemoryFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly files: Readonly<Record<string, string>>) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const text = this.files[nameOf(uri)];
    if (text !== undefined) {
      return { type: vscode.FileType.File, ctime: 0, mtime: 7, size: text.length };
    }
    if (this.readDirectory(uri).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const folder = nameOf(uri) === '' ? '' : `${nameOf(uri)}/`;
    const inside = Object.keys(this.files).filter((name) => name.startsWith(folder));
    const entries = inside.map((name): [string, vscode.FileType] => {
      const [first = '', ...rest] = name.slice(folder.length).split('/');
      return [first, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File];
    });
    return [...new Map(entries)];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const text = this.files[nameOf(uri)];
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return Buffer.from(text);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.replace(/^\/root\/?/, '');
}
