import assert from 'node:assert/strict';
import { isAnimated, otherFormat } from '../../../src/shared/imageKind';
import { pngOf } from '../images';

function bytesOf(...parts: (readonly number[] | string)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );
}

describe('formats that are not sent as they are', () => {
  for (const [start, format] of [
    ['II*\0', 'TIFF'],
    ['MM\0*', 'TIFF'],
    ['\0\0\0\x1cftypavif', 'AVIF'],
    ['\0\0\0\x1cftypmif1\0\0\0\0miafavif', 'AVIF'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1', 'HEIC'],
    ['\0\0\x01\0\x01\0', 'ICO'],
    ['%PDF-1.7', 'PDF'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'SVG'],
    ['\n<?xml version="1.0"?>\n<!-- A logo --><svg>', 'SVG'],
    ['\xef\xbb\xbf<svg onload="alert(1)">', 'SVG'],
    ['\0\0\0\x18ftypmp42', undefined],
    ['<!doctype html><svg></svg>', undefined],
    ['const svg = "<svg>";', undefined],
    ['', undefined],
  ] as const) {
    it(`${JSON.stringify(start)} is ${format ?? 'none of them'}`, () => {
      assert.equal(otherFormat(bytesOf(start)), format);
    });
  }
});

describe('whether an image holds several pictures', () => {
  const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
  const screen = [1, 0, 1, 0, 0x80, 0, 0];
  const palette = [0, 0, 0, 255, 255, 255];
  const delay = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];

  it('tells it of a GIF by its second frame', () => {
    const still = bytesOf('GIF89a', screen, palette, delay, frame, [0x3b]);
    const moving = bytesOf('GIF89a', screen, palette, delay, frame, delay, frame, [0x3b]);
    assert.equal(isAnimated(still), false);
    assert.equal(isAnimated(moving), true);
  });

  it('tells it of a WebP by its flag', () => {
    const [still, moving] = [0x10, 0x12].map((flags) =>
      bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, flags, 0, 0, 0]),
    );
    assert.ok(still && moving);
    assert.equal(isAnimated(still), false);
    assert.equal(isAnimated(moving), true);
  });

  it('tells it of a PNG by its animation control', () => {
    const png = pngOf(3, 3);
    const control = bytesOf([0, 0, 0, 8], 'acTL', Array(12).fill(0));
    assert.equal(isAnimated(png), false);
    assert.equal(
      isAnimated(bytesOf([...png.subarray(0, 33), ...control, ...png.subarray(33)])),
      true,
    );
  });

  it('tells nothing of what is cut', () => {
    for (const start of ['', 'GIF89a', 'RIFF\0\0\0\0WEBPVP8X', '\x89PNG\r\n\x1a\n']) {
      assert.equal(isAnimated(bytesOf(start)), false);
    }
  });
});
