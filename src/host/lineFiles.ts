import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LinePiece, LineStore } from '../core/ports';

/** Parsing so much takes a few milliseconds. */
const PIECE_BYTES = 256 * 1024;

/** Append-only files of lines below a folder, which is always on the extension host's own disk. */
export class LineFiles implements LineStore {
  /** The last write to each file, which the next one waits for, so that lines keep their order. */
  private readonly writes = new Map<string, Promise<void>>();

  constructor(private readonly folder: string) {}

  append(name: string, line: string): Promise<void> {
    const file = path.join(this.folder, name);
    const previous = this.writes.get(file);
    const write = (previous ?? makeFolderOf(file)).then(() => appendLine(file, line));
    const settled = write.catch(() => {
      // The failure is its caller's to hear of; the next write begins anew.
      this.writes.delete(file);
    });
    this.writes.set(file, settled);
    return write;
  }

  async *read(name: string): AsyncIterable<string> {
    const file = path.join(this.folder, name);
    if (!(await exists(file))) return;
    const input = createReadStream(file, { encoding: 'utf8' });
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line !== '') yield line;
    }
  }

  async *readFrom(name: string, start: number): AsyncIterable<LinePiece> {
    const file = path.join(this.folder, name);
    if (!(await exists(file))) return;
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      // A file that has become shorter is another one.
      let end = size < start ? 0 : start;
      // Most of the time nothing is new, and little otherwise.
      if (size === end) return;
      let buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - end));
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, end);
        const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
        if (whole > 0) {
          const lines = buffer.toString('utf8', 0, whole).split('\n');
          end += whole;
          yield { lines: lines.filter((line) => line !== ''), end };
        } else if (bytesRead === buffer.length && end + bytesRead < size) {
          // A line longer than a piece.
          buffer = Buffer.allocUnsafe(buffer.length * 2);
        } else {
          // What is left is a line that is being written, or was torn.
          return;
        }
      }
    } finally {
      await handle.close();
    }
  }

  async list(folder: string): Promise<string[]> {
    const parent = path.join(this.folder, folder);
    if (!(await exists(parent))) return [];
    const entries = [];
    for (const name of await readdir(parent)) {
      try {
        entries.push({ name, changedMs: (await stat(path.join(parent, name))).mtimeMs });
      } catch (error) {
        // It has gone since the folder was read.
        if (!isMissing(error)) throw error;
      }
    }
    return entries.toSorted((a, b) => b.changedMs - a.changedMs).map(({ name }) => name);
  }
}

async function makeFolderOf(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
}

/**
 * A line begins on a line of its own, for a crash or a full disk, in any window, may have torn the
 * last one. Readers pass over empty lines.
 */
async function appendLine(file: string, line: string): Promise<void> {
  await appendFile(file, `\n${line}\n`);
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
