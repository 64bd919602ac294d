import assert from 'node:assert/strict';
import { readImageHeader } from '../../../src/shared/imageHeader';
import { pngOf } from '../images';

function bytesOf(...parts: (readonly number[] | string)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );
}

function webp(kind: string, rest: readonly number[]) {
  return readImageHeader(bytesOf('RIFF', [0, 0, 0, 0], 'WEBP', kind, [0, 0, 0, 0], rest));
}

describe('the header of an image', () => {
  it('tells a PNG', () => {
    assert.deepEqual(readImageHeader(pngOf(12, 7)), { format: 'png', width: 12, height: 7 });
  });

  it('tells a JPEG, behind its metadata', () => {
    const app1 = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
    const frame = [0xff, 0xc2, 0, 17, 8, 0x01, 0x02, 0x03, 0x04, 3];
    const jpeg = bytesOf([0xff, 0xd8], app1, [0xff], frame);
    assert.deepEqual(readImageHeader(jpeg), { format: 'jpeg', width: 0x304, height: 0x102 });
  });

  it('tells a GIF and a bitmap', () => {
    const gif = bytesOf('GIF89a', [3, 0, 4, 0, 0]);
    assert.deepEqual(readImageHeader(gif), { format: 'gif', width: 3, height: 4 });
    const bmp = bytesOf('BM', Array(16).fill(0), [5, 0, 0, 0], [0xfa, 0xff, 0xff, 0xff], [0]);
    assert.deepEqual(readImageHeader(bmp), { format: 'bmp', width: 5, height: 6 });
  });

  it('tells the three kinds of WebP', () => {
    const lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 9, 0, 8, 0];
    assert.deepEqual(webp('VP8 ', lossy), { format: 'webp', width: 9, height: 8 });
    const lossless = [0x2f, 4, 0x40, 1, 0, 0, 0, 0, 0, 0];
    assert.deepEqual(webp('VP8L', lossless), { format: 'webp', width: 5, height: 6 });
    const extended = [0, 0, 0, 0, 6, 0, 0, 7, 0, 0];
    assert.deepEqual(webp('VP8X', extended), { format: 'webp', width: 7, height: 8 });
  });

  it('tells nothing of what is none, cut or of no size', () => {
    const none = [
      new Uint8Array(),
      bytesOf('const a = 1;'),
      bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      pngOf(3, 3).subarray(0, 20),
      pngOf(0, 3),
      bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0]),
      bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ];
    for (const bytes of none) assert.equal(readImageHeader(bytes), undefined);
  });
});
