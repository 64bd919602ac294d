import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Workspace } from '../../src/core/ports';
import { FileTexts } from '../../src/core/prompt/fileTexts';
import { MAX_FILE_BYTES } from '../../src/core/prompt/screening';
import { findSecret } from '../../src/core/prompt/secrets';
import { takeSnapshot } from '../../src/core/prompt/snapshot';
import { FolderIndex } from '../../src/host/workspace/folderIndex';
import { NodeTree } from '../../src/host/workspace/nodeTree';
import { Random } from '../unit/core/random';
import { median, summary } from './statistics';
import type { Row } from './table';
import { watchTasks } from './tasks';

const runs = 5;
const chosenFiles = 100;
const maxTokens = 24_000;
const coldGoalMs = 1500;
const againGoalMs = 20;
/** The extension host answers nobody while a task lasts. */
const taskGoalMs = 50;

type Run = { readonly coldMs: number; readonly againMs: number; readonly longestTaskMs: number };

/** How long it takes to know the files of a workspace, and how long it holds the thread. */
export async function measureWorkspaceIndex(): Promise<Row[]> {
  const usual = await measure(10_000);
  const large = await measure(100_000);
  const colds = usual.map(({ coldMs }) => coldMs);
  const agains = usual.map(({ againMs }) => againMs);
  const tasks = large.map(({ longestTaskMs }) => longestTaskMs);
  return [
    {
      what: 'Snapshot of 10,000 files',
      how: `from nothing to all paths, the texts of as many of ${chosenFiles} open files as have room, and the map`,
      result: summary(colds, 'ms'),
      goal: 'under 1.5 s',
      met: median(colds) < coldGoalMs,
    },
    {
      what: 'Snapshot of 10,000 files: one has changed',
      how: 'from the news of the change to the new snapshot',
      result: summary(agains, 'ms', 1),
      goal: 'under 20 ms',
      met: median(agains) < againGoalMs,
    },
    {
      what: 'Snapshot of 100,000 files: longest task',
      how: 'the longest time for which the thread served nothing else meanwhile',
      result: `${summary(tasks, 'ms')}; all of it in ${summary(
        large.map(({ coldMs }) => coldMs),
        'ms',
      )}`,
      goal: 'at most 50 ms',
      met: median(tasks) <= taskGoalMs,
    },
  ];
}

async function measure(files: number): Promise<Run[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'stanza-workspace-'));
  try {
    await writeWorkspace(root, files);
    const measured: Run[] = [];
    for (let run = 0; run < runs; run += 1) measured.push(await openOnce(root, files));
    return measured;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function openOnce(root: string, files: number): Promise<Run> {
  const tree = new NodeTree(root);
  const index = new FolderIndex(tree);
  const workspace = workspaceOf(index, tree);
  const texts = new FileTexts(workspace);
  // Loading the search for secrets is not what is measured.
  await findSecret('a.ts', 'const a = 1;');
  const stopWatching = watchTasks();
  const coldStartMs = performance.now();
  await index.walk();
  if (index.files.length !== files + 1) throw new Error(`It found ${index.files.length} files.`);
  const step = Math.ceil(files / chosenFiles);
  const open = index.files.filter((_, place) => place % step === 0).map((file) => file.path);
  workspace.open = open;
  const first = await takeSnapshot({ workspace, texts, include: [], maxTokens });
  const coldMs = performance.now() - coldStartMs;
  const changed = first.prefix.files.find((file) => file.path.endsWith('.ts'))?.path ?? '';
  await writeFile(path.join(root, changed), `const changed = ${performance.now()};\n`);
  const againStartMs = performance.now();
  await index.update([changed]);
  const second = await takeSnapshot({ workspace, texts, include: [], maxTokens });
  const againMs = performance.now() - againStartMs;
  if (!JSON.stringify(second.prefix).includes('const changed')) throw new Error('It is not in.');
  return { coldMs, againMs, longestTaskMs: stopWatching() };
}

interface OpenFiles {
  open: readonly string[];
}

/** What the extension host makes of an index, without editors. */
function workspaceOf(index: FolderIndex, tree: NodeTree): Workspace & OpenFiles {
  return {
    isOpen: true,
    isTrusted: true,
    rootPaths: [''],
    open: [],
    survey: () => Promise.resolve({ files: index.files, leftOut: index.leftOut }),
    attention() {
      return { active: this.open[0], open: this.open, edited: [] };
    },
    read: async (file) => {
      const bytes = await tree.read(file, MAX_FILE_BYTES);
      return bytes ? { bytes } : { leftOut: 'tooLarge' };
    },
    version: async (file) => {
      const { modifiedMs, bytes } = await tree.stat(file);
      return `${modifiedMs}:${bytes}`;
    },
    symbols: () => ['Component', 'render', 'properties'],
  };
}

/** Source files in nested folders, twenty in each, and half as many that are ignored. */
async function writeWorkspace(root: string, files: number): Promise<void> {
  const random = new Random(1);
  const rules = [
    'dist/',
    '*.log',
    '*.tmp',
    'coverage/',
    '.cache/',
    '!keep.log',
    '/local',
    '*.gen.ts',
  ];
  await writeFile(path.join(root, '.gitignore'), `${rules.join('\n')}\n`);
  const text = 'export const value = "some code that stands for other code";\n'.repeat(500);
  for (let index = 0; index < files; index += 20) {
    const number = index / 20;
    const folder = path.join(
      root,
      'packages',
      `p${number % 30}`,
      'src',
      `m${number % 7}`,
      `f${number}`,
    );
    await mkdir(folder, { recursive: true });
    const names = Array.from({ length: 20 }, (_, file) => `component${index + file}.ts`);
    const ignored = Array.from({ length: 5 }, (_, file) => `component${index + file}.gen.ts`);
    await Promise.all(
      [...names, ...ignored].map(async (name) =>
        // Most source files have some kilobytes.
        writeFile(
          path.join(folder, name),
          text.slice(0, 200 + random.upTo(100) * random.upTo(100)),
        ),
      ),
    );
  }
  const packages = path.join(root, 'node_modules', 'package', 'dist');
  await mkdir(packages, { recursive: true });
  for (let index = 0; index < files / 4; index += 1) {
    await writeFile(path.join(packages, `${index}.js`), '');
  }
}
