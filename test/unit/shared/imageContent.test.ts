import assert from 'node:assert/strict';
import { isDrawn } from '../../../src/shared/imageContent';
import type { Size } from '../../../src/shared/imageSize';

const SIZE: Size = { width: 400, height: 300 };

function imageOf(grey: (x: number, y: number) => number): Uint8Array {
  const rgba = new Uint8Array(SIZE.width * SIZE.height * 4).fill(255);
  for (let pixel = 0; pixel < SIZE.width * SIZE.height; pixel += 1) {
    const value = grey(pixel % SIZE.width, Math.floor(pixel / SIZE.width));
    rgba.fill(value, pixel * 4, pixel * 4 + 3);
  }
  return rgba;
}

/** Numbers that look like chance and are the same each time. */
function noiseAt(x: number, y: number): number {
  const mixed = Math.imul(x * 374_761 + y * 668_265, 1_274_126_177);
  return (Math.imul(mixed ^ (mixed >>> 13), 1_103_515_245) >>> 24) / 255;
}

describe('what is drawn and what is photographed', () => {
  it('takes one colour, a page of text and boxes for drawn', () => {
    const images = [
      imageOf(() => 200),
      // Letters are about two pixels thick and stand in lines with space between them.
      imageOf((x, y) => (y % 20 < 10 && noiseAt(x >> 1, y >> 1) > 0.6 ? 30 : 255)),
      imageOf((x, y) => (x > 100 && y > 50 ? 40 : 230)),
    ];
    for (const image of images) assert.equal(isDrawn(image, SIZE), true);
  });

  it('takes what has noise everywhere for a photograph, even little of it', () => {
    for (const amplitude of [8, 20, 100]) {
      const image = imageOf((x, y) => 60 + x / 5 + amplitude * noiseAt(x, y));
      assert.equal(isDrawn(image, SIZE), false);
    }
  });

  it('takes a screenshot with a photograph in half of it for drawn', () => {
    const image = imageOf((x, y) => (x < 200 ? 240 : 60 + 90 * noiseAt(x, y)));
    assert.equal(isDrawn(image, SIZE), true);
  });

  it('takes a line of single pixels for drawn', () => {
    assert.equal(isDrawn(new Uint8Array(40), { width: 10, height: 1 }), true);
  });
});
