import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Print } from './progress';

const pollMs = 500;
const heartbeatMs = 5_000;
const deadAfterMs = 30_000;

/**
 * Lets one process at a time do the work, so that two commands started together do not install
 * into the same folder. The holder touches the lock file while it works; a file that nobody
 * touches, or whose process has ended, is taken away.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  print: Print = console.log,
): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  let told = false;
  while (!(await tryCreate(file))) {
    if (await isAbandoned(file)) {
      await takeAway(file);
      continue;
    }
    if (!told) print('Another command is installing the same thing; waiting for it ...');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function tryCreate(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > deadAfterMs) return true;
    const holder = Number(await readFile(file, 'utf8'));
    // The file is empty for an instant while its owner writes it.
    return holder > 0 && !isAlive(holder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Renames before it deletes: of two processes that find the lock dead, one gets to remove it. */
async function takeAway(file: string): Promise<void> {
  const grave = `${file}.${process.pid}`;
  try {
    await rename(file, grave);
    await rm(grave, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive though it may not be signalled.
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
