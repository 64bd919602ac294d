import type { WorkspaceFile } from '../ports';

/** The top-level symbols of a file. */
type SymbolsOf = (path: string) => readonly string[];

/** A map at one level of detail. */
interface Detail {
  /** Symbols for each file, at the most. */
  readonly symbols: number;
  /** Folders below this depth are told by their number of files alone. */
  readonly depth: number;
}

/** From the fullest map to the shortest. */
const DETAILS: readonly Detail[] = [
  ...[40, 12, 5, 2, 0].map((symbols) => ({ symbols, depth: Infinity })),
  ...[8, 6, 5, 4, 3, 2, 1, 0].map((depth) => ({ symbols: 0, depth })),
];

/** More files of one folder are told by their number. */
const FILES_PER_FOLDER = 100;

/** So many files are worked through before others get their turn on the thread. */
const SLICE = 2000;

/** A folder with its own files, without those of the folders below it. */
interface Folder {
  readonly path: string;
  readonly depth: number;
  readonly files: WorkspaceFile[];
}

/**
 * The paths of files and their top-level symbols, in as much detail as fits into a number of
 * characters; '' where not even the names of the topmost folders fit. The same files give the same
 * map.
 */
export async function mapOf(
  files: readonly WorkspaceFile[],
  symbols: SymbolsOf,
  characters: number,
): Promise<string> {
  const folders = await foldersOf(files);
  const lengths = await lengthsOf(folders, symbols);
  for (const [index, detail] of DETAILS.entries()) {
    if ((lengths[index] ?? 0) > characters) continue;
    const map = render(folders, symbols, detail);
    // The lengths were foreseen folder by folder, and folded ones share their lines.
    if (map.length <= characters) return map;
  }
  return '';
}

async function foldersOf(files: readonly WorkspaceFile[]): Promise<Folder[]> {
  const folders = new Map<string, Folder>();
  let count = 0;
  for (const file of files) {
    const path = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    const folder = folders.get(path) ?? { path, depth: path.split('/').length - 1, files: [] };
    folders.set(path, folder);
    folder.files.push(file);
    if ((count += 1) % SLICE === 0) await nextSlice();
  }
  return [...folders.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** How long the map would be in each detail, without making it. */
async function lengthsOf(folders: readonly Folder[], symbols: SymbolsOf): Promise<number[]> {
  const lengths = DETAILS.map(() => 0);
  let count = 0;
  for (const folder of folders) {
    const shown = folder.files.slice(0, FILES_PER_FOLDER);
    const names = shown.map((file) => ({ name: nameOf(file), symbols: symbols(file.path) }));
    for (const [index, { symbols: most, depth }] of DETAILS.entries()) {
      // A folder that is folded into another one may add its line to it.
      let length = folder.path.length + 24;
      if (folder.depth <= depth) {
        for (const each of names) {
          length += each.name.length + 3;
          for (const symbol of each.symbols.slice(0, most)) length += symbol.length + 2;
        }
      } else if (folder.depth > depth + 1) {
        length = 0;
      }
      lengths[index] = (lengths[index] ?? 0) + length;
    }
    if ((count += shown.length) > SLICE) {
      count = 0;
      await nextSlice();
    }
  }
  return lengths;
}

function render(
  folders: readonly Folder[],
  symbols: SymbolsOf,
  { symbols: most, depth }: Detail,
): string {
  const lines: string[] = [];
  const folded = new Map<string, number>();
  for (const folder of folders) {
    if (folder.depth > depth) {
      const top = `${folder.path
        .split('/')
        .slice(0, depth + 1)
        .join('/')}/`;
      folded.set(top, (folded.get(top) ?? 0) + folder.files.length);
      continue;
    }
    if (folder.path !== '') lines.push(shownPath(folder.path));
    for (const file of folder.files.slice(0, FILES_PER_FOLDER)) {
      const names = symbols(file.path).slice(0, most).join(', ');
      lines.push(`  ${nameOf(file)}${names === '' ? '' : `: ${names}`}`);
    }
    const more = folder.files.length - FILES_PER_FOLDER;
    if (more > 0) lines.push(`  … ${more} more`);
  }
  for (const [path, count] of folded) lines.push(`${shownPath(path)} (${count} files)`);
  return lines.join('\n');
}

function nameOf({ path }: WorkspaceFile): string {
  return shownPath(path.slice(path.lastIndexOf('/') + 1));
}

/** A path in one line and without what could close a tag: names of files are anybody's words. */
export function shownPath(path: string): string {
  return path.replaceAll(/[\p{Cc}<>"]/gu, '?');
}

/** Whoever makes a map of 100,000 files must not hold the thread meanwhile. */
function nextSlice(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
