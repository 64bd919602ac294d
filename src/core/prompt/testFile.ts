import type { WorkspaceFile } from '../ports';
import { baseName, extensionOf, folderOf } from './paths';

/** The file for the tests of a source file, and whether it is there. */
export interface TestFile {
  readonly path: string;
  readonly exists: boolean;
}

/** How the tests of a file are called: before and after the name, without the ending. */
interface Affix {
  readonly before: string;
  readonly after: string;
}

/** What is usual in a language; the first one counts where the project has no tests yet. */
interface Usage {
  readonly affixes: readonly [Affix, ...Affix[]];
  /** Where tests go that have no example: beside the source, or into a folder that mirrors it. */
  readonly folder: 'beside' | { readonly source: string; readonly tests: string };
}

const DOT_TEST = { before: '', after: '.test' };
const DOT_SPEC = { before: '', after: '.spec' };
const UPPER_TEST = { before: '', after: 'Test' };
const UPPER_TESTS = { before: '', after: 'Tests' };
const TESTS_FOLDER = { source: 'src', tests: 'tests' };

const SCRIPT: Usage = { affixes: [DOT_TEST, DOT_SPEC], folder: 'beside' };
const JVM: Usage = {
  affixes: [UPPER_TEST, UPPER_TESTS, { before: '', after: 'Spec' }],
  folder: { source: 'src/main', tests: 'src/test' },
};

const USAGES: ReadonlyMap<string, Usage> = new Map<string, Usage>([
  ...['ts', 'tsx', 'js', 'jsx', 'mjs', 'cjs', 'mts', 'cts', 'vue', 'svelte'].map(
    (extension) => [extension, SCRIPT] as const,
  ),
  [
    'py',
    {
      affixes: [
        { before: 'test_', after: '' },
        { before: '', after: '_test' },
      ],
      folder: TESTS_FOLDER,
    },
  ],
  ['go', { affixes: [{ before: '', after: '_test' }], folder: 'beside' }],
  [
    'rb',
    {
      affixes: [
        { before: '', after: '_spec' },
        { before: '', after: '_test' },
        { before: 'test_', after: '' },
      ],
      folder: { source: 'lib', tests: 'spec' },
    },
  ],
  ['php', { affixes: [UPPER_TEST], folder: TESTS_FOLDER }],
  ['java', JVM],
  ['kt', JVM],
  ['scala', JVM],
  ['cs', { affixes: [UPPER_TESTS, UPPER_TEST], folder: 'beside' }],
  ['swift', { affixes: [UPPER_TESTS], folder: { source: 'Sources', tests: 'Tests' } }],
  ['dart', { affixes: [{ before: '', after: '_test' }], folder: { source: 'lib', tests: 'test' } }],
  ['ex', { affixes: [{ before: '', after: '_test' }], folder: { source: 'lib', tests: 'test' } }],
  [
    'c',
    {
      affixes: [
        { before: 'test_', after: '' },
        { before: '', after: '_test' },
      ],
      folder: TESTS_FOLDER,
    },
  ],
  [
    'cpp',
    {
      affixes: [
        { before: '', after: '_test' },
        { before: 'test_', after: '' },
      ],
      folder: TESTS_FOLDER,
    },
  ],
]);

const OTHER: Usage = { affixes: [DOT_TEST, { before: 'test_', after: '' }], folder: 'beside' };

/** A component's tests are scripts. */
const TEST_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['vue', 'ts'],
  ['svelte', 'ts'],
  ['ex', 'exs'],
]);

/** A test that is there, and the source that it is about. */
interface Example {
  readonly affix: Affix;
  readonly test: string;
  readonly source: string;
  readonly extension: string;
}

/**
 * The file in which the tests of a source file belong: the one that is there, otherwise the one
 * that the tests of its neighbours stand for, those of the project, or the custom of the language.
 * A file of tests is its own, as is one in a language whose tests stand in the source.
 */
export function testFileFor(path: string, files: readonly Pick<WorkspaceFile, 'path'>[]): TestFile {
  const extension = extensionOf(path);
  if (extension === 'rs') return { path, exists: true };
  const usage = USAGES.get(extension) ?? OTHER;
  const stem = stemOf(path);
  const testExtension = TEST_EXTENSION.get(extension) ?? extension;
  const isTestOf = (file: string, name: string): Affix | undefined =>
    usage.affixes.find((affix) => stemOf(file) === affix.before + name + affix.after);
  if (
    usage.affixes.some((affix) => coreOf(stem, affix) !== undefined) &&
    isTestPlace(path, usage)
  ) {
    return { path, exists: true };
  }
  const tests = files.map((file) => file.path).filter((each) => isScriptLike(each, testExtension));
  const existing = tests
    .filter((each) => each !== path && isTestOf(each, stem))
    .toSorted((a, b) => shared(b, path) - shared(a, path) || a.length - b.length)[0];
  if (existing !== undefined && isAbout(existing, path, files))
    return { path: existing, exists: true };
  const example = nearestExample(path, tests, usage, files);
  const made = example ? byExample(path, example) : byUsage(path, usage, testExtension);
  return { path: made, exists: files.some((file) => file.path === made) };
}

