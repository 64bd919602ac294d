import assert from 'node:assert/strict';
import { imageBlock, tokensOfBlock } from '../../../../src/core/vision/imageBlock';
import { imageProblem } from '../../../../src/core/vision/imageLimits';
import { pieceOf } from '../../images';

const WIDE = { maxInputTokens: 1_000_000 };
const SMALL = imageBlock(pieceOf(28, 28));
const LONG = imageBlock(pieceOf(2100, 10));

describe('the images of a request', () => {
  it('are counted by the size that they have', () => {
    assert.equal(tokensOfBlock(imageBlock(pieceOf(280, 140)), 'large'), 50);
    const broken = imageBlock({ mediaType: 'image/png', width: 9, height: 9, data: 'AAAA' });
    assert.equal(tokensOfBlock(broken, 'large'), 0);
  });

  it('may be many, as long as they are small', () => {
    assert.equal(imageProblem(Array(21).fill(SMALL), WIDE), undefined);
    assert.equal(imageProblem([...Array(19).fill(SMALL), LONG], WIDE), undefined);
    assert.match(imageProblem([...Array(20).fill(SMALL), LONG], WIDE) ?? '', /2000 pixels/);
  });

  it('are no more than the model takes', () => {
    const many = Array(101).fill(SMALL);
    assert.equal(imageProblem(many, WIDE), undefined);
    assert.match(imageProblem(many, { maxInputTokens: 200_000 }) ?? '', /101 images.* 100/);
  });

  it('fit into one request', () => {
    const data = 'A'.repeat(8 * 1024 * 1024);
    const heavy = imageBlock({ mediaType: 'image/png', width: 9, height: 9, data });
    assert.equal(imageProblem(Array(3).fill(heavy), WIDE), undefined);
    assert.match(imageProblem(Array(4).fill(heavy), WIDE) ?? '', /too large for one request/);
  });
});
