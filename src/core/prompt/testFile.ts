import type { WorkspaceFile } from '../ports';
import { baseName, extensionOf, folderOf } from './paths';
import { customFor, testExtensionOf } from './testCustoms';
import type { Affix, Custom } from './testCustoms';

/** The file for the tests of a source file, and whether it is there. */
export interface TestFile {
  readonly path: string;
  readonly exists: boolean;
}

/** A test that is there, and the source that it is about. */
interface Example {
  readonly affix: Affix;
  readonly test: string;
  readonly source: string;
}

const PLAIN: Affix = { before: '', after: '' };
const TEST_FOLDER = /(?:^|\/)(?:__tests__|tests?|specs?)\//i;

/** A name that more files have says nothing about which of them a distant test is for. */
const MOST_NAMESAKES = 8;

/**
 * The file in which the tests of a source file belong: the one that is there, otherwise the one
 * that the tests of its neighbours stand for, those of the project, or the custom of the language.
 * A file of tests is its own, as is one in Rust, whose tests stand in the source.
 */
export function testFileFor(path: string, files: readonly Pick<WorkspaceFile, 'path'>[]): TestFile {
  const custom = customFor(path);
  if (extensionOf(path) === 'rs' || affixOf(path, custom)) return { path, exists: true };
  const { sources, tests } = sorted(files, custom);
  const stem = stemOf(path);
  const namesakes = (sources.byStem.get(stem) ?? []).filter((each) => each !== path);
  if (custom.plain && TEST_FOLDER.test(path) && namesakes.length > 0) return { path, exists: true };
  const existing = mostLike(
    path,
    tests.filter(({ test, core }) => core === stem && test !== path).map(({ test }) => test),
  );
  if (existing !== undefined && isAbout(existing, path, namesakes)) {
    return { path: existing, exists: true };
  }
  const example = exampleFor(path, tests, sources);
  const made = (example && byExample(path, example)) ?? byCustom(path, custom);
  return { path: made, exists: tests.some(({ test }) => test === made) };
}

interface Sources {
  readonly byStem: ReadonlyMap<string, readonly string[]>;
  /** By folder and stem. */
  readonly byPlace: ReadonlyMap<string, string>;
}

interface Test {
  readonly test: string;
  readonly affix: Affix;
  /** The name of what it is about. */
  readonly core: string;
}

/** The files of a language: what is tested, and the tests. */
function sorted(
  files: readonly Pick<WorkspaceFile, 'path'>[],
  custom: Custom,
): { readonly sources: Sources; readonly tests: readonly Test[] } {
  const byStem = new Map<string, string[]>();
  const byPlace = new Map<string, string>();
  const tests: Test[] = [];
  for (const { path } of files) {
    if (customFor(path) !== custom) continue;
    const stem = stemOf(path);
    const affix = affixOf(path, custom);
    if (affix) {
      const core = stem.slice(affix.before.length, stem.length - affix.after.length);
      tests.push({ test: path, affix, core });
    } else if (custom.plain && TEST_FOLDER.test(path)) {
      tests.push({ test: path, affix: PLAIN, core: stem });
    } else {
      const same = byStem.get(stem);
      if (same) same.push(path);
      else byStem.set(stem, [path]);
      byPlace.set(`${folderOf(path)}/${stem}`, path);
    }
  }
  return { sources: { byStem, byPlace }, tests };
}

/** By which a file is a test. Case counts: neither "latest" nor "Contest" is one. */
function affixOf(path: string, { affixes }: Custom): Affix | undefined {
  const stem = stemOf(path);
  return affixes.find(
    ({ before, after }) =>
      stem.length > before.length + after.length && stem.startsWith(before) && stem.endsWith(after),
  );
}

function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** A test of the same name may be that of another file of that name. */
function isAbout(test: string, path: string, namesakes: readonly string[]): boolean {
  const own = likeness(test, path);
  return namesakes.every((each) => likeness(test, each) < own);
}

function mostLike(path: string, others: readonly string[]): string | undefined {
  if (others.length < 2) return others[0];
  const rated = others.map((each) => ({ each, likeness: likeness(each, path) }));
  return rated.toSorted((a, b) => b.likeness - a.likeness)[0]?.each;
}

