import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DraftImages } from '../../../src/host/chat/draftImages';
import { MemoryLog } from '../fakes';
import { pieceOf, preparedOf } from '../images';

describe('images of the draft', () => {
  let folder: string;
  let log: MemoryLog;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-images-'));
    log = new MemoryLog();
  });

  afterEach(async () => rm(folder, { recursive: true }));

  const open = (): DraftImages => new DraftImages(folder, log);

  it('are there again in the next window, in their order', async () => {
    const images = open();
    await Promise.all([images.set(preparedOf('a')), images.set(preparedOf('b'))]);
    const thumbnail = { mediaType: 'image/png' as const, data: pieceOf(9, 9).data };
    const smaller = { ...preparedOf('a', [pieceOf(10, 10)]), thumbnail, isFirstFrame: true };
    await images.set(smaller);
    assert.deepEqual(await open().all(), [smaller, preparedOf('b')]);
  });

  it('are read as an older version has kept them', async () => {
    await open().set(preparedOf('a'));
    const { isFirstFrame: _, ...old } = preparedOf('a');
    await writeFile(path.join(folder, 'a.json'), JSON.stringify(old));
    assert.deepEqual(await open().all(), [preparedOf('a')]);
    assert.deepEqual(log.errors, []);
  });

  it('are gone with their files once they are removed or sent', async () => {
    const images = open();
    const original = { id: 'a', name: 'a.png', mediaType: 'image/png', data: 'AAAA' };
    await images.set(preparedOf('a'));
    await images.keepOriginal(original);
    await images.set(preparedOf('b'));
    assert.deepEqual(await images.original('a'), original);
    await images.remove('a');
    assert.equal(await images.original('a'), undefined);
    await images.keepOriginal(original);
    await images.clear();
    assert.deepEqual(await open().all(), []);
    assert.deepEqual(await readdir(folder), ['list.json']);
  });

  it('are left out where their file cannot be read', async () => {
    const images = open();
    await images.set(preparedOf('a'));
    await images.set(preparedOf('b'));
    await writeFile(path.join(folder, 'a.json'), '{"id":');
    assert.deepEqual(await open().all(), [preparedOf('b')]);
    assert.equal(log.errors.length, 1);
  });
});
