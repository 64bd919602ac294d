import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Attachments } from '../../../src/host/chat/attachments';
import { DraftImages } from '../../../src/host/chat/draftImages';
import type { DraftImagesView } from '../../../src/shared/imageProtocol';
import { simulatorForEach } from '../core/support';
import { partsFor } from '../core/turnParts';
import { MemoryLog } from '../fakes';
import { madeOf, pieceOf, preparedOf } from '../images';

describe('what is shown of the images of the draft', () => {
  const simulator = simulatorForEach();
  let folder: string;
  let shown: DraftImagesView[];
  let attachments: Attachments;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-attachments-'));
    shown = [];
    const { store, settings, catalogue } = partsFor(simulator());
    const conversation = store.create();
    attachments = new Attachments({
      store: new DraftImages(folder, new MemoryLog()),
      conversation: () => Promise.resolve(conversation),
      settings,
      catalogue,
      task: 'chat',
      show: (images) => shown.push(images),
      handOver: () => {},
      onDidChange: () => {},
    });
  });

  afterEach(async () => rm(folder, { recursive: true }));

  it('is small, whatever their size', async () => {
    const data = 'A'.repeat(1_000_000);
    const piece = { ...pieceOf(560, 280), data };
    const { mediaType, data: small } = pieceOf(96, 48);
    const image = { ...preparedOf('a', [piece, piece]), thumbnail: { mediaType, data: small } };
    await attachments.set(madeOf(image));
    assert.ok(JSON.stringify(shown).length < 2000);
    const [chip] = (await attachments.view()).chips;
    assert.equal(chip?.thumbnail, `data:image/png;base64,${small}`);
    assert.deepEqual([chip?.tokens, chip?.pieces], [400, 2]);
  });

  it('is the first piece of one that an older version has made', async () => {
    await attachments.set(madeOf(preparedOf('a', [pieceOf(20, 10), pieceOf(20, 20)])));
    const [chip] = (await attachments.view()).chips;
    assert.equal(chip?.thumbnail, `data:image/png;base64,${pieceOf(20, 10).data}`);
  });
});
