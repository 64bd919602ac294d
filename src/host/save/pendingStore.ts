import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { StoredHunk } from '../../core/edit/stored';
import type { Log } from '../../core/ports';
import { replaceFile } from '../replaceFile';

/** Version of the files. One of another version counts as not there. */
const FORMAT_VERSION = 1;

/** The pending hunks of one document. */
export const StoredPending = v.pipe(
  v.object({
    version: v.literal(FORMAT_VERSION),
    uri: v.string(),
    /** SHA-256, in hex, of the document's text with the hunks in it, its breaks as \n. */
    shownHash: v.string(),
    hunks: v.pipe(v.array(StoredHunk), v.readonly()),
  }),
  v.readonly(),
);
export type StoredPending = v.InferOutput<typeof StoredPending>;

/**
 * Keeps pending changes on the disk, a file for each document, so that a crash or a reload brings
 * them back. That a file cannot be written is logged and nothing else: the changes themselves are
 * in the editor, and the work goes on.
 */
export class PendingStore {
  /** What is to be written next, by uri; null for a file that is to go. */
  private readonly waiting = new Map<string, StoredPending | null>();
  private readonly working = new Map<string, Promise<void>>();

  /** @param folder on the disk of the extension host */
  constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** Resolves when these changes, or later ones of the same document, are on the disk. */
  save(pending: StoredPending): Promise<void> {
    return this.keep(pending.uri, pending);
  }

  /** Takes the place of every save that still waits. */
  remove(uri: string): Promise<void> {
    return this.keep(uri, null);
  }

  /** In no particular order. */
  async all(): Promise<readonly StoredPending[]> {
    await Promise.all(this.working.values());
    const names = (await this.names()).filter((name) => name.endsWith('.json'));
    const read = await Promise.all(names.map((name) => this.read(name)));
    return read.filter((pending) => pending !== undefined);
  }

  private keep(uri: string, pending: StoredPending | null): Promise<void> {
    this.waiting.set(uri, pending);
    const work = this.working.get(uri) ?? this.work(uri);
    this.working.set(uri, work);
    return work;
  }

  /** One write after the other, each with the last that was asked for. */
  private async work(uri: string): Promise<void> {
    for (;;) {
      const pending = this.waiting.get(uri);
      if (pending === undefined) break;
      this.waiting.delete(uri);
      try {
        if (pending) await replaceFile(this.fileOf(uri), JSON.stringify(pending));
        else await rm(this.fileOf(uri), { force: true });
      } catch (error) {
        this.log.error('Pending changes could not be kept for the next window.', error);
      }
    }
    // At once, so that no save finds work that does not look any more.
    this.working.delete(uri);
  }

  private async names(): Promise<readonly string[]> {
    try {
      return await readdir(this.folder);
    } catch {
      // There have been no pending changes yet.
      return [];
    }
  }

  private async read(name: string): Promise<StoredPending | undefined> {
    try {
      const text = await readFile(path.join(this.folder, name), 'utf8');
      return v.parse(StoredPending, JSON.parse(text));
    } catch (error) {
      this.log.error(`The pending changes in ${name} cannot be read.`, error);
      return undefined;
    }
  }

  private fileOf(uri: string): string {
    return path.join(this.folder, `${createHash('sha256').update(uri).digest('hex')}.json`);
  }
}
