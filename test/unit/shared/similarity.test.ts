import assert from 'node:assert/strict';
import type { Size, Tile } from '../../../src/shared/imageSize';
import { compare, type Comparison, type Pixels } from '../../../src/shared/similarity';
import { Random } from '../core/random';

type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

/** What is drawn on a picture, in its order. */
type Drawing = readonly (readonly [Tile, Colour])[];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
const BLUE: Colour = [30, 90, 200];

// Each pair is equally light, and lies apart along one of the two axes of OKLab.
const RED: Colour = [0xc8, 0x50, 0x50];
const GREEN: Colour = [0x50, 0x88, 0x50];
const SKY: Colour = [0x60, 0x80, 0xd0];
const OLIVE: Colour = [144, 132, 80];

const SIZE = { width: 320, height: 240 };
const ALL = { x: 0, y: 0, ...SIZE };

const PAGE = picture(pageAt(0));

describe('how alike two pictures are', () => {
  it('is 1 for the same picture, which differs nowhere', () => {
    const colourful = picture([
      [{ x: 0, y: 0, width: 99, height: 99 }, [0x12, 0x9a, 0x4f]],
      [{ x: 99, y: 50, width: 221, height: 190 }, [0xfe, 0xed, 0xdc]],
    ]);
    for (const each of [PAGE, picture([]), picture([], BLUE), colourful, noise(SIZE)]) {
      const copy = { ...each, rgba: each.rgba.slice() };
      assert.deepEqual(compare(each, copy), { score: 1, regions: [] });
    }
  });

  it('is less than 1 where a single pixel differs by a single step', () => {
    for (const paper of [WHITE, BLACK, BLUE]) {
      const [red, green, blue] = paper;
      const near: Colour = [red, green === 255 ? 254 : green + 1, blue];
      const dot = { x: 100, y: 100, width: 1, height: 1 };
      const { score, regions } = compare(picture([], paper), picture([[dot, near]], paper));
      assert.ok(score < 1 && score > 0.99, `${score}`);
      assert.ok(regions.some((region) => contains(region, dot)));
    }
  });

  it('is the same in both directions', () => {
    const others = [picture([]), picture(pageAt(12)), picture(pageAt(0).slice(40))];
    for (const other of others) {
      const [one, two] = [compare(PAGE, other), compare(other, PAGE)];
      assert.ok(Math.abs(one.score - two.score) < 1e-9, `${one.score} ${two.score}`);
      assert.deepEqual(one.regions, two.regions);
    }
  });

  it('is more the less a page has moved', () => {
    const scores = [1, 2, 8, 40].map((y) => compare(PAGE, picture(pageAt(y))).score);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    const [nearest = 0, next = 1, , farthest = 1] = scores;
    assert.ok(nearest > 0.8 && next < 0.87 && farthest < 0.5, scores.join());
  });

  it('is little for an empty page, of which most is right where the other one is empty', () => {
    const { score } = compare(picture(text(ALL, 3)), picture([]));
    assert.ok(score < 0.2, `${score}`);
  });

  it('is more for a page that has moved a little than for an empty one', () => {
    const moved = compare(PAGE, picture(pageAt(8))).score;
    assert.ok(moved > compare(PAGE, picture([])).score + 0.3);
  });

  it('is less where the background has another colour and all else is equal', () => {
    const drawing = text(ALL, 3);
    const scores = [WHITE, [230, 230, 230] as const, [200, 200, 200] as const, BLUE].map(
      (paper) => compare(picture(drawing), picture(drawing, paper)).score,
    );
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    const [, light = 1, grey = 1] = scores;
    assert.ok(light < 0.95 && grey < 0.75, scores.join());
  });

  it('is less where something has another colour that is as light', () => {
    const block = { x: 40, y: 40, width: 120, height: 120 };
    const pairs: [Colour, Colour][] = [
      [RED, GREEN],
      [SKY, OLIVE],
    ];
    for (const [one, other] of pairs) {
      const { score, regions } = compare(picture([[block, one]]), picture([[block, other]]));
      assert.ok(score < 0.75, `${score}`);
      assert.ok(regions.some((region) => contains(region, block)));
    }
  });

  it('is less where what is empty has another colour in a part', () => {
    const drawing = text({ ...ALL, width: 150 }, 3);
    const aside = { x: 176, y: 0, width: 144, height: SIZE.height };
    const { score, regions } = compare(
      picture(drawing),
      picture([[aside, [255, 240, 190]], ...drawing]),
    );
    assert.ok(score > 0.7 && score < 0.97, `${score}`);
    assert.ok(regions.some((region) => contains(region, grown(aside, -16))));
  });

  it('is less where black and white stripes have changed places', () => {
    const { score } = compare(picture(stripesFrom(0)), picture(stripesFrom(4)));
    assert.ok(score < 0.9, `${score}`);
  });

  it('is next to nothing for a page in inverted colours', () => {
    const inverted = {
      ...PAGE,
      rgba: PAGE.rgba.map((value, at) => (at % 4 === 3 ? 255 : 255 - value)),
    };
    const { score } = compare(PAGE, inverted);
    assert.ok(score < 0.05, `${score}`);
  });

  it('takes what is transparent for white, and mixes what is half so with it', () => {
    const clear = picture([], [0, 0, 0, 0]);
    assert.equal(compare(clear, picture([])).score, 1);
    const half = picture([[{ x: 40, y: 40, width: 90, height: 90 }, [0, 0, 0, 128]]]);
    const mixed = picture([[{ x: 40, y: 40, width: 90, height: 90 }, [127, 127, 127]]]);
    assert.equal(compare(half, mixed).score, 1);
  });

  it('knows the score of pictures that are smaller than what is compared at a time', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [8, 8],
      [9, 8],
      [1, 300],
      [31, 40],
    ] as const) {
      const size = { width, height };
      const blue = picture([], BLUE, size);
      assert.deepEqual(compare(blue, blue), { score: 1, regions: [] });
      const { score, regions } = compare(blue, picture([], WHITE, size));
      assert.equal(score, 0);
      assertWithin(regions, size);
      assert.equal(regions.length, 1);
    }
  });

  it('is not known for pictures of different sizes', () => {
    const [one, other] = [
      { width: 10, height: 20 },
      { width: 20, height: 10 },
    ];
    assert.throws(() => compare(picture([], BLUE, one), picture([], BLUE, other)), RangeError);
    const lower = { width: 10, height: 21 };
    assert.throws(() => compare(picture([], BLUE, one), picture([], BLUE, lower)), RangeError);
  });
});

