import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const POLL_MS = 20;

/** The work takes a moment. Whoever takes so long hangs, or has been killed. */
const STALE_MS = 10_000;

export interface LockOwner {
  readonly processId: number;
  readonly isAlive: (processId: number) => boolean;
}

/** Lets one window at a time do its work. A lock that was left behind is taken away. */
export async function withFileLock(
  file: string,
  owner: LockOwner,
  work: () => Promise<void>,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const mine = `${owner.processId} ${randomUUID()}`;
  while (!(await tryCreate(file, mine))) {
    const other = await readLock(file);
    if (other !== undefined && (await isStale(file, other, owner))) await takeAway(file, other);
    else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    await work();
  } finally {
    // Somebody may have taken it over if the work took too long.
    if ((await readLock(file)) === mine) await rm(file, { force: true });
  }
}

async function tryCreate(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined if it has gone meanwhile; empty for an instant while its owner writes it. */
async function readLock(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function isStale(file: string, text: string, { isAlive }: LockOwner): Promise<boolean> {
  const processId = Number.parseInt(text, 10);
  if (processId > 0 && !isAlive(processId)) return true;
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Of two windows that find a lock stale, one may already have a new one: that is put back. */
async function takeAway(file: string, staleText: string): Promise<void> {
  const grave = `${file}.${randomUUID()}`;
  try {
    await rename(file, grave);
    if ((await readLock(grave)) !== staleText) await link(grave, file);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(grave, { force: true });
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
