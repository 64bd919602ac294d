import assert from 'node:assert/strict';
import { FolderIndex } from '../../../src/host/workspace/folderIndex';
import type { FolderIndexOptions } from '../../../src/host/workspace/folderIndex';
import { MemoryTree } from './memoryTree';

describe('the index of a folder', () => {
  const project = {
    '.gitignore': 'dist/\n*.log\n',
    'a-b/x.ts': 'x',
    'a.ts': 'a',
    'a/.gitignore': '!keep.log\ngen/\n',
    'a/gen/y.ts': 'y',
    'a/keep.log': 'k',
    'a/z.ts': 'z',
    'dist/out.js': 'o',
    'node_modules/p/index.js': 'p',
    'other.log': 'l',
    'pic.png': new Uint8Array([0]),
    'to/outside': { link: true },
  } as const;

  it('has the files in the order of their paths, and each thing left out once', async () => {
    const index = await indexOf(new MemoryTree(project));
    const sent = ['.gitignore', 'a-b/x.ts', 'a.ts', 'a/.gitignore', 'a/keep.log', 'a/z.ts'];
    assert.deepEqual(paths(index), sent);
    assert.deepEqual(reasons(index), [
      'a/gen/ ignored',
      'dist/ ignored',
      'node_modules/ ignored',
      'other.log ignored',
      'pic.png binary',
      'to/outside link',
    ]);
    assert.deepEqual(index.find('a/z.ts'), { path: 'a/z.ts', bytes: 1, modifiedMs: 2 });
    assert.equal(index.find('a/'), undefined);
  });

  it('does not enter what is left out, and reads nothing but ignore files', async () => {
    const tree = new MemoryTree({ ...project, 'huge.ts': { size: 50_000_000 } });
    const index = await indexOf(tree);
    assert.ok(
      tree.reads.every((path) => /ignore$|exclude$/.test(path)),
      tree.reads.join(' '),
    );
    assert.ok(reasons(index).includes('huge.ts tooLarge'));
    assert.equal(tree.listings, 4);
  });

  it('obeys the rules of this clone alone, behind those of its files', async () => {
    const tree = new MemoryTree({
      ...project,
      '.git/info/exclude': '*.ts\nkeep.log',
      '.git/HEAD': 'ref: refs/heads/main',
    });
    const index = await indexOf(tree);
    assert.deepEqual(paths(index), ['.gitignore', 'a/.gitignore', 'a/keep.log']);
    tree.put('.git/info/exclude', '');
    await index.update(['.git/info/exclude']);
    assert.ok(paths(index).includes('a.ts'));
  });

  it('puts the name of the folder before all paths', async () => {
    const index = await indexOf(new MemoryTree(project), { prefix: 'app (2)/' });
    assert.ok([...paths(index), ...index.leftOut.map(({ path }) => path)].length > 10);
    for (const { path } of [...index.files, ...index.leftOut]) assert.match(path, /^app \(2\)\//);
    await index.update(['a/z.ts', 'a/gen/y.ts']);
    assert.ok(index.find('app (2)/a/z.ts'));
  });

  it('leaves out what cannot be read, and the folder whose rules cannot be', async () => {
    const tree = new MemoryTree(project);
    for (const path of ['a/.gitignore', 'a-b/', 'a.ts']) tree.broken.add(path);
    const index = await indexOf(tree);
    assert.deepEqual(paths(index), ['.gitignore']);
    const unreadable = reasons(index).filter((text) => text.endsWith('unreadable'));
    assert.deepEqual(unreadable, ['a-b/ unreadable', 'a.ts unreadable', 'a/ unreadable']);
    tree.broken.clear();
    await index.update(['a/.gitignore', 'a-b/x.ts', 'a.ts']);
    await assertAsWalked(index, tree);
  });

  it('a workspace folder that cannot be read has nothing, until it can', async () => {
    const tree = new MemoryTree(project);
    tree.broken.add('');
    const index = await indexOf(tree);
    assert.deepEqual([paths(index), reasons(index)], [[], ['./ unreadable']]);
    tree.broken.clear();
    await index.update(['a.ts']);
    await assertAsWalked(index, tree);
  });

  it('a link as an ignore file hides its folder, for what it keeps back is not known', async () => {
    const index = await indexOf(new MemoryTree({ ...project, 'a/.stanzaignore': { link: true } }));
    assert.ok(!paths(index).some((path) => path.startsWith('a/')));
    assert.deepEqual(
      index.leftOut.find(({ path }) => path === 'a/'),
      { path: 'a/', reason: 'unreadable', detail: '.gitignore, .stanzaignore' },
    );
  });

  it('ends at its limit, and says so', async () => {
    const files = Array.from({ length: 100 }, (_, n) => [`${n % 10}/${n}.ts`, 'x'] as const);
    const tree = new MemoryTree(Object.fromEntries(files));
    const index = await indexOf(tree, { mostEntries: 50 });
    assert.ok(index.files.length >= 50 && index.files.length < 100);
    assert.deepEqual(index.leftOut, [
      { path: './', reason: 'tooLarge', detail: 'more than 50 files' },
    ]);
    const { length } = index.files;
    tree.put('0/new.ts', '');
    await index.update(['0/new.ts']);
    assert.equal(index.files.length, length);
  });

  it('a change of one file costs one look, and earlier answers stay as they were', async () => {
    const tree = new MemoryTree(project);
    const index = await indexOf(tree);
    const [before, listings, stats] = [index.files, tree.listings, tree.stats];
    tree.put('a/z.ts', 'longer');
    const { revision } = index;
    await index.update(['a/z.ts']);
    assert.equal(index.find('a/z.ts')?.bytes, 6);
    assert.deepEqual([tree.listings, tree.stats], [listings, stats + 1]);
    assert.equal(before.find(({ path }) => path === 'a/z.ts')?.bytes, 1);
    assert.notEqual(index.revision, revision);
    const same = index.files;
    await index.update(['a/z.ts', 'node_modules/p/index.js', 'to/outside/x', 'other.log']);
    assert.equal(index.files, same);
  });

  it('files and folders come, go, and take the place of each other', async () => {
    const tree = new MemoryTree(project);
    const index = await indexOf(tree);
    const steps: [change: () => void, paths: string[]][] = [
      [() => tree.put('a/new.ts', 'n'), ['a/new.ts']],
      [() => tree.remove('a/new.ts'), ['a/new.ts']],
      [() => tree.put('deep/er/.gitignore', '*.txt'), ['deep/er/.gitignore']],
      [() => tree.put('deep/er/x.txt', ''), ['deep/er/x.txt']],
      [() => tree.put('deep/er/x.ts', ''), ['deep', 'deep/er', 'deep/er/x.ts']],
      [() => tree.remove('deep'), ['deep']],
      [() => tree.remove('a'), ['a/.gitignore', 'a/z.ts', 'a']],
      [() => tree.put('a', 'now a file'), ['a']],
      [() => tree.remove('a'), []],
      [() => tree.put('a/back.ts', 'now a folder again'), ['a']],
      [() => tree.put('dist/more.js', ''), ['dist/more.js', 'dist']],
      [() => tree.put('shot.png', new Uint8Array(3)), ['shot.png']],
      [() => tree.remove('shot.png'), ['shot.png']],
      [() => tree.remove('node_modules'), ['node_modules']],
    ];
    for (const [change, changed] of steps) {
      change();
      await index.update(changed);
      if (changed.length > 0) await assertAsWalked(index, tree);
    }
  });

  it('an ignore file that is edited holds at once, for its folder', async () => {
    const tree = new MemoryTree(project);
    const index = await indexOf(tree);
    const { listings } = tree;
    tree.put('a/.gitignore', 'z.ts\n');
    await index.update(['a/.gitignore']);
    assert.equal(tree.listings, listings + 2);
    await assertAsWalked(index, tree);
    tree.put('.stanzaignore', 'a/\n');
    await index.update(['.stanzaignore']);
    assert.ok(reasons(index).includes('a/ excluded'));
    await assertAsWalked(index, tree);
    tree.remove('.stanzaignore');
    tree.remove('.gitignore');
    await index.update(['.stanzaignore', '.gitignore']);
    assert.ok(paths(index).includes('dist/out.js'));
    await assertAsWalked(index, tree);
  });

  it('very many changes at once are a walk', async () => {
    const tree = new MemoryTree(project);
    const index = await indexOf(tree);
    const { listings } = tree;
    const changed = Array.from({ length: 3000 }, (_, n) => `a/${n}.ts`);
    for (const path of changed) tree.put(path, '');
    await index.update(changed);
    assert.equal(tree.listings, listings + 4);
    await assertAsWalked(index, tree);
  });

  it('a workspace folder inside another is told of once', async () => {
    const tree = new MemoryTree(project);
    const index = await indexOf(tree, { isElsewhere: (folder) => folder === 'a/' });
    await index.update(['a/z.ts', 'a']);
    assert.ok(!paths(index).some((path) => path.startsWith('a/')));
    assert.ok(!reasons(index).some((text) => text.startsWith('a/')));
  });

  it('drops what it has found when it is stopped', async () => {
    const index = new FolderIndex(new MemoryTree(project));
    const walking = index.walk();
    index.stop();
    await walking;
    assert.deepEqual(index.files, []);
  });
});

async function indexOf(tree: MemoryTree, options?: FolderIndexOptions): Promise<FolderIndex> {
  const index = new FolderIndex(tree, options);
  await index.walk();
  return index;
}

function paths(index: FolderIndex): string[] {
  return index.files.map(({ path }) => path);
}

function reasons(index: FolderIndex): string[] {
  return index.leftOut.map(({ path, reason }) => `${path} ${reason}`);
}

/** What an update leads to is what a walk would have found. */
async function assertAsWalked(index: FolderIndex, tree: MemoryTree): Promise<void> {
  const again = await indexOf(tree);
  assert.deepEqual(index.files, again.files);
  assert.deepEqual(index.leftOut, again.leftOut);
}
