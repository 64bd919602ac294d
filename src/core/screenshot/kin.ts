import { baseName, extensionOf, folderOf } from '../prompt/paths';

/** A file of the workspace, as far as its choice depends on it. */
interface Candidate {
  readonly path: string;
  readonly bytes: number;
}

/** Colours, spaces and type, by which a screen is recognised as one of this project. */
const TOKENS =
  /^(?:tailwind\.config\.\w+|_?(?:variables|tokens|design-?tokens|theme|themes|colors?|colours?|palette|typography|spacing)\.(?:css|scss|sass|less|ts|js|json|swift|dart|kt)|(?:globals?|app|index|main|styles?|base)\.(?:css|scss))$/i;

/** Where projects keep what screens are built from. */
const COMPONENTS = /(?:^|\/)(?:components?|ui|widgets?|atoms|molecules|elements|controls|views)\//i;

const OTHERS = /(?:\.|_|-)(?:test|tests|spec|stories|story|snap|d)\.\w+$/i;

/** A larger component says less for each of its tokens. */
const MAX_BYTES = 16_000;

const MOST_TOKENS_FILES = 4;
const MOST_FILES = 12;

/** Languages whose screens are not the web's. */
const NATIVE = new Set(['swift', 'dart', 'kt', 'qml']);

/** Files with which a file of some kind is built. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  html: ['css', 'scss'],
  tsx: ['jsx', 'css'],
  jsx: ['tsx', 'css'],
};

/**
 * The files that show how this project builds its screens: its design tokens, then its components,
 * the nearest to the new file first and the short ones before the long ones.
 * @param path of the file that is to be written
 */
export function kinOf(path: string, files: readonly Candidate[]): readonly string[] {
  const extension = extensionOf(path);
  const extensions = new Set([extension, ...(ALSO[extension] ?? [])]);
  const distanceTo = distancesFrom(folderOf(path));
  const tokens: Near[] = [];
  const components: Near[] = [];
  for (const { path: each, bytes } of files) {
    if (each === path || bytes > MAX_BYTES) continue;
    const isTokens = TOKENS.test(baseName(each)) && isForSame(each, path);
    if (!isTokens && !(extensions.has(extensionOf(each)) && !OTHERS.test(each))) continue;
    const folder = folderOf(each);
    const near = { path: each, bytes, distance: distanceTo(folder) };
    if (isTokens) tokens.push(near);
    else if (folder === folderOf(path) || COMPONENTS.test(each)) components.push(near);
  }
  return [
    ...tokens.toSorted(nearestFirst).slice(0, MOST_TOKENS_FILES),
    ...components.toSorted(nearestFirst),
  ]
    .slice(0, MOST_FILES)
    .map((file) => file.path);
}

interface Near extends Candidate {
  /** Steps from folder to folder. */
  readonly distance: number;
}

function nearestFirst(one: Near, other: Near): number {
  return (
    one.distance - other.distance || one.bytes - other.bytes || (one.path < other.path ? -1 : 1)
  );
}

/** Many files share a folder. */
function distancesFrom(start: string): (folder: string) => number {
  const steps = start.split('/');
  const known = new Map<string, number>();
  return (folder) => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const own = folder.split('/');
    let shared = 0;
    while (shared < steps.length && steps[shared] === own[shared]) shared += 1;
    const distance = steps.length + own.length - 2 * shared;
    known.set(folder, distance);
    return distance;
  };
}

/** Whether tokens are for the same kind of screens; those of the web go with all that is the web's. */
function isForSame(tokens: string, path: string): boolean {
  const [own, other] = [extensionOf(path), extensionOf(tokens)];
  return own === other || !(NATIVE.has(own) || NATIVE.has(other));
}
