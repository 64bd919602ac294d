import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Attachments } from '../../../src/host/chat/attachments';
import { DraftImages } from '../../../src/host/chat/draftImages';
import type { HostMessage } from '../../../src/shared/chatProtocol';
import { simulatorForEach } from '../core/support';
import { partsFor } from '../core/turnParts';
import { MemoryLog } from '../fakes';
import { madeOf, pieceOf, preparedOf } from '../images';

describe('what is shown of the images of the draft', () => {
  const simulator = simulatorForEach();
  let folder: string;
  let posted: HostMessage[];
  let attachments: Attachments;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-attachments-'));
    posted = [];
    const { store, settings, catalogue } = partsFor(simulator());
    const conversation = store.create();
    attachments = new Attachments({
      store: new DraftImages(folder, new MemoryLog()),
      conversation: () => Promise.resolve(conversation),
      settings,
      catalogue,
      post: (message) => posted.push(message),
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
    assert.ok(JSON.stringify(posted).length < 2000);
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
