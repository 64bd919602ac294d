import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { screen } from '../../core/prompt/screening';
import { symbolsIn } from '../../core/prompt/symbols';
import type { Log, WorkspaceFile } from '../../core/ports';
import { Slices } from '../../core/slices';
import { replaceFile } from '../replaceFile';

/** Version of the file. One of another version counts as not there. */
const FORMAT_VERSION = 1;

/** No prompt holds a map of more, and reading them would keep a disk busy for minutes. */
const MOST_FILES = 20_000;

/** This job is in no hurry: it leaves half of the time to everybody else. */
const SLICE_MS = 5;

/** Every save writes the whole file. */
const SAVED_AGAIN_MS = 60_000;

/** A path, the version of the file, and its symbols. */
const Entry = v.tuple([v.string(), v.string(), v.array(v.string())]);

interface Known {
  readonly version: string;
  readonly symbols: readonly string[];
}

export interface SymbolCacheParts {
  /** On the disk of the extension host. */
  readonly file: string;
  /** Undefined or an error where it cannot be read. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Called when all files have been looked at, and there was something new. */
  readonly onDone: () => void;
  readonly log: Log;
}

/** Looks for symbols in the background, and keeps them for the next window. */
export class SymbolCache {
  private readonly known = new Map<string, Known>();
  private readonly slices = new Slices(SLICE_MS, SLICE_MS);
  private wanted: readonly WorkspaceFile[] | undefined;
  private isLoaded = false;
  private isWorking = false;
  private savedAtMs: number | undefined;

  constructor(private readonly parts: SymbolCacheParts) {}

  symbols(file: string): readonly string[] {
    return this.known.get(file)?.symbols ?? [];
  }

  /** Brings the symbols of these files up to date. A later call takes the place of this one. */
  follow(files: readonly WorkspaceFile[]): void {
    this.wanted = files;
    if (this.isWorking || this.slices.isStopped) return;
    this.isWorking = true;
    this.work().catch((error: unknown) => {
      this.isWorking = false;
      this.parts.log.error('The symbols of the workspace could not be kept.', error);
    });
  }

  stop(): void {
    this.slices.stop();
  }

  private async work(): Promise<void> {
    const isFirst = !this.isLoaded;
    if (isFirst) await this.load();
    this.isLoaded = true;
    let found = 0;
    while (this.wanted && !this.slices.isStopped) {
      const files = this.wanted.slice(0, MOST_FILES);
      this.wanted = undefined;
      found += await this.look(files);
    }
    this.isWorking = false;
    if (this.slices.isStopped || (found === 0 && !isFirst)) return;
    this.parts.onDone();
    if (found > 0) await this.save();
  }

  /** Gives the number of files that were read. */
  private async look(files: readonly WorkspaceFile[]): Promise<number> {
    let found = 0;
    for (const file of files) {
      if (this.slices.isDue) await this.slices.pause();
      if (this.wanted || this.slices.isStopped) return found;
      const version = `${file.modifiedMs}:${file.bytes}`;
      if (this.known.get(file.path)?.version === version) continue;
      this.known.set(file.path, { version, symbols: await this.symbolsOf(file.path) });
      found += 1;
    }
    const paths = new Set(files.map((file) => file.path));
    for (const known of this.known.keys()) if (!paths.has(known)) this.known.delete(known);
    return found;
  }

  private async symbolsOf(file: string): Promise<readonly string[]> {
    try {
      const bytes = await this.parts.read(file);
      const screened = bytes && screen(file, bytes);
      return screened && 'text' in screened ? symbolsIn(file, screened.text) : [];
    } catch {
      // It is gone, or not for us to read.
      return [];
    }
  }

  private async load(): Promise<void> {
    const [head, ...lines] = (await this.readFile()).split('\n');
    if (head !== firstLine()) return;
    for (const line of lines) {
      if (this.slices.isDue) await this.slices.pause();
      const entry = parseEntry(line);
      if (entry) this.known.set(entry[0], { version: entry[1], symbols: entry[2] });
    }
  }

  private async readFile(): Promise<string> {
    try {
      return await readFile(this.parts.file, 'utf8');
    } catch {
      // There is none yet.
      return '';
    }
  }

  /** A file has its line, so that neither reading nor writing holds the thread. */
  private async save(): Promise<void> {
    const nowMs = performance.now();
    if (this.savedAtMs !== undefined && nowMs - this.savedAtMs < SAVED_AGAIN_MS) return;
    this.savedAtMs = nowMs;
    const lines: string[] = [];
    for (const [file, { version, symbols }] of this.known) {
      if (this.slices.isDue) await this.slices.pause();
      lines.push(JSON.stringify([file, version, symbols]));
    }
    await replaceFile(this.parts.file, `${firstLine()}\n${lines.join(',\n')}\n]}\n`);
  }
}

function firstLine(): string {
  return `{"version":${FORMAT_VERSION},"files":[`;
}

function parseEntry(line: string): v.InferOutput<typeof Entry> | undefined {
  if (!line.startsWith('[')) return undefined;
  try {
    const parsed = v.safeParse(Entry, JSON.parse(line.replace(/,$/, '')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // A torn line: its file is looked at anew.
    return undefined;
  }
}
