import { readdir, readFile, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { replaceFile } from '../replaceFile';
import { hasCode, withFileLock } from './fileLock';
import type { LockOwner } from './fileLock';

/** Version of the files. One of another version counts as not there. */
const FORMAT_VERSION = 1;

const SAVED = 'saved.json';

/** The value of the user's setting; null where it was not set. */
const Saved = v.object({ version: v.literal(FORMAT_VERSION), value: v.unknown() });

const Holder = v.object({
  version: v.literal(FORMAT_VERSION),
  processId: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Epoch milliseconds. */
  sinceMs: v.number(),
});

/** What the windows of a user agree on: who holds a setting, and what it was before. */
export class HoldFolder {
  /** @param windowId names this window's file, so it must be fit for that */
  constructor(
    private readonly folder: string,
    private readonly windowId: string,
    private readonly owner: LockOwner,
  ) {}

  /** Changes are made by one window at a time. */
  withLock(work: () => Promise<void>): Promise<void> {
    return withFileLock(path.join(this.folder, 'lock'), this.owner, work);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.names()).length === 0;
  }

  async enter(): Promise<void> {
    const holder: v.InferOutput<typeof Holder> = {
      version: FORMAT_VERSION,
      processId: this.owner.processId,
      sinceMs: Date.now(),
    };
    await replaceFile(this.ownFile, JSON.stringify(holder));
  }

  async leave(): Promise<void> {
    await rm(this.ownFile, { force: true });
  }

  /** Removes windows that are gone, and tells whether one is left that holds. */
  async removeDead(): Promise<boolean> {
    let isHeld = false;
    for (const name of await this.names()) {
      if (name === SAVED) continue;
      if (await this.isThere(name)) isHeld = true;
      else await rm(path.join(this.folder, name), { force: true });
    }
    return isHeld;
  }

  /** Undefined where nothing is to be put back. */
  saved(): Promise<{ readonly value?: unknown } | undefined> {
    return this.read(SAVED, Saved);
  }

  /** @param value undefined where the setting was not set */
  async save(value: unknown): Promise<void> {
    const saved = { version: FORMAT_VERSION, value: value ?? null };
    await replaceFile(path.join(this.folder, SAVED), JSON.stringify(saved));
  }

  async forget(): Promise<void> {
    await rm(path.join(this.folder, SAVED), { force: true });
  }

  private get ownFile(): string {
    return path.join(this.folder, `${this.windowId}.json`);
  }

  private async isThere(name: string): Promise<boolean> {
    const holder = await this.read(name, Holder);
    // After a restart of the machine another program may have the number of the process.
    const bootedMs = Date.now() - uptime() * 1000;
    return (
      holder !== undefined && holder.sinceMs > bootedMs && this.owner.isAlive(holder.processId)
    );
  }

  private async read<T>(
    name: string,
    schema: v.BaseSchema<unknown, T, v.BaseIssue<unknown>>,
  ): Promise<T | undefined> {
    try {
      const text = await readFile(path.join(this.folder, name), 'utf8');
      const parsed = v.safeParse(schema, JSON.parse(text));
      return parsed.success ? parsed.output : undefined;
    } catch (error) {
      // Files are moved into place, so one that is no JSON is not ours.
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  private async names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith('.json'));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }
}
