import type { WorkspaceFile } from '../ports';
import { sortInSlices } from '../slices';
import type { Slices } from '../slices';

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

/** A folder with its own files, without those of the folders below it. */
interface Folder {
  readonly path: string;
  readonly depth: number;
  readonly files: WorkspaceFile[];
}

/** What is drawn into a map. */
export interface MapInput {
  /** In the order of their paths. */
  readonly files: readonly WorkspaceFile[];
  /** Files that are told of elsewhere. */
  readonly without: ReadonlySet<string>;
  readonly symbols: SymbolsOf;
  /** The most characters that the map may have. */
  readonly characters: number;
}

/**
 * The paths of files and their top-level symbols, in as much detail as fits; '' where not even the
 * names of the topmost folders do. The same files give the same map. It works in slices, for a
 * workspace may have 100,000 files.
 */
export async function mapOf(input: MapInput, slices: Slices): Promise<string> {
  const folders = await foldersOf(input, slices);
  const lengths = await lengthsOf(folders, input, slices);
  for (const [index, detail] of DETAILS.entries()) {
    if ((lengths[index] ?? 0) > input.characters) continue;
    const map = await render(folders, input, detail, slices);
    // The lengths were foreseen folder by folder, and folded ones share their lines.
    if (map.length <= input.characters) return map;
  }
  return '';
}

async function foldersOf({ files, without }: MapInput, slices: Slices): Promise<Folder[]> {
  const folders = new Map<string, Folder>();
  for (const file of files) {
    if (without.has(file.path)) continue;
    const path = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    const folder = folders.get(path);
    if (folder) folder.files.push(file);
    else folders.set(path, { path, depth: path.split('/').length - 1, files: [file] });
    if (slices.isDue) await slices.pause();
  }
  return sortInSlices([...folders.values()], slices);
}

/** How long the map would be in each detail, without making it. */
async function lengthsOf(
  folders: readonly Folder[],
  { symbols }: MapInput,
  slices: Slices,
): Promise<number[]> {
  const lengths = DETAILS.map(() => 0);
  for (const { path, depth, files } of folders) {
    const shown = files.slice(0, FILES_PER_FOLDER);
    const names = shown.reduce((sum, file) => sum + nameOf(file).length + 3, 0);
    const listed = shown.map((file) => symbols(file.path));
    for (const [index, detail] of DETAILS.entries()) {
      // A folder that is folded into another one may add its line to it.
      let length = depth > detail.depth + 1 ? 0 : path.length + 24;
      if (depth <= detail.depth) length += names + symbolsLength(listed, detail.symbols);
      lengths[index] = (lengths[index] ?? 0) + length;
    }
    if (slices.isDue) await slices.pause();
  }
  return lengths;
}

function symbolsLength(listed: readonly (readonly string[])[], most: number): number {
  if (most === 0) return 0;
  let length = 0;
  for (const symbols of listed) {
    for (const symbol of symbols.slice(0, most)) length += symbol.length + 2;
  }
  return length;
}

async function render(
  folders: readonly Folder[],
  { symbols }: MapInput,
  { symbols: most, depth }: Detail,
  slices: Slices,
): Promise<string> {
  const lines: string[] = [];
  const folded = new Map<string, number>();
  for (const { path, depth: own, files } of folders) {
    if (slices.isDue) await slices.pause();
    if (own > depth) {
      const top = `${path
        .split('/')
        .slice(0, depth + 1)
        .join('/')}/`;
      folded.set(top, (folded.get(top) ?? 0) + files.length);
      continue;
    }
    if (path !== '') lines.push(shownPath(path));
    for (const file of files.slice(0, FILES_PER_FOLDER)) {
      const names = symbols(file.path).slice(0, most).join(', ');
      lines.push(`  ${nameOf(file)}${names === '' ? '' : `: ${names}`}`);
    }
    const more = files.length - FILES_PER_FOLDER;
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

/** A tag that a text does not close: files may hold anything. */
export function tagFor(name: string, text: string): string {
  let tag = name;
  while (text.includes(`</${tag}>`)) tag += '_';
  return tag;
}
