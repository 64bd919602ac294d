/** What an address in a page or a style sheet leads to. */
export type Target =
  /** It is whole as it stands: a `data:` URL, a fragment of the page, or nothing at all. */
  | { readonly kind: 'kept' }
  /** A file of the workspace lies at the first of the paths that can be read. */
  | { readonly kind: 'file'; readonly paths: readonly string[]; readonly fragment: string }
  /** It leads out of the workspace, to the network or elsewhere. */
  | { readonly kind: 'outside' };

/** Where addresses count from. */
export interface Base {
  /** The folder of the file in which the address stands. */
  readonly folder: string;
  /** The folder of the page, beside which `public/` may lie. */
  readonly pageFolder: string;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const AROUND = /^[\0-\x20]+|[\0-\x20]+$/g;

/** The address as a browser reads it: without the blanks that the URL standard leaves out. */
export function cleanAddress(address: string): string {
  return address.replaceAll(AROUND, '').replaceAll(/[\t\n\r]/g, '');
}

/** Says where an address leads that stands in a file of the workspace. */
export function resolveAddress(address: string, base: Base): Target {
  const clean = cleanAddress(address);
  if (clean === '' || clean.startsWith('#') || /^data:/i.test(clean)) return { kind: 'kept' };
  if (SCHEME.test(clean)) return { kind: 'outside' };
  const [, written = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(#[^]*)?$/.exec(clean) ?? [];
  // Where the scheme is one of the web's, browsers take a backslash for a slash.
  const path = written.replaceAll('\\', '/');
  if (path === '' || path.startsWith('//')) return { kind: 'outside' };
  const paths = candidates(path.split('/').map(decoded), base);
  return paths.length > 0 ? { kind: 'file', paths, fragment } : { kind: 'outside' };
}

/** The folder of a file, empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Servers give what lies in `public/` from the root, so that an address does not name it. */
function candidates(steps: readonly string[], { folder, pageFolder }: Base): string[] {
  const isFromRoot = steps[0] === '' && steps.length > 1;
  const path = walked(isFromRoot ? steps : [...folder.split('/'), ...steps]);
  if (path === undefined) return [];
  if (!isFromRoot) return [path];
  return [...new Set([path, `public/${path}`, `${pageFolder}/public/${path}`.replace(/^\//, '')])];
}

/** A step that is encoded wrongly is a name as it stands. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** The path to which steps lead from the root; undefined where they leave it, or are no names. */
function walked(steps: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const step of steps) {
    // An encoded slash would be a step that nobody has looked at.
    if (/[/\\\0]/.test(step)) return undefined;
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (path.pop() === undefined) return undefined;
    } else path.push(step);
  }
  // Names such as `.env` and `.git` are not a page's to read, whose scripts see all that it holds.
  const isHidden = path.some((step) => step.startsWith('.'));
  return path.length > 0 && !isHidden ? path.join('/') : undefined;
}