describe('where two pictures differ', () => {
  it('is where a block is missing, and little more', () => {
    const block = { x: 170, y: 90, width: 100, height: 75 };
    const drawing = text(ALL, 3);
    const page = picture([...drawing, [block, BLUE]]);
    for (const { regions } of both(page, picture([...drawing, [block, WHITE]]))) {
      const [worst] = regions;
      assert.ok(worst && contains(worst, grown(block, -16)), JSON.stringify(regions));
      assert.ok(contains(grown(block, 32), worst), JSON.stringify(regions));
    }
  });

  it('is told with the worst first, and in three places at most', () => {
    const blocks = [
      { x: 32, y: 32, width: 32, height: 32 },
      { x: 160, y: 16, width: 112, height: 96 },
      { x: 32, y: 160, width: 80, height: 64 },
      { x: 240, y: 176, width: 48, height: 48 },
    ];
    const page = picture(blocks.map((block) => [block, BLUE]));
    for (const { regions } of both(page, picture([]))) {
      const found = regions.map((region) =>
        blocks.findIndex((block) => contains(grown(region, 8), block)),
      );
      assert.deepEqual(found, [1, 2, 3], JSON.stringify(regions));
    }
  });

  it('is inside the pictures, whose sizes are no multiples of anything', () => {
    const size = { width: 331, height: 77 };
    const corner = { x: 300, y: 60, width: 31, height: 17 };
    for (const { regions } of both(
      picture([[corner, BLACK]], WHITE, size),
      picture([], WHITE, size),
    )) {
      assertWithin(regions, size);
      assert.ok(
        regions.some((region) => contains(grown(region, 8), corner)),
        JSON.stringify(regions),
      );
    }
  });

  it('is found in a tall page', () => {
    const size = { width: 480, height: 3000 };
    const block = { x: 96, y: 2400, width: 200, height: 160 };
    const drawing = text({ x: 0, y: 0, width: 160, height: size.height }, 5);
    const page = picture([...drawing, [block, BLUE]], WHITE, size);
    const { score, regions } = compare(page, picture([...drawing, [block, WHITE]], WHITE, size));
    assert.ok(score > 0.8 && score < 1, `${score}`);
    const [worst] = regions;
    assert.ok(worst && contains(worst, grown(block, -16)), JSON.stringify(regions));
    assertWithin(regions, size);
  });
});

