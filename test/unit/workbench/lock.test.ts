import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withLock } from '../../workbench/lock';

const silent = (): void => {};

describe('the lock of an install', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stanza-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in at a time, and is gone afterwards', async () => {
    const file = path.join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([withLock(file, work, silent), withLock(file, work, silent)]);
    assert.equal(most, 1);
    assert.equal(existsSync(file), false);
  });

  it('is taken over from a process that has ended', async () => {
    const file = path.join(folder, 'lock');
    // Above the highest process id of every system.
    writeFileSync(file, '999999999');
    assert.equal(await withLock(file, async () => 'done', silent), 'done');
  });

  it('is given back when the work fails', async () => {
    const file = path.join(folder, 'lock');
    const work = Promise.reject(new Error('no network'));
    await assert.rejects(
      withLock(file, async () => work, silent),
      /no network/,
    );
    assert.equal(existsSync(file), false);
  });
});
