import type { FileTree, TreeEntry, TreeStat } from '../../../src/host/workspace/tree';

type Node = string | Uint8Array | { readonly link: true } | { readonly size: number };

/** A file system in memory, in which anything can fail. */
export class MemoryTree implements FileTree {
  /** Paths at which everything fails, whether they are there or not. */
  readonly broken = new Set<string>();
  /** Every path of which the content was asked for. */
  readonly reads: string[] = [];
  stats = 0;
  listings = 0;
  private readonly nodes = new Map<string, Node>();

  constructor(files: Readonly<Record<string, Node>> = {}) {
    for (const [path, node] of Object.entries(files)) this.put(path, node);
  }

  put(path: string, node: Node): void {
    this.nodes.set(path, node);
  }

  remove(path: string): void {
    for (const each of this.nodes.keys()) {
      if (each === path || each.startsWith(`${path}/`)) this.nodes.delete(each);
    }
  }

  async readDirectory(relative: string): Promise<readonly TreeEntry[]> {
    await this.arrive(relative);
    this.listings += 1;
    const entries = new Map<string, TreeEntry>();
    const folder = relative === '' || relative.endsWith('/') ? relative : `${relative}/`;
    for (const [path, node] of this.nodes) {
      if (!path.startsWith(folder)) continue;
      const [name = '', ...rest] = path.slice(folder.length).split('/');
      entries.set(name, { name, type: rest.length > 0 ? 'folder' : typeOf(node) });
    }
    if (entries.size === 0 && folder !== '') throw new Error('There is no such folder.');
    return [...entries.values()];
  }

  async stat(relative: string): Promise<TreeStat> {
    await this.arrive(relative);
    this.stats += 1;
    const node = this.nodes.get(relative);
    if (node !== undefined) {
      return { type: typeOf(node), bytes: sizeOf(node), modifiedMs: sizeOf(node) + 1 };
    }
    if ([...this.nodes.keys()].some((path) => path.startsWith(`${relative}/`))) {
      return { type: 'folder', bytes: 0, modifiedMs: 0 };
    }
    throw new Error('There is nothing.');
  }

  async readText(relative: string): Promise<string> {
    return new TextDecoder().decode(await this.read(relative));
  }

  async read(relative: string): Promise<Uint8Array> {
    await this.arrive(relative);
    this.reads.push(relative);
    const node = this.nodes.get(relative);
    if (typeof node === 'string') return new TextEncoder().encode(node);
    if (node instanceof Uint8Array) return node;
    throw new Error('This is not a file.');
  }

  private async arrive(relative: string): Promise<void> {
    await Promise.resolve();
    if (this.broken.has(relative)) throw new Error('It is broken.');
  }
}

function typeOf(node: Node): 'file' | 'link' {
  return typeof node === 'object' && 'link' in node ? 'link' : 'file';
}

function sizeOf(node: Node): number {
  if (typeof node === 'string') return new TextEncoder().encode(node).length;
  if (node instanceof Uint8Array) return node.length;
  return 'size' in node ? node.size : 0;
}
