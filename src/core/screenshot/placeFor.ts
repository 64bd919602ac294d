import { baseName, folderOf } from '../prompt/paths';
import { screenCustomFor } from './screenCustoms';
import type { NameStyle, ScreenCustom } from './screenCustoms';
import type { Stack } from './stack';
import { depthOf, ecosystemOf, isOwn, kindOf, surveyOf } from './survey';

/** Where a screen goes, but for its name. */
interface Place {
  readonly folder: string;
  readonly words: readonly string[];
  readonly style: NameStyle;
  /** What follows the name: the extension, after a file's own name where it is in a folder. */
  readonly after: (name: string) => string;
  /** Whether nothing like it is there, so that its name is free. */
  readonly first: boolean;
}

/** A file that a project draws in, and how it stands. */
interface Neighbour {
  readonly path: string;
  /** What names it: its own name, or that of its folder where it has one to itself. */
  readonly name: string;
  readonly layout: Layout;
}

/** Whether a component is a file, a folder with an index, or a folder with a file of its name. */
type Layout = 'file' | 'index' | 'folder';

const TESTS = /(?:^|\/)(?:tests?|specs?|e2e|androidTest|\w*Tests)\//;

/** These start a program, or belong to the framework; they say little about where screens go. */
const ENTRY = /^(?:app|main|index|root|[_+].*|page|layout)$/i;

/**
 * The path of a new file for a screen: where the project keeps its pages or components, named the
 * way its neighbours are, and so that neither a file nor a folder of that name is there yet.
 */
export function placeFor(stack: Stack, files: readonly string[]): string {
  const custom = screenCustomFor(stack.framework, stack.language);
  const own = files.filter((path) => isOwn(path) && !TESTS.test(path));
  const place = byRoute(custom, own) ?? byNeighbours(custom, own);
  return free(place, files);
}

/** A page where the framework looks for pages. */
function byRoute(custom: ScreenCustom, own: readonly string[]): Place | undefined {
  const extension = extensionFor(custom, own);
  for (const { page, after, into } of custom.routes) {
    const folder = mostUsed(
      own.map((path) => page.exec(path)?.[1]).filter((each) => each !== undefined),
    );
    if (folder === undefined) continue;
    return routed(join(folder, into ?? ''), `${after}.${extension}`, custom);
  }
  return undefined;
}

function routed(folder: string, after: string, { words }: ScreenCustom): Place {
  // An address is written in lower case.
  return { folder, words, style: 'kebab', after: () => after, first: false };
}

function byNeighbours(custom: ScreenCustom, own: readonly string[]): Place {
  const extension = extensionFor(custom, own);
  const survey = surveyOf(own);
  const ecosystem = ecosystemOf(extension) ?? 'web';
  const drawing = own.filter((path) => draws(path, extension, custom));
  const projectOf = (path: string) => survey.projectOf(ecosystem, path);
  const project =
    mostOf(tally(drawing.map(projectOf))) ??
    survey.projects.find((each) => each.ecosystem === ecosystem)?.folder ??
    '';
  const within = drawing.filter((path) => projectOf(path) === project);
  const found = homeOf(within, project, custom);
  const home = found ?? startOf(project, own, custom);
  if (found === undefined && custom.startAfter !== undefined) {
    return routed(home, `${custom.startAfter}.${extension}`, custom);
  }
  const neighbours = within
    .filter((path) => isIn(home, path))
    .map((path) => neighbourFor(path, home))
    .filter(({ name }) => !ENTRY.test(name));
  const layout = custom.ownFolder ? 'folder' : layoutOf(neighbours);
  const firstWords = drawing.length === 0 ? custom.firstWords : undefined;
  return {
    folder: home,
    words: firstWords ?? custom.words,
    style: styleOf(neighbours, custom.style),
    after: AFTER[layout](extension),
    first: firstWords !== undefined,
  };
}

const AFTER: Readonly<Record<Layout, (extension: string) => Place['after']>> = {
  file: (extension) => () => `.${extension}`,
  index: (extension) => () => `/index.${extension}`,
  folder: (extension) => (name) => `/${name}.${extension}`,
};

/** The extension that the project uses, of those that its framework allows. */
function extensionFor(custom: ScreenCustom, own: readonly string[]): string {
  const { extensions } = custom;
  if (extensions.length === 1) return extensions[0];
  const used = extensions.find((extension) =>
    own.some((path) => draws(path, extension, custom) || isEntry(path, extension)),
  );
  return used ?? extensions[0];
}

function isEntry(path: string, extension: string): boolean {
  return kindOf(path) === extension && ENTRY.test(stemOf(path));
}

function draws(path: string, extension: string, custom: ScreenCustom): boolean {
  if (kindOf(path) !== extension) return false;
  const { draws: pattern, ownFolder } = custom;
  if (ownFolder) return hasOwnFolder(path);
  if (pattern) return pattern.test(stemOf(path)) || isEntry(path, extension);
  // Most scripts draw nothing; those that do are called as what they define.
  return extension !== 'js' || /^[A-Z]/.test(stemOf(path));
}

