import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { readImageHeader } from '../../src/shared/imageHeader';
import { pngOf } from '../unit/images';
import { expectNoViolations, expectNoViolationsInAnyTheme } from './axe';
import { requestsTo } from './reading';
import { newConversation, openChat, useStage } from './support';
import type { Chat, Stage } from './support';
import { waitFor } from '../workbench/waitFor';

type TestFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

function png(name: string, width: number, height: number): TestFile {
  return { name, mimeType: 'image/png', buffer: pngOf(width, height) };
}

function fileOf(name: string, content: Buffer | string): TestFile {
  return { name, mimeType: 'image/png', buffer: Buffer.from(content) };
}

/** The head of a PNG of this size, and nothing behind it. */
function hugePng(width: number, height: number): Buffer {
  const bytes = pngOf(3, 3);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** Two frames of one pixel. */
function movingGif(): Buffer {
  const frame = '2c0000000001000100000202440100';
  return Buffer.from(`47494638396101000100800000000000ffffff${frame}${frame}3b`, 'hex');
}

describe('images in the chat', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let chat: Chat;

  beforeEach(async () => {
    stage().simulator.reset();
    chat = await openChat(stage());
    await newConversation(stage(), chat);
  });

  afterEach(async () => {
    await chat.frame.evaluate(`for (const button of document.querySelectorAll(
      '.image-tray button:is([aria-label^="Remove"], [aria-label="Dismiss"])')) button.click()`);
    await chat.frame.locator('.image-tray').waitFor({ state: 'hidden' });
  });

  it('are sent in front of the words, when they were pasted', async () => {
    const { simulator } = stage();
    await give(chat, 'paste', [png('shot.png', 560, 280)]);
    await readyChips(chat, 1);
    const chip = await chipsOf(chat).first().innerText();
    assert.match(chip, /shot\.png\s+560 × 280 · 200 tokens · \$0\.\d{4}/);

    await chat.ask('What is this?');
    const [request] = requestsTo(simulator, '/v1/messages');
    assert.equal(request?.status, 200);
    assert.deepEqual(sentSizes(stage()), ['560x280']);
    assert.deepEqual(contentTypes(stage()), ['image', 'text']);
    assert.equal(await chipsOf(chat).count(), 0);
    await chat.frame.getByRole('img', { name: 'Image 1, 560 by 280 pixels' }).waitFor();
  });

  it('can be dropped, several at once', async () => {
    await give(chat, 'drop', [png('one.png', 100, 50), png('two.png', 50, 100)]);
    await readyChips(chat, 2);
    await chat.ask('Compare them.');
    assert.deepEqual(sentSizes(stage()), ['100x50', '50x100']);
  });

  it('can be chosen, twenty-five of them, and are all made smaller then', async () => {
    const many = Array.from({ length: 24 }, (_, index) => png(`page${index}.png`, 60, 40));
    await choose(chat, [png('large.png', 2500, 500), ...many]);
    await readyChips(chat, 25);
    await chipsOf(chat).filter({ hasText: '2000 × 400' }).waitFor();
    await chat.ask('Sum them up.');
    const sizes = sentSizes(stage());
    assert.equal(sizes.length, 25);
    assert.equal(sizes[0], '2000x400');
  });

  it('keep the size that they have, unless a model would shrink them', async () => {
    await choose(chat, [png('small.png', 30, 20), png('twelve.png', 4000, 3000)]);
    await readyChips(chat, 2);
    assert.deepEqual(await thumbnailSizes(chat), ['30x20', '192x144']);
    await chat.ask('Look.');
    const [small, large] = sentSizes(stage());
    assert.equal(small, '30x20');
    assert.match(large ?? '', /^2\d{3}x1\d{3}$/);
  });

  it('are sent in pieces where they are tall', async () => {
    await choose(chat, [png('page.png', 400, 3000)]);
    await readyChips(chat, 1);
    assert.match(await chipsOf(chat).first().innerText(), /4 pieces/);
    await chat.ask('Read it.');
    assert.equal(sentSizes(stage()).length, 4);
  });

  it('are sent upright and without metadata, as the camera meant them', async () => {
    await choose(chat, [fileOf('photo.jpg', await turnedJpeg(chat, 80, 40))]);
    await readyChips(chat, 1);
    await chat.ask('Who is that?');
    assert.deepEqual(sentSizes(stage()), ['40x80']);
    assert.doesNotMatch(sentBytes(stage())[0]?.toString('latin1') ?? '', /Exif/);
  });

  it('are converted where the browser can read them, and of what moves the first frame', async () => {
    const bitmap = Buffer.alloc(58);
    bitmap.write('BM');
    bitmap.writeUInt32LE(54, 10);
    bitmap.set([40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24], 14);
    await choose(chat, [fileOf('old.bmp', bitmap), fileOf('cat.gif', movingGif())]);
    await readyChips(chat, 2);
    await chipsOf(chat).filter({ hasText: 'cat.gif' }).getByText('first frame only').waitFor();
    await chat.ask('What was that?');
    assert.deepEqual(sentSizes(stage()), ['1x1', '1x1']);
  });

  it('are waited for: a message is not sent without them', async () => {
    await chat.messageBox.fill('Too early.');
    await give(
      chat,
      'paste',
      [png('shot.png', 3000, 2000)],
      `
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      window.seen = [document.querySelector('.hint').textContent,
        document.querySelector('.composer button[type="submit"]').title];
    `,
    );
    assert.deepEqual(await chat.frame.evaluate('window.seen'), [
      'The images are being prepared.',
      'The images are being prepared.',
    ]);
    await readyChips(chat, 1);
    assert.equal(requestsTo(stage().simulator, '/v1/messages').length, 0);
    await chat.ask('Now.');
    assert.deepEqual(contentTypes(stage()), ['image', 'text']);
  });

  for (const [file, sentence] of [
    [fileOf('zero.png', ''), 'zero.png is empty.'],
    [fileOf('text.png', 'Just words.'), 'text.png is no image.'],
    [fileOf('cut.png', pngOf(300, 300).subarray(0, 60)), 'cut.png is damaged'],
    [fileOf('huge.png', hugePng(10_000, 10_000)), 'huge.png has 10000 by 10000 pixels.'],
    [fileOf('long.png', hugePng(40_000, 10)), 'long.png has 40000 by 10 pixels.'],
    [fileOf('thread.png', pngOf(10, 20_000)), 'thread.png is too long and narrow'],
    [fileOf('x.svg', '<svg onload="window.pwned = true"/>'), 'x.svg is an SVG'],
    [fileOf('phone.heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'phone.heic is a file in HEIC'],
    [fileOf('scan.tif', 'II*\0\x08\0\0\0'), 'scan.tif is a file in TIFF'],
  ] as const) {
    it(`are refused with a sentence: ${sentence}`, async () => {
      await choose(chat, [file]);
      const alert = chat.frame.getByRole('alert').filter({ hasText: sentence });
      await alert.waitFor();
      assert.equal(await chipsOf(chat).count(), 0);
      assert.equal(await chat.frame.evaluate('window.pwned'), undefined);
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await alert.waitFor({ state: 'detached' });
      await chat.ask('Still there?');
    });
  }

  it('can be removed, and the focus goes to the message', async () => {
    await choose(chat, [png('one.png', 100, 50), png('two.png', 50, 100)]);
    await readyChips(chat, 2);
    await chat.frame.getByRole('button', { name: 'Remove one.png' }).click();
    await readyChips(chat, 1);
    assert.equal(await focusedName(chat), 'Message Claude');
    await chat.ask('What is left?');
    assert.deepEqual(sentSizes(stage()), ['50x100']);
  });

  it('can be cropped with the keyboard, and made whole again', async () => {
    await choose(chat, [png('shot.png', 1000, 500)]);
    await readyChips(chat, 1);
    const crop = chat.frame.getByRole('button', { name: 'Crop shot.png' });
    await crop.click();
    const dialog = chat.frame.getByRole('dialog', { name: 'Crop shot.png' });
    await dialog.waitFor();
    assert.equal(await focusedName(chat), 'Part to send');
    await expectNoViolations(chat.frame);
    for (const key of ['Shift+ArrowLeft', 'Shift+ArrowUp', 'ArrowRight', 'Control+ArrowLeft']) {
      await chat.frame.locator(':focus').press(key);
    }
    await dialog
      .getByRole('status')
      .getByText('980 × 480 pixels, 19 from the left, 0 from the top')
      .waitFor();
    await dialog.getByRole('button', { name: 'Crop', exact: true }).click();
    await chipsOf(chat).filter({ hasText: '980 × 480' }).waitFor();
    assert.equal(await focusedName(chat), 'Crop shot.png');
    await crop.click();
    await dialog.getByRole('button', { name: 'Whole Image' }).click();
    await chipsOf(chat).filter({ hasText: '1000 × 500' }).waitFor();
    await readyChips(chat, 1);
    await chat.ask('Look at all of it.');
    assert.deepEqual(sentSizes(stage()), ['1000x500']);
  });

  it('can be cropped with the pointer', async () => {
    await choose(chat, [png('shot.png', 1000, 500)]);
    await readyChips(chat, 1);
    await chat.frame.getByRole('button', { name: 'Crop shot.png' }).click();
    const area = await chat.frame.locator('.crop-handle.south.east').boundingBox();
    assert.ok(area);
    const { mouse } = stage().workbench.page;
    await mouse.move(area.x + area.width, area.y + area.height);
    await mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await mouse.down();
    await mouse.move(area.x - 50, area.y - 20);
    await mouse.up();
    await chat.frame.getByRole('button', { name: 'Crop', exact: true }).click();
    await chipsOf(chat)
      .filter({ hasText: /[5-9]\d\d × [1-4]\d\d/ })
      .waitFor();
  });

  it('are there again after a reload, and can be cropped from their file', async () => {
    await choose(chat, [png('shot.png', 1000, 500), fileOf('cat.gif', movingGif())]);
    await readyChips(chat, 2);
    await stage().workbench.reload();
    chat = await openChat(stage());
    await readyChips(chat, 2);
    await chipsOf(chat).filter({ hasText: 'cat.gif' }).getByText('first frame only').waitFor();
    await watchWorkers(chat);
    await chat.frame.getByRole('button', { name: 'Crop shot.png' }).click();
    await chat.frame.getByRole('dialog', { name: 'Crop shot.png' }).waitFor();
    await chat.frame.locator(':focus').press('Shift+ArrowLeft');
    await chat.frame.getByRole('button', { name: 'Crop', exact: true }).click();
    await chipsOf(chat).filter({ hasText: '980 × 500' }).waitFor();
    const seen = await chat.frame.evaluate('[window.workers, window.violations]');
    assert.deepEqual(seen, [1, []], 'a worker makes them, as the policy allows');
  });

  it('fit into 240 pixels', async () => {
    await choose(chat, [png('a-file-with-a-name-that-is-rather-long.png', 1000, 500)]);
    await readyChips(chat, 1);
    await chat.frame.evaluate(`document.body.style.width = '240px'`);
    const overflow = await chat.frame.evaluate<number>(
      'document.body.scrollWidth - document.body.clientWidth',
    );
    await chat.frame.evaluate(`document.body.style.width = ''`);
    assert.equal(overflow, 0);
  });
});

describe('accessibility of images', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  it('has no violation that axe can find in any theme: attached, refused and sent', async () => {
    const { workbench } = stage();
    const chat = await openChat(stage());
    await choose(chat, [png('shot.png', 300, 200), fileOf('text.png', 'Just words.')]);
    await readyChips(chat, 1);
    await expectNoViolationsInAnyTheme(workbench, chat.frame);
    await chat.ask('What is it?');
    await expectNoViolationsInAnyTheme(workbench, chat.frame);
  });
});

function chipsOf(chat: Chat): Locator {
  return chat.frame.getByRole('list', { name: 'Attached images' }).getByRole('listitem');
}

/** Pixels of what the chips show, which is small, for it crosses to the page at each change. */
async function thumbnailSizes(chat: Chat): Promise<string[]> {
  return chat.frame.evaluate(`Promise.all(
    [...document.querySelectorAll('.image-chips img')].map(async (image) => {
      await image.decode();
      return image.naturalWidth + 'x' + image.naturalHeight;
    }))`);
}

/** Waits until so many images are there and none is being prepared. */
async function readyChips(chat: Chat, count: number): Promise<void> {
  await waitFor(`${count} images to be ready`, async () => {
    const chips = await chipsOf(chat).count();
    const busy = await chat.frame.locator('.image-chips [aria-busy]').count();
    return chips === count && busy === 0 && (await chat.sendButton.isEnabled());
  });
}

async function choose(chat: Chat, files: readonly TestFile[]): Promise<void> {
  await chat.frame.getByRole('button', { name: 'Attach Image' }).waitFor();
  await chat.frame.locator('input[type="file"]').setInputFiles([...files]);
}

/** Files as a browser hands them over that were copied or dragged elsewhere. */
async function give(
  chat: Chat,
  how: 'paste' | 'drop',
  files: readonly TestFile[],
  andThen = '',
): Promise<void> {
  const data = files.map(({ name, mimeType, buffer }) => [
    name,
    mimeType,
    buffer.toString('base64'),
  ]);
  await chat.frame.evaluate(`(() => {
    const transfer = new DataTransfer();
    for (const [name, type, base64] of ${JSON.stringify(data)}) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    const box = document.querySelector('textarea');
    const shared = { bubbles: true, cancelable: true };
    if (${how === 'paste'}) {
      box.dispatchEvent(new ClipboardEvent('paste', { ...shared, clipboardData: transfer }));
    } else {
      box.dispatchEvent(new DragEvent('drop', { ...shared, dataTransfer: transfer }));
    }
    ${andThen}
  })()`);
}

/** Counts the workers that the page starts from now on, and what its policy forbids. */
async function watchWorkers(chat: Chat): Promise<void> {
  await chat.frame.evaluate(`(() => {
    window.workers = 0;
    window.violations = [];
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.workers += 1;
      }
    };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.violations.push(violatedDirective + ' ' + blockedURI));
  })()`);
}

/** A JPEG that says that it is to be shown turned by a quarter. */
async function turnedJpeg(chat: Chat, width: number, height: number): Promise<Buffer> {
  const base64 = await chat.frame.evaluate<string>(`(() => {
    const canvas = document.createElement('canvas');
    canvas.width = ${width};
    canvas.height = ${height};
    canvas.getContext('2d').fillRect(0, 0, 10, 10);
    return canvas.toDataURL('image/jpeg').split(',')[1];
  })()`);
  const jpeg = Buffer.from(base64, 'base64');
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const segment = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, exif, jpeg.subarray(2)]);
}

type Content = readonly {
  readonly type: string;
  readonly source?: { readonly data: string } | undefined;
}[];

/** The blocks of the last message of the last request. */
function sentContent({ simulator }: Stage): Content {
  const body = requestsTo(simulator, '/v1/messages').at(-1)?.body;
  const { messages } = body as { readonly messages: readonly { readonly content: Content }[] };
  return messages.at(-1)?.content ?? [];
}

function contentTypes(stage: Stage): string[] {
  return sentContent(stage).map(({ type }) => type);
}

function sentBytes(stage: Stage): Buffer[] {
  return sentContent(stage).flatMap(({ source }) =>
    source ? Buffer.from(source.data, 'base64') : [],
  );
}

function sentSizes(stage: Stage): string[] {
  return sentBytes(stage).map((bytes) => {
    const header = readImageHeader(bytes);
    return `${header?.width}x${header?.height}`;
  });
}

async function focusedName(chat: Chat): Promise<string> {
  return chat.frame.evaluate<string>('document.activeElement.ariaLabel');
}
