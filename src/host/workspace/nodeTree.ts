import { constants } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { LONGEST_IGNORE_FILE_BYTES } from './tree';
import type { EntryType, FileTree, TreeEntry, TreeStat } from './tree';

/** A folder with very many names is read piece by piece, for each piece holds the thread. */
const NAMES_AT_ONCE = 256;

/**
 * A link is not followed and a pipe is not waited for, also where one has just taken the place of
 * a file. Windows knows neither of these.
 */
const PLAIN_FILES_ALONE =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A folder on the disk of the extension host; several times as fast as VS Code's own way. */
export class NodeTree implements FileTree {
  constructor(private readonly root: string) {}

  async readDirectory(relative: string): Promise<readonly TreeEntry[]> {
    const entries: TreeEntry[] = [];
    const options = { bufferSize: NAMES_AT_ONCE };
    for await (const entry of await opendir(this.absolute(relative), options)) {
      entries.push({ name: entry.name, type: typeOf(entry) });
    }
    return entries;
  }

  async stat(relative: string): Promise<TreeStat> {
    const stats = await lstat(this.absolute(relative));
    return { type: typeOf(stats), bytes: stats.size, modifiedMs: stats.mtimeMs };
  }

  async readText(relative: string): Promise<string> {
    const bytes = await this.read(relative, LONGEST_IGNORE_FILE_BYTES);
    if (bytes === undefined) throw new Error('An ignore file is too large.');
    return new TextDecoder().decode(bytes);
  }

  async read(relative: string, atMost: number): Promise<Uint8Array | undefined> {
    const file = this.absolute(relative);
    await this.refuseLinks(relative);
    const handle = await open(file, PLAIN_FILES_ALONE);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Error('This is not a file.');
      if (stats.size > atMost) return undefined;
      return await readAll(handle, stats.size);
    } finally {
      await handle.close();
    }
  }

  /** A folder on the way may have become a link, which would lead out of the workspace. */
  private async refuseLinks(relative: string): Promise<void> {
    const file = this.absolute(relative);
    if (!(await lstat(file)).isFile()) throw new Error('This is not a file.');
    const folder = path.dirname(file);
    const expected = path.join(await realpath(this.root), path.relative(this.root, folder));
    if ((await realpath(folder)) !== expected) throw new Error('A link leads there.');
  }

  private absolute(relative: string): string {
    return path.join(this.root, relative);
  }
}

/** As much as the file had when it was opened; what grows meanwhile is there at the next read. */
async function readAll(handle: FileHandle, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await handle.read(buffer, filled, bytes - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function typeOf(entry: Dirent | Stats): EntryType {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
