import { distinctMatches } from './distinctMatches';
import { candidatesInRust, importsInRust } from './importsInRust';
import { baseName, folderOf, follow, foldersAbove } from './paths';

/** Whether the workspace has a file. */
export type Has = (path: string) => boolean;

/**
 * Gives the files that a text imports, the importing file among them where it does so. Patterns
 * are bounded, so that a hostile text takes no longer than another.
 */
export type Importer = (path: string, text: string, has: Has) => Iterable<string>;

/** The first of some paths that is a file. */
function firstFile(candidates: Iterable<string>, has: Has): string[] {
  for (const candidate of candidates) if (has(candidate)) return [candidate];
  return [];
}

/** A path with each of some endings; nothing where it leaves the root. */
function withEndings(
  folder: string,
  relative: string,
  endings: readonly string[],
): readonly string[] {
  const base = follow(folder, relative);
  if (base === undefined) return [];
  // The root has no name that an ending could follow, but there may be files in it.
  if (base === '') return endings.filter(isInFolder).map((ending) => ending.slice(1));
  return endings.map((ending) => base + ending);
}

function isInFolder(ending: string): boolean {
  return ending.startsWith('/');
}

const SCRIPT_ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.js', '.jsx', '.mjs', '.cjs'];
const MODULE_ENDINGS = [...SCRIPT_ENDINGS, '.json', '.vue', '.svelte', '.css'];
const JAVASCRIPT_ENDINGS = [
  '',
  ...MODULE_ENDINGS,
  ...SCRIPT_ENDINGS.map((ending) => `/index${ending}`),
  '/index.vue',
  '/index.svelte',
  '/index.json',
  '/index.css',
];

