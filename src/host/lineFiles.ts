import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LineStore } from '../core/ports';

/** Append-only files of lines below a folder, which is always on the extension host's own disk. */
export class LineFiles implements LineStore {
  /** The last write to each file, which the next one waits for, so that lines keep their order. */
  private readonly writes = new Map<string, Promise<void>>();

  constructor(private readonly folder: string) {}

  append(name: string, line: string): Promise<void> {
    const file = path.join(this.folder, name);
    const previous = this.writes.get(file);
    const write = (previous ?? this.prepare(file)).then(() => appendFile(file, `${line}\n`));
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

  async list(folder: string): Promise<string[]> {
    const parent = path.join(this.folder, folder);
    if (!(await exists(parent))) return [];
    const names = await readdir(parent);
    const entries = await Promise.all(
      names.map(async (name) => ({
        name,
        changedMs: (await stat(path.join(parent, name))).mtimeMs,
      })),
    );
    return entries.toSorted((a, b) => b.changedMs - a.changedMs).map(({ name }) => name);
  }

  /** Makes the folder, and ends a last line that a crash has torn, so that the next one is whole. */
  private async prepare(file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    if (!(await endsWithLineBreak(file))) await appendFile(file, '\n');
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function endsWithLineBreak(file: string): Promise<boolean> {
  if (!(await exists(file))) return true;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) return true;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() === '\n';
  } finally {
    await handle.close();
  }
}