function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** The name of what a test is about; undefined where the file is no test of this kind. */
function coreOf(stem: string, { before, after }: Affix): string | undefined {
  const isTest = stem.length > before.length + after.length;
  if (!isTest || !stem.startsWith(before) || !stem.endsWith(after)) return undefined;
  return stem.slice(before.length, stem.length - after.length);
}

function isTestPlace(path: string, { affixes }: Usage): boolean {
  const stem = stemOf(path);
  // "latest" and "contest" end like tests, but no convention writes them so.
  return affixes.some(({ before, after }) => {
    const mark = before + after;
    return /[._A-Z]/.test(mark) && stem.startsWith(before) && stem.endsWith(after);
  });
}

function isScript(extension: string): boolean {
  return USAGES.get(extension) === SCRIPT;
}

function isScriptLike(path: string, extension: string): boolean {
  const own = extensionOf(path);
  return own === extension || (isScript(own) && isScript(extension));
}

/** How many folders, from the root, two paths share. */
function shared(one: string, other: string): number {
  const [a, b] = [folderOf(one).split('/'), folderOf(other).split('/')];
  const end = a.findIndex((part, index) => part !== b[index]);
  return end === -1 ? a.length : end;
}

/** A test of the same name may be that of another file of that name. */
function isAbout(
  test: string,
  path: string,
  files: readonly Pick<WorkspaceFile, 'path'>[],
): boolean {
  const name = baseName(path);
  const namesakes = files.filter(({ path: each }) => baseName(each) === name && each !== path);
  return namesakes.every(({ path: each }) => likeness(test, each) < likeness(test, path));
}

/** How many folders two paths have in common, from their ends. */
function likeness(one: string, other: string): number {
  const [a, b] = [folderOf(one).split('/').toReversed(), folderOf(other).split('/').toReversed()];
  const fromEnd = a.findIndex((part, index) => part !== b[index]);
  return (fromEnd === -1 ? a.length : fromEnd) + shared(one, other);
}

/** The test whose source stands nearest to a file. */
function nearestExample(
  path: string,
  tests: readonly string[],
  { affixes }: Usage,
  files: readonly Pick<WorkspaceFile, 'path'>[],
): Example | undefined {
  const sources = new Map<string, string[]>();
  for (const { path: each } of files) {
    if (!isScriptLike(each, extensionOf(path))) continue;
    const stem = stemOf(each);
    const same = sources.get(stem);
    if (same) same.push(each);
    else sources.set(stem, [each]);
  }
  let best: { readonly example: Example; readonly nearness: number } | undefined;
  for (const test of tests) {
    const stem = stemOf(test);
    for (const affix of affixes) {
      const core = coreOf(stem, affix);
      const source = core === undefined ? undefined : bestSource(test, sources.get(core) ?? []);
      if (source === undefined) continue;
      const nearness = shared(source, path);
      if (best && best.nearness >= nearness) continue;
      best = { example: { affix, test, source, extension: extensionOf(test) }, nearness };
    }
  }
  return best?.example;
}

function bestSource(test: string, sources: readonly string[]): string | undefined {
  return sources
    .filter((each) => each !== test)
    .toSorted((a, b) => likeness(test, b) - likeness(test, a))[0];
}

/** The place that stands to a file as the example's test stands to its source. */
function byExample(path: string, { affix, test, source, extension }: Example): string {
  const ending = extension === extensionOf(source) ? extensionOf(path) : extension;
  const name = `${affix.before}${stemOf(path)}${affix.after}.${ending}`;
  const [from, to, own] = [folderOf(source), folderOf(test), folderOf(path)];
  // What both end with is the part that the tests mirror.
  const [a, b] = [from.split('/'), to.split('/')];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  const sourceRoot = a.slice(0, a.length - same).join('/');
  const testRoot = b.slice(0, b.length - same).join('/');
  if (to.startsWith(from) && to !== from)
    return join(own, to.slice(from.length).replace(/^\//, ''), name);
  if (own === sourceRoot || sourceRoot === '' || own.startsWith(`${sourceRoot}/`)) {
    const below = sourceRoot === '' ? own : own.slice(sourceRoot.length).replace(/^\//, '');
    return join(testRoot, below, name);
  }
  return join(to, name);
}

function byUsage(path: string, { affixes, folder }: Usage, extension: string): string {
  const [{ before, after }] = affixes;
  const name = `${before}${stemOf(path)}${after}.${extension}`;
  const own = folderOf(path);
  if (folder === 'beside') return join(own, name);
  const { source, tests } = folder;
  if (own === source || own.startsWith(`${source}/`))
    return join(tests, own.slice(source.length).replace(/^\//, ''), name);
  return source.includes('/') ? join(own, name) : join(tests, name);
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
