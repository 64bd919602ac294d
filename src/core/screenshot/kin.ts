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
  const small = files.filter(({ path: each, bytes }) => each !== path && bytes <= MAX_BYTES);
  const tokens = small
    .filter((file) => TOKENS.test(baseName(file.path)) && isForSame(file.path, path))
    .toSorted(nearest(path))
    .slice(0, MOST_TOKENS_FILES);
  const isKin = ({ path: each }: Candidate): boolean =>
    extensions.has(extensionOf(each)) &&
    !OTHERS.test(each) &&
    (COMPONENTS.test(each) || folderOf(each) === folderOf(path));
  const components = small.filter((file) => !tokens.includes(file) && isKin(file));
  return [...tokens, ...components.toSorted(nearest(path))]
    .slice(0, MOST_FILES)
    .map((file) => file.path);
}

/** Whether tokens are for the same kind of screens; those of the web go with all that is the web's. */
function isForSame(tokens: string, path: string): boolean {
  const [own, other] = [extensionOf(path), extensionOf(tokens)];
  return own === other || !(NATIVE.has(own) || NATIVE.has(other));
}

function nearest(path: string): (one: Candidate, other: Candidate) => number {
  const folders = folderOf(path).split('/');
  const away = ({ path: each }: Candidate): number => {
    const own = folderOf(each).split('/');
    let shared = 0;
    while (shared < folders.length && folders[shared] === own[shared]) shared += 1;
    return folders.length + own.length - 2 * shared;
  };
  return (one, other) =>
    away(one) - away(other) || one.bytes - other.bytes || (one.path < other.path ? -1 : 1);
}
