import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderIndex } from '../../../src/host/workspace/folderIndex';
import { NodeTree } from '../../../src/host/workspace/nodeTree';

describe('a workspace folder on the disk', () => {
  let outer: string;
  let root: string;

  beforeEach(async () => {
    outer = await mkdtemp(path.join(tmpdir(), 'stanza-tree-'));
    root = path.join(outer, 'root');
    await write('root/src/main.ts', 'main');
    await write('outside/secret.ts', 'secret');
  });

  afterEach(async () => {
    await rm(outer, { recursive: true, force: true });
  });

  async function write(file: string, text: string): Promise<void> {
    const absolute = path.join(outer, file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }

  async function survey(): Promise<{ files: string[]; leftOut: string[] }> {
    const index = new FolderIndex(new NodeTree(root));
    await index.walk();
    return {
      files: index.files.map((file) => file.path),
      leftOut: index.leftOut.map((left) => `${left.path} ${left.reason}`),
    };
  }

  it('follows no link, neither into a loop nor to the outside', async () => {
    await symlink(root, path.join(root, 'src', 'loop'), 'junction');
    await symlink(path.join(outer, 'outside'), path.join(root, 'away'), 'junction');
    assert.deepEqual(await survey(), {
      files: ['src/main.ts'],
      leftOut: ['away link', 'src/loop link'],
    });
  });

  it('reads no file that has become a link, or lies behind one', async () => {
    const tree = new NodeTree(root);
    assert.equal(Buffer.from((await tree.read('src/main.ts', 10)) ?? []).toString(), 'main');
    await symlink(path.join(outer, 'outside'), path.join(root, 'away'), 'junction');
    await assert.rejects(tree.read('away/secret.ts', 10));
    await assert.rejects(tree.read('src', 10));
    await assert.rejects(tree.read('gone.ts', 10));
    if (process.platform === 'win32') return;
    await symlink(path.join(outer, 'outside', 'secret.ts'), path.join(root, 'secret.ts'));
    await assert.rejects(tree.read('secret.ts', 10));
  });

  it('works where the folder itself is reached by a link', async () => {
    const link = path.join(outer, 'link');
    await symlink(root, link, 'junction');
    const tree = new NodeTree(link);
    assert.equal(Buffer.from((await tree.read('src/main.ts', 10)) ?? []).toString(), 'main');
  });

  it('reads no more than is asked for, and a file of 50 MB not at all', async () => {
    await write('root/huge.ts', '');
    await truncate(path.join(root, 'huge.ts'), 50_000_000);
    assert.deepEqual((await survey()).leftOut, ['huge.ts tooLarge']);
    const startedMs = performance.now();
    assert.equal(await new NodeTree(root).read('huge.ts', 256 * 1024), undefined);
    assert.ok(performance.now() - startedMs < 1000);
    assert.equal(await new NodeTree(root).read('src/main.ts', 3), undefined);
    assert.equal((await new NodeTree(root).read('src/main.ts', 4))?.length, 4);
  });

  it('waits for no pipe', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [path.join(root, 'pipe.ts')]);
    assert.deepEqual((await survey()).files, ['src/main.ts']);
    await assert.rejects(new NodeTree(root).read('pipe.ts', 10));
  });

  it('goes on where a folder must not be read', async () => {
    await write('root/closed/x.ts', 'x');
    await chmod(path.join(root, 'closed'), 0);
    const { files, leftOut } = await survey();
    await chmod(path.join(root, 'closed'), 0o700);
    // Nothing is closed to the superuser, nor by this on Windows.
    const isOpen = files.includes('closed/x.ts');
    assert.deepEqual(leftOut, isOpen ? [] : ['closed/ unreadable']);
    assert.ok(files.includes('src/main.ts'));
  });

  it('takes names as they are, and obeys ignore files with line breaks of Windows', async () => {
    for (const name of ['[a] b.ts', '日本/ü.ts', 'x#y%20.ts', 'out.gen', 'keep.gen', '!x.ts']) {
      await write(`root/${name}`, 'x');
    }
    await write('root/.gitignore', '*.gen\r\n!keep.gen\r\n');
    const { files, leftOut } = await survey();
    const expected = ['!x.ts', '.gitignore', '[a] b.ts', 'keep.gen', 'src/main.ts'];
    assert.deepEqual(files, [...expected, 'x#y%20.ts', '日本/ü.ts']);
    assert.deepEqual(leftOut, ['out.gen ignored']);
  });

  it('lists a folder with very many files', async () => {
    const names = Array.from({ length: 1500 }, (_, index) => `${index}.ts`);
    for (const name of names) await (await open(path.join(root, name), 'w')).close();
    assert.equal((await survey()).files.length, 1501);
  });

  it('a folder that is gone has nothing', async () => {
    await rename(root, path.join(outer, 'moved'));
    assert.deepEqual(await survey(), { files: [], leftOut: ['./ unreadable'] });
  });
});
