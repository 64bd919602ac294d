import assert from 'node:assert/strict';
import { between, moved, resized } from '../../../src/shared/cropRectangle';

const IMAGE = { width: 100, height: 50 };
const CROP = { x: 10, y: 10, width: 40, height: 20 };

describe('the part of an image that is chosen', () => {
  it('moves by whole pixels and stays in the image', () => {
    assert.deepEqual(moved(CROP, { x: 2.4, y: -3 }, IMAGE), { ...CROP, x: 12, y: 7 });
    assert.deepEqual(moved(CROP, { x: 999, y: 999 }, IMAGE), { ...CROP, x: 60, y: 30 });
    assert.deepEqual(moved(CROP, { x: -999, y: -999 }, IMAGE), { ...CROP, x: 0, y: 0 });
  });

  it('is resized at its lower right, up to the edges and never to nothing', () => {
    assert.deepEqual(resized(CROP, { x: 5, y: 1 }, IMAGE), { ...CROP, width: 45, height: 21 });
    assert.deepEqual(resized(CROP, { x: 999, y: 999 }, IMAGE), { ...CROP, width: 90, height: 40 });
    assert.deepEqual(resized(CROP, { x: -999, y: -999 }, IMAGE), { ...CROP, width: 8, height: 8 });
  });

  it('lies between two corners, in whatever order and wherever they are', () => {
    const expected = { x: 20, y: 5, width: 30, height: 25 };
    assert.deepEqual(between({ x: 20, y: 5 }, { x: 50, y: 30 }, IMAGE), expected);
    assert.deepEqual(between({ x: 50, y: 5 }, { x: 20, y: 30 }, IMAGE), expected);
    const all = { x: 0, y: 0, width: 100, height: 50 };
    assert.deepEqual(between({ x: -9, y: -9 }, { x: 900, y: 900 }, IMAGE), all);
    const corner = { x: 92, y: 42, width: 8, height: 8 };
    assert.deepEqual(between({ x: 100, y: 50 }, { x: 100, y: 50 }, IMAGE), corner);
  });

  it('is all of an image that is smaller than the smallest part', () => {
    const tiny = { width: 3, height: 2 };
    const all = { x: 0, y: 0, width: 3, height: 2 };
    assert.deepEqual(between({ x: 1, y: 1 }, { x: 2, y: 2 }, tiny), all);
    assert.deepEqual(resized(all, { x: -9, y: -9 }, tiny), all);
  });
});