function* importsInJavaScript(path: string, text: string, has: Has): Iterable<string> {
  const pattern =
    /\b(?:from|import|require)\s{0,20}(?:\(\s{0,20})?["'`](\.{1,2}(?:\/[^"'`\n]{0,300})?)["'`]/g;
  const folder = folderOf(path);
  for (const [, name = ''] of distinctMatches(text, pattern)) {
    // Bundlers take questions after a name, such as ?raw.
    const target = name.replace(/[?#].*$/, '');
    const candidates = withEndings(folder, target, JAVASCRIPT_ENDINGS);
    yield* firstFile([...candidates.slice(0, 1), ...sourcesOf(candidates[0]), ...candidates], has);
  }
}

/** TypeScript names the file that will be built: './x.js' for x.ts. */
function sourcesOf(built: string | undefined): string[] {
  const match = /^(.*\.)([mc]?)jsx?$/s.exec(built ?? '');
  if (!match) return [];
  const [, stem = '', kind = ''] = match;
  return [`${stem}${kind}ts`, `${stem}tsx`];
}

const PYTHON_ENDINGS = ['.py', '/__init__.py', '.pyi', '/__init__.pyi'];

function* importsInPython(path: string, text: string, has: Has): Iterable<string> {
  const pattern =
    /^[ \t]{0,40}(?:from[ \t]{1,20}([\w.]{1,200})[ \t]{1,20}import[ \t]{0,20}(\([^)]{0,2000}|[^\n(]{0,500})|import[ \t]{1,20}([^\n]{1,500}))/gmu;
  for (const [, from, names = '', modules = ''] of distinctMatches(text, pattern)) {
    if (from === undefined) {
      for (const name of namesIn(modules)) yield* pythonModule(path, name, has);
    } else {
      yield* pythonNames(path, from, namesIn(names), has);
    }
  }
}

/** A name may be a module of its own; otherwise it stands in the module that it comes from. */
function* pythonNames(
  path: string,
  from: string,
  names: readonly string[],
  has: Has,
): Iterable<string> {
  const inside = from.endsWith('.') ? from : `${from}.`;
  let isModuleGiven = false;
  for (const name of names) {
    const submodule = pythonModule(path, inside + name, has);
    if (submodule.length > 0) yield* submodule;
    else if (!isModuleGiven) {
      yield* pythonModule(path, from, has);
      isModuleGiven = true;
    }
  }
}

function pythonModule(path: string, name: string, has: Has): string[] {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const relative = name.slice(dots).replaceAll('.', '/');
  if (dots > 0) {
    const up = '../'.repeat(dots - 1);
    const endings = relative === '' ? PYTHON_ENDINGS.filter(isInFolder) : PYTHON_ENDINGS;
    return firstFile(withEndings(folderOf(path), up + relative, endings), has);
  }
  if (relative === '') return [];
  const roots = foldersAbove(path).flatMap((folder) => [folder, below(folder, 'src')]);
  return firstFile(
    roots.flatMap((root) => withEndings(root, relative, PYTHON_ENDINGS)),
    has,
  );
}

function namesIn(list: string): string[] {
  return list
    .replaceAll(/#.*/g, '')
    .split(',')
    .flatMap((each) => /[\p{L}\p{N}_.]+/u.exec(each)?.[0] ?? []);
}

function* importsInC(path: string, text: string, has: Has): Iterable<string> {
  const pattern =
    /^[ \t]{0,40}#[ \t]{0,20}(?:include|import)[ \t]{0,20}(["<])([^">\n]{1,300})[">]/gm;
  const folders = foldersAbove(path);
  const roots = folders.flatMap((folder) => [below(folder, 'include'), below(folder, 'src')]);
  for (const [, mark, name = ''] of distinctMatches(text, pattern)) {
    const places = mark === '"' ? [...folders, ...roots] : roots;
    yield* firstFile(
      places.flatMap((place) => withEndings(place, name, [''])),
      has,
    );
  }
}

const SOURCE_ROOTS = ['', 'src', ...['java', 'kotlin', 'scala'].map((name) => `src/main/${name}`)];

function* importsInJava(path: string, text: string, has: Has): Iterable<string> {
  const pattern =
    /^[ \t]{0,40}import[ \t]{1,20}(?:static[ \t]{1,20})?([\w.]{1,300})(?:\{([^}\n]{0,500}))?/gm;
  const roots = foldersAbove(path).flatMap((folder) =>
    SOURCE_ROOTS.map((root) => below(folder, root)),
  );
  for (const [, name = '', group] of distinctMatches(text, pattern)) {
    const names = group === undefined ? [name] : namesIn(group).map((each) => name + each);
    for (const each of names) yield* firstFile(javaCandidates(each, roots), has);
  }
}

/** The last parts of a name may be a member, or a class within a class. */
function* javaCandidates(name: string, roots: readonly string[]): Iterable<string> {
  const parts = name.split('.').filter((part) => part !== '');
  for (let length = parts.length; length > Math.max(0, parts.length - 3); length -= 1) {
    const relative = parts.slice(0, length).join('/');
    for (const root of roots) yield* withEndings(root, relative, ['.java', '.kt', '.scala']);
  }
}

function* importsInRuby(path: string, text: string, has: Has): Iterable<string> {
  const pattern = /\brequire_relative[ \t]{0,20}\(?[ \t]{0,20}["']([^"'\n]{1,300})["']/g;
  for (const [, name = ''] of distinctMatches(text, pattern)) {
    yield* firstFile(withEndings(folderOf(path), name, ['.rb', '']), has);
  }
}

function* importsInPhp(path: string, text: string, has: Has): Iterable<string> {
  const pattern =
    /\b(?:require|include)(?:_once)?[ \t]{0,20}\(?[ \t]{0,20}(?:(?:__DIR__|dirname\(__FILE__\))[ \t]{0,20}\.[ \t]{0,20})?["']([^"'\n]{1,300})["']/g;
  for (const [, name = ''] of distinctMatches(text, pattern)) {
    yield* firstFile(
      foldersAbove(path).flatMap((folder) => withEndings(folder, name, [''])),
      has,
    );
  }
}

const STYLE_ENDINGS = ['.scss', '.sass', '.less', '.css'];

function* importsInStyles(path: string, text: string, has: Has): Iterable<string> {
  const pattern = /@(?:import|use|forward)[ \t]{1,20}([^;{}\n]{1,500})/g;
  for (const [, names = ''] of distinctMatches(text, pattern)) {
    for (const [, name = ''] of names.matchAll(/(?:url\(|["'])["']?([^"'()\s]{1,300})/g)) {
      yield* firstFile(styleCandidates(folderOf(path), name), has);
    }
  }
}

/** Sass puts an underscore before the names of files that are there to be imported. */
function styleCandidates(folder: string, name: string): readonly string[] {
  const partial = `${name.slice(0, name.length - baseName(name).length)}_${baseName(name)}`;
  const endings = ['', ...STYLE_ENDINGS];
  return [
    ...withEndings(folder, name, endings),
    ...withEndings(folder, partial, endings),
    ...withEndings(folder, `${name}/_index`, STYLE_ENDINGS),
    ...withEndings(folder, `${name}/index`, STYLE_ENDINGS),
  ];
}

function* importsInDart(path: string, text: string, has: Has): Iterable<string> {
  const pattern = /^[ \t]{0,40}(?:import|export|part)[ \t]{1,20}["']([^"':\n]{1,300})["']/gm;
  for (const [, name = ''] of distinctMatches(text, pattern)) {
    yield* firstFile(withEndings(folderOf(path), name, ['']), has);
  }
}

function* importsOfCrate(path: string, text: string, has: Has): Iterable<string> {
  for (const named of importsInRust(path, text, has))
    yield* firstFile(candidatesInRust(named), has);
}

function below(folder: string, name: string): string {
  return [folder, name].filter((part) => part !== '').join('/');
}

/** How a file's imports are found, by its extension. */
export const IMPORTERS: ReadonlyMap<string, Importer> = new Map(
  (
    [
      ['ts tsx mts cts js jsx mjs cjs vue svelte', importsInJavaScript],
      ['py pyi', importsInPython],
      ['c h cc cpp cxx hh hpp hxx inl ipp', importsInC],
      ['rs', importsOfCrate],
      ['java kt kts scala sc', importsInJava],
      ['rb rake', importsInRuby],
      ['php', importsInPhp],
      ['css scss sass less', importsInStyles],
      ['dart', importsInDart],
    ] as const
  ).flatMap(([extensions, importer]) =>
    extensions.split(' ').map((extension) => [extension, importer] as const),
  ),
);