/** The folder that holds a project's screens; undefined where nothing but its start is drawn. */
function homeOf(
  drawing: readonly string[],
  project: string,
  { homes, firstWords }: ScreenCustom,
): string | undefined {
  const byRank = homes.map((): string[] => []);
  for (const path of drawing) {
    for (const [rank, folder] of homesAbove(path, project, homes)) byRank[rank]?.push(folder);
  }
  const best = byRank.find((folders) => folders.length > 0);
  if (best) return mostUsed(best);
  // Of pages the start is one like the others.
  const telling = firstWords ? drawing : drawing.filter((path) => !ENTRY.test(stemOf(path)));
  return mostUsed(
    telling.map((path) => (hasOwnFolder(path) ? folderOf(folderOf(path)) : folderOf(path))),
  );
}

/** What is below these belongs to one feature, and a new screen is not of it. */
const FEATURES: ReadonlySet<string> = new Set(['features', 'modules']);

/** The outermost folder of each name above a file, within its project, by the rank of the name. */
function homesAbove(
  path: string,
  project: string,
  homes: readonly string[],
): ReadonlyMap<number, string> {
  const above = new Map<number, string>();
  let start = project === '' ? 0 : project.length + 1;
  for (let end = path.indexOf('/', start); end !== -1; end = path.indexOf('/', start)) {
    const name = path.slice(start, end).toLowerCase();
    const rank = homes.indexOf(name);
    if (rank !== -1 && !above.has(rank)) above.set(rank, path.slice(0, end));
    if (FEATURES.has(name)) break;
    start = end + 1;
  }
  return above;
}

function startOf(project: string, own: readonly string[], { starts }: ScreenCustom): string {
  const places = starts.map((start) => join(project, start));
  const there = places.find((_, index) => {
    const [top = ''] = (starts[index] ?? '').split('/');
    return top !== '' && own.some((path) => isIn(join(project, top), path));
  });
  return there ?? places.at(-1) ?? project;
}

/** What most have; a folder further down counts half, as it is meant for less. */
function mostUsed(folders: readonly string[]): string | undefined {
  return mostOf(tally(folders), (count, folder) => count * 2 ** -depthOf(folder));
}

/** The value with the highest score; of those that share it, the first. */
function mostOf<T>(
  counts: ReadonlyMap<T, number>,
  scoreOf: (count: number, value: T) => number = (count) => count,
): T | undefined {
  let best: { readonly value: T; readonly score: number } | undefined;
  for (const [value, count] of counts) {
    const score = scoreOf(count, value);
    if (!best || score > best.score) best = { value, score };
  }
  return best?.value;
}

function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function neighbourFor(path: string, home: string): Neighbour {
  const stem = stemOf(path);
  const folder = folderOf(path);
  const parent = baseName(folder);
  if (folder === home) return { path, name: stem, layout: 'file' };
  if (stem === 'index') return { path, name: parent, layout: 'index' };
  return { path, name: stem, layout: hasOwnFolder(path) ? 'folder' : 'file' };
}

function hasOwnFolder(path: string): boolean {
  return stemOf(path).toLowerCase() === baseName(folderOf(path)).toLowerCase();
}

/** How most neighbours stand; a file alone is the simplest, and wins a draw. */
function layoutOf(neighbours: readonly Neighbour[]): Layout {
  const counts = tally(neighbours.map(({ layout }) => layout));
  return mostOf(new Map([['file' as Layout, 0], ...counts])) ?? 'file';
}

const STYLES: readonly (readonly [name: RegExp, style: NameStyle])[] = [
  [/^[A-Z]/, 'pascal'],
  [/_/, 'snake'],
  [/-/, 'kebab'],
  [/[A-Z]/, 'camel'],
];

/** How most neighbours are called; a single word in lower case speaks against capitals alone. */
function styleOf(neighbours: readonly Neighbour[], usual: NameStyle): NameStyle {
  const lower = usual === 'pascal' ? 'kebab' : usual;
  const styles = neighbours.map(
    ({ name }) => STYLES.find(([pattern]) => pattern.test(name))?.[1] ?? lower,
  );
  return mostOf(tally(styles)) ?? usual;
}

/** The first name that nothing in its folder has; what belongs to a screen has its name too. */
function free({ folder, words, style, after, first }: Place, files: readonly string[]): string {
  const taken = first ? new Set<string>() : namesIn(folder, files);
  for (let number = 1; ; number += 1) {
    const name = named(words, style, number);
    if (!taken.has(name.toLowerCase())) return join(folder, `${name}${after(name)}`);
  }
}

/** The names of files, without what follows the first dot, and of folders; in lower case. */
function namesIn(folder: string, files: readonly string[]): Set<string> {
  const start = folder === '' ? '' : `${folder.toLowerCase()}/`;
  const names = new Set<string>();
  for (const path of files) {
    if (path.length <= start.length || path.slice(0, start.length).toLowerCase() !== start)
      continue;
    const [name = ''] = path.slice(start.length).toLowerCase().split('/', 1);
    names.add(path.includes('/', start.length) ? name : stemOf(name));
  }
  return names;
}

const JOINED: Readonly<Record<NameStyle, (words: readonly string[]) => string>> = {
  pascal: (words) => words.map(capital).join(''),
  camel: ([first = '', ...others]) => first + others.map(capital).join(''),
  kebab: (words) => words.join('-'),
  snake: (words) => words.join('_'),
};

function named(words: readonly string[], style: NameStyle, number: number): string {
  return JOINED[style](number === 1 ? words : [...words, `${number}`]);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.indexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function join(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/\/$/, ''))
    .filter((part) => part !== '')
    .join('/');
}
