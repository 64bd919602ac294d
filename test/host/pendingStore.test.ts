import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PendingStore } from '../../src/host/save/pendingStore';
import type { StoredPending } from '../../src/host/save/pendingStore';
import { MemoryLog } from '../unit/fakes';

describe('pending changes on the disk', () => {
  let root: string;
  let folder: string;
  let log: MemoryLog;
  let store: PendingStore;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'stanza-pending-'));
    folder = path.join(root, 'pending');
    log = new MemoryLog();
    store = new PendingStore(folder, log);
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it('come back in the next window, a file for each document', async () => {
    assert.deepEqual(await store.all(), []);
    const [a, b] = [pendingOf('file:///a.ts', 'Refactor'), pendingOf('file:///b.ts', 'Explain')];
    await Promise.all([store.save(a), store.save(b)]);
    assert.deepEqual(byUri(await new PendingStore(folder, log).all()), [a, b]);
    const name = `${createHash('sha256').update('file:///a.ts').digest('hex')}.json`;
    assert.deepEqual(JSON.parse(await readFile(path.join(folder, name), 'utf8')), a);
    assert.deepEqual(log.errors, []);
  });

  it('are the last ones that were saved, however many there were', async () => {
    const saves = Array.from({ length: 50 }, (_, index) =>
      store.save(pendingOf('file:///a.ts', `hash ${index}`)),
    );
    await saves[0];
    assert.deepEqual(hashes(await new PendingStore(folder, log).all()), ['hash 49']);
    await Promise.all(saves);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('are gone once they are removed, also while saves wait, and may come again', async () => {
    const saves = [1, 2, 3].map((index) => store.save(pendingOf('file:///a.ts', `${index}`)));
    const removed = store.remove('file:///a.ts');
    await Promise.all([...saves, removed]);
    assert.deepEqual(await readdir(folder), []);
    await store.remove('file:///never.ts');
    const again = store.remove('file:///a.ts');
    await Promise.all([again, store.save(pendingOf('file:///a.ts', 'again'))]);
    assert.deepEqual(hashes(await store.all()), ['again']);
  });

  it('are all there when they are asked for, also those that are being written', async () => {
    void store.save(pendingOf('file:///a.ts', 'one'));
    void store.save(pendingOf('file:///b.ts', 'two'));
    assert.deepEqual(hashes(await store.all()), ['one', 'two']);
  });

  it('are left out and named in the log where their file cannot be read', async () => {
    const good = pendingOf('file:///a.ts', 'good');
    await store.save(good);
    const [hunk] = good.hunks;
    const unreadable = {
      'torn.json': '{"version":1,"uri":"file:',
      'later.json': JSON.stringify({ ...good, version: 2 }),
      'wrong.json': JSON.stringify({ ...good, hunks: [{ ...hunk, start: -1 }] }),
    };
    for (const [name, text] of Object.entries(unreadable)) {
      await writeFile(path.join(folder, name), text);
    }
    await writeFile(path.join(folder, 'half.json.1234.new'), '{');
    assert.deepEqual(await store.all(), [good]);
    for (const name of Object.keys(unreadable)) {
      assert.equal(log.errors.filter((line) => line.includes(name)).length, 1, name);
    }
    assert.equal(log.errors.length, 3);
  });

  it('hold nobody up where the disk does not take them', async () => {
    await writeFile(folder, 'a file where the folder should be');
    await store.save(pendingOf('file:///a.ts', 'lost'));
    assert.match(log.errors.join('\n'), /Pending changes could not be kept/);
    await rm(folder);
    await store.save(pendingOf('file:///a.ts', 'kept'));
    assert.deepEqual(hashes(await store.all()), ['kept']);
  });
});

function pendingOf(uri: string, shownHash: string): StoredPending {
  const hunk = { start: 1, old: ['old'], new: ['new', ''], before: ['above'], after: ['below'] };
  return { version: 1, uri, shownHash, hunks: [hunk] };
}

function hashes(all: readonly StoredPending[]): string[] {
  return byUri(all).map(({ shownHash }) => shownHash);
}

function byUri(all: readonly StoredPending[]): StoredPending[] {
  return all.toSorted((a, b) => a.uri.localeCompare(b.uri));
}