function both(one: Pixels, other: Pixels): Comparison[] {
  return [compare(one, other), compare(other, one)];
}

/** A page with a coloured bar at its top, two columns of text and a button, so much lower. */
function pageAt(y: number): Drawing {
  return [
    [{ x: 0, y, width: SIZE.width, height: 30 }, BLUE],
    ...text({ x: 16, y: y + 50, width: 140, height: 130 }, 1),
    ...text({ x: 172, y: y + 50, width: 130, height: 80 }, 2),
    [{ x: 180, y: y + 150, width: 80, height: 24 }, BLUE],
  ];
}

/** As wide as what is between them, over all of a picture. */
function stripesFrom(x: number): Drawing {
  return Array.from({ length: SIZE.width / 8 }, (_, index) => [
    { x: x + 8 * index, y: 0, width: 4, height: SIZE.height },
    BLACK,
  ]);
}

/** Lines of words, whose lengths and strokes the seed decides. */
function text(box: Tile, seed: number): Drawing {
  const random = new Random(seed);
  const strokes: [Tile, Colour][] = [];
  const right = box.x + box.width;
  for (let y = box.y; y + 7 <= box.y + box.height; y += 14) {
    for (let x = box.x; x < right - 10; x += 5) {
      const end = Math.min(right, x + 8 + random.upTo(30));
      for (; x < end; x += 2 + random.upTo(2)) {
        strokes.push([{ x, y, width: 1, height: 4 + random.upTo(3) }, BLACK]);
      }
    }
  }
  return strokes;
}

/** Every pixel in a colour of its own. */
function noise({ width, height }: Size): Pixels {
  const random = new Random(7);
  const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, () => random.upTo(255));
  return { width, height, rgba };
}

function picture(drawing: Drawing, paper = WHITE, size: Size = SIZE): Pixels {
  const { width, height } = size;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const pixels = new Uint32Array(rgba.buffer);
  pixels.fill(valueOf(paper));
  for (const [{ x, y, ...tile }, colour] of drawing) {
    const value = valueOf(colour);
    for (let row = y; row < Math.min(height, y + tile.height); row += 1) {
      pixels.fill(value, row * width + x, row * width + Math.min(width, x + tile.width));
    }
  }
  return { width, height, rgba };
}

/** A colour as its four bytes lie in memory, in whatever order. */
function valueOf([red, green, blue, alpha = 255]: Colour): number {
  const [value = 0] = new Uint32Array(new Uint8Array([red, green, blue, alpha]).buffer);
  return value;
}

function grown({ x, y, width, height }: Tile, by: number): Tile {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function contains(outer: Tile, inner: Tile): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function assertWithin(regions: readonly Tile[], size: Size): void {
  assert.ok(regions.length > 0 && regions.length <= 3);
  for (const region of regions) {
    assert.ok(region.width > 0 && region.height > 0);
    assert.ok(contains({ x: 0, y: 0, ...size }, region), JSON.stringify(region));
  }
}
