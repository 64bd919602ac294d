import assert from 'node:assert/strict';
import { fitted, tilesOf, visualTokens } from '../../../src/shared/imageSize';
import type { ImageTier } from '../../../src/shared/imageSize';
import { fit, visualTokens as countedTokens } from '../../simulator/images';
import { Random } from '../core/random';

const TIERS: readonly ImageTier[] = ['standard', 'large'];

describe('the size of an image', () => {
  it('costs the tokens that the documentation names', () => {
    const screen = { width: 1920, height: 1080 };
    assert.equal(visualTokens(fitted(screen, 'large')), 2691);
    assert.equal(visualTokens(fitted(screen, 'standard')), 1560);
  });

  it('is what the API would make of it, and is counted the same', () => {
    const random = new Random(3);
    for (let run = 0; run < 500; run += 1) {
      const size = { width: 1 + random.upTo(8000), height: 1 + random.upTo(8000) };
      for (const tier of TIERS) {
        const own = fitted(size, tier);
        assert.deepEqual(own, fit({ ...size, mediaType: 'image/png' }, tier));
        assert.equal(visualTokens(own), countedTokens({ ...size, mediaType: 'image/png' }, tier));
        assert.deepEqual(fitted(own, tier), own, 'it is scaled once');
      }
    }
  });

  it('never grows', () => {
    assert.deepEqual(fitted({ width: 20, height: 10 }, 'large'), { width: 20, height: 10 });
  });

  it('is at most 2000 pixels a side among many', () => {
    const { width, height } = fitted({ width: 2400, height: 600 }, 'large', true);
    assert.deepEqual([width, height], [2000, 500]);
  });
});

describe('the pieces of a tall page', () => {
  it('are the image itself where it is not tall', () => {
    assert.deepEqual(tilesOf({ width: 1000, height: 2500 }), [
      { x: 0, y: 0, width: 1000, height: 2500 },
    ]);
  });

  it('cover it from the top to the bottom, and share some rows', () => {
    const random = new Random(4);
    for (let run = 0; run < 300; run += 1) {
      const width = 100 + random.upTo(2000);
      const height = 100 + random.upTo(20_000);
      const tiles = tilesOf({ width, height });
      let end = 0;
      for (const tile of tiles) {
        assert.ok(tile.y <= end && tile.height > 0 && tile.width === width);
        assert.ok(tile.height <= Math.ceil(width * 2.5) || tiles.length === 1);
        if (tile.y > 0) assert.ok(end - tile.y >= 48, 'no line of text is cut in two');
        end = tile.y + tile.height;
      }
      assert.equal(end, height);
    }
  });

  it('cover a page that is narrower than what pieces share', () => {
    for (let width = 1; width < 50; width += 1) {
      const tiles = tilesOf({ width, height: 5000 });
      const last = tiles.at(-1);
      assert.equal((last?.y ?? 0) + (last?.height ?? 0), 5000);
      assert.ok(tiles.every(({ height }) => height > 0 && height <= Math.ceil(width * 2.5)));
    }
  });
});