/** How many folders two paths have in common, from their starts and from their ends. */
function likeness(one: string, other: string): number {
  const [a, b] = [segmentsOf(folderOf(one)), segmentsOf(folderOf(other))];
  return sharedAtStart(a, b) + sharedAtEnd(a, b);
}

/**
 * The test whose source stands nearest to a file; of those that are equally near, one of the kind
 * that the project has most of.
 */
function exampleFor(path: string, tests: readonly Test[], sources: Sources): Example | undefined {
  const kinds = new Map<string, { count: number; nearness: number; example: Example }>();
  for (const { test, affix, core } of tests) {
    const source = sourceOf(test, core, sources);
    if (source === undefined || source === path) continue;
    const example = { affix, test, source };
    const nearness = foldersShared(source, path);
    const kind = kindOf(example);
    const known = kinds.get(kind);
    if (!known) kinds.set(kind, { count: 1, nearness, example });
    else {
      known.count += 1;
      if (nearness > known.nearness) Object.assign(known, { nearness, example });
    }
  }
  const [best] = [...kinds.values()].toSorted(
    (a, b) => b.nearness - a.nearness || b.count - a.count,
  );
  return best?.example;
}

function kindOf({ affix: { before, after }, test, source }: Example): string {
  if (folderOf(test) === folderOf(source)) return `${before}*${after}`;
  const { from, to } = rootsOf(source, test);
  return `${before}*${after}\n${from.length === 0 ? '' : 'mirrored'}\n${to.join('/')}`;
}

/** What a test is about: what stands beside it or above it, or the only one of that name. */
function sourceOf(test: string, core: string, { byStem, byPlace }: Sources): string | undefined {
  const folder = folderOf(test);
  const near = byPlace.get(`${folder}/${core}`) ?? byPlace.get(`${folderOf(folder)}/${core}`);
  if (near !== undefined) return near;
  const namesakes = byStem.get(core) ?? [];
  return namesakes.length > MOST_NAMESAKES ? undefined : mostLike(test, namesakes);
}

/** The folders of a source and its test, without those at the end that the tests mirror. */
function rootsOf(source: string, test: string): { from: string[]; to: string[] } {
  const [from, to] = [segmentsOf(folderOf(source)), segmentsOf(folderOf(test))];
  const mirrored = sharedAtEnd(from, to);
  return { from: from.slice(0, from.length - mirrored), to: to.slice(0, to.length - mirrored) };
}

/** The place that stands to a file as the example's test stands to its source, if there is one. */
function byExample(path: string, { affix, test, source }: Example): string | undefined {
  const ending = extensionOf(test) === extensionOf(source) ? extensionOf(path) : extensionOf(test);
  const name = `${affix.before}${stemOf(path)}${affix.after}.${ending}`;
  const own = segmentsOf(folderOf(path));
  const beside = segmentsOf(folderOf(source));
  const there = segmentsOf(folderOf(test));
  if (sharedAtStart(beside, there) === beside.length) {
    return join(...own, ...there.slice(beside.length), name);
  }
  const { from, to } = rootsOf(source, test);
  const common = sharedAtStart(from, to);
  const [was, becomes] = [from.slice(common), to.slice(common)];
  // In another package the folders have the same names, but stand elsewhere.
  const at = own.findIndex((_, index) => was.every((part, step) => own[index + step] === part));
  if (at !== -1) return join(...own.slice(0, at), ...becomes, ...own.slice(at + was.length), name);
  return sharedAtStart(own, from) >= common ? join(...to, name) : undefined;
}

function byCustom(path: string, { affixes: [{ before, after }], folder }: Custom): string {
  const name = `${before}${stemOf(path)}${after}.${testExtensionOf(path)}`;
  const own = folderOf(path);
  if (folder === 'beside') return join(own, name);
  const { source, tests } = folder;
  const start = `/${own}/`.indexOf(`/${source}/`);
  if (start !== -1) return join(own.slice(0, start), tests, own.slice(start + source.length), name);
  return source.includes('/') ? join(own, name) : join(tests, name);
}

function segmentsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/');
}

/** How many folders two files have in common, from the root. */
function foldersShared(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at < one.length && one[at] === other[at]; at += 1) {
    if (one[at] === '/') count += 1;
  }
  return count;
}

function sharedAtStart(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((part, index) => part !== b[index]);
  return end === -1 ? a.length : end;
}

function sharedAtEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count += 1;
  return count;
}

function join(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/');
}
