import { distinctMatches } from './distinctMatches';
import { baseName, folderOf, follow, foldersAbove } from './paths';

/** A module by its names, from the folder where the first of them stands. */
export interface RustModule {
  readonly folder: string;
  readonly names: readonly string[];
}

/** Deeper modules than this are the work of a generator. */
const MAX_DEPTH = 8;

const OWNS_ITS_FOLDER = new Set(['main.rs', 'lib.rs', 'mod.rs', 'build.rs']);

/** The modules that a file declares or uses, in the order in which it names them. */
export function* importsInRust(
  path: string,
  text: string,
  has: (path: string) => boolean,
): Iterable<RustModule> {
  const pattern =
    /^[ \t]{0,40}(?:pub(?:\([^)\n]{0,40}\))?[ \t]{1,20})?(?:mod[ \t]{1,20}(\w{1,100})[ \t]{0,20};|use[ \t]{1,20}(crate|self|(?:super::){0,8}super)((?:::\w{1,100}){0,20})(?:::\{([^}]{0,1000}))?)/gm;
  const own = moduleFolder(path);
  const crate = crateFolder(path, has);
  for (const [, declared, start = '', middle = '', group] of distinctMatches(text, pattern)) {
    if (declared !== undefined) {
      yield { folder: own, names: [declared] };
      continue;
    }
    const folder = start === 'crate' ? crate : upFrom(own, start);
    if (folder === undefined) continue;
    const shared = namesIn(middle);
    if (group === undefined) yield { folder, names: shared };
    else
      for (const each of group.split(',')) yield { folder, names: [...shared, ...namesIn(each)] };
  }
}

/** Where a module may be; its last names may be those of things within it. */
export function* candidatesInRust({ folder, names }: RustModule): Iterable<string> {
  for (let depth = Math.min(names.length, MAX_DEPTH); depth > 0; depth -= 1) {
    const base = follow(folder, names.slice(0, depth).join('/'));
    if (base !== undefined) yield* [`${base}.rs`, `${base}/mod.rs`];
  }
}

function namesIn(modulePath: string): string[] {
  return (
    /^[\w:]*/
      .exec(modulePath.trim())?.[0]
      .split('::')
      .filter((name) => name !== '') ?? []
  );
}

/** The folder of the modules below a file's own. */
function moduleFolder(path: string): string {
  return OWNS_ITS_FOLDER.has(baseName(path)) ? folderOf(path) : path.replace(/\.rs$/, '');
}

function crateFolder(path: string, has: (path: string) => boolean): string | undefined {
  return foldersAbove(path).find((folder) =>
    ['lib.rs', 'main.rs'].some((name) => has(folder === '' ? name : `${folder}/${name}`)),
  );
}

function upFrom(own: string, start: string): string | undefined {
  if (start === 'self') return own;
  return follow(own, '../'.repeat(start.split('::').length));
}
