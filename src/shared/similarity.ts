import type { Size, Tile } from './imageSize';

/** An image as four bytes for each pixel, row by row. */
export interface Pixels extends Size {
  readonly rgba: Uint8Array | Uint8ClampedArray;
}

/** How alike two pictures are, and where they are not. */
export interface Comparison {
  /** From 0 to 1, which only pictures reach that are the same. */
  readonly score: number;
  /** Where they differ most, the worst first, in pixels of what was compared. */
  readonly regions: readonly Tile[];
}

/** Windows that are compared have so many pixels a side, and overlap by half. */
const WINDOW = 8;
const STEP = WINDOW / 2;

/** Each time at half the size; how far off a window may lie, in pixels of that size. */
const RADII = [4, 8, 8, 6];

/** What is left of the likeness of a window that lies as far off as it may. */
const LEFT_AT_RADIUS = 0.5;

/** Keeps the quotient of two small variances from being noise; of SSIM, for lightness from 0 to 1. */
const C2 = 0.03 ** 2;

/** Colours so far apart in OKLab have nothing in common; black and white are 1 apart. */
const FARTHEST = 0.3;

/** Sums over a whole picture are off by less; what differs by one step in one pixel is by more. */
const ROUNDING = 1e-6;

/** A window whose lightness deviates by less is empty. */
const EMPTY = 0.02;

/** What empty windows count for together, which show the background alone. */
const BACKGROUND_SHARE = 0.15;

/** Cells in which differences are summed up, in pixels a side. */
const CELL = 16;
const MOST_REGIONS = 3;

/**
 * Compares two pictures of the same size as people see them, window by window, at four sizes:
 * structure (the contrast and structure terms of SSIM, Wang et al. 2004, on lightness) times the
 * nearness of the mean colours in OKLab, to which SSIM is nearly blind. A window is looked for a
 * little around its place too, since a page on which all lies a few pixels lower is a good one, and
 * an empty page must not be better than it. Windows count by what is to be seen in them, in both
 * directions, so that neither what is missing nor what is too much goes unseen.
 */
export function compare(one: Pixels, other: Pixels): Comparison {
  if (one.width !== other.width || one.height !== other.height) {
    throw new RangeError('Pictures of different sizes cannot be compared.');
  }
  const losses = new Losses(one);
  let [a, b] = [planesOf(one), planesOf(other)];
  const scores: number[] = [];
  for (const [scale, radius] of RADII.entries()) {
    const lacks = (at: Tile, loss: number): void => losses.add(at, loss, 2 ** scale);
    const likeness = new Likeness();
    compareAt(a, b, radius, likeness, lacks);
    compareAt(b, a, radius, likeness, lacks);
    scores.push(likeness.mean());
    if (Math.min(a.width, a.height) < WINDOW * 4) break;
    [a, b] = [halved(a), halved(b)];
  }
  const score = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  return { score, regions: losses.worst() };
}

/** Lightness and the two axes of colour, in OKLab. */
interface Planes extends Size {
  readonly channels: readonly [Float32Array, Float32Array, Float32Array];
}

function planesOf({ width, height, rgba }: Pixels): Planes {
  const count = width * height;
  const lightness = new Float32Array(count);
  const greenRed = new Float32Array(count);
  const blueYellow = new Float32Array(count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const at = pixel * 4;
    const alpha = (rgba[at + 3] ?? 255) / 255;
    const r = linear(rgba[at], alpha);
    const g = linear(rgba[at + 1], alpha);
    const b = linear(rgba[at + 2], alpha);
    // Ottosson 2020, from linear sRGB.
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    lightness[pixel] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    greenRed[pixel] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    blueYellow[pixel] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return { width, height, channels: [lightness, greenRed, blueYellow] };
}

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** What is transparent shows the white page below it. */
function linear(value = 255, alpha: number): number {
  const shown = alpha === 1 ? value : Math.round(value * alpha + 255 * (1 - alpha));
  return LINEAR[shown] ?? 1;
}

function halved({ width, height, channels }: Planes): Planes {
  const size = { width: width >> 1, height: height >> 1 };
  const half = (plane: Float32Array): Float32Array => {
    const result = new Float32Array(size.width * size.height);
    for (let y = 0; y < size.height; y += 1) {
      for (let x = 0; x < size.width; x += 1) {
        const at = 2 * y * width + 2 * x;
        const sum =
          (plane[at] ?? 0) +
          (plane[at + 1] ?? 0) +
          (plane[at + width] ?? 0) +
          (plane[at + width + 1] ?? 0);
        result[y * size.width + x] = sum / 4;
      }
    }
    return result;
  };
  const [lightness, greenRed, blueYellow] = channels;
  return { ...size, channels: [half(lightness), half(greenRed), half(blueYellow)] };
}

/** The likeness of all windows together. */
class Likeness {
  private sum = 0;
  private weights = 0;
  private emptySum = 0;
  private emptyCount = 0;

  add(likeness: number, weight: number): void {
    this.sum += weight * likeness;
    this.weights += weight;
  }

  addEmpty(likeness: number): void {
    this.emptySum += likeness;
    this.emptyCount += 1;
  }

  /** Most of a page is empty: it must not make up for what is missing. */
  mean(): number {
    if (this.emptyCount === 0) return this.sum / this.weights;
    const background = this.emptySum / this.emptyCount;
    if (this.weights === 0) return background;
    return (1 - BACKGROUND_SHARE) * (this.sum / this.weights) + BACKGROUND_SHARE * background;
  }
}

/** Looks for every window of one picture in the other, and tells how much of it is lacking. */
function compareAt(
  one: Planes,
  other: Planes,
  radius: number,
  likeness: Likeness,
  lacks: (at: Tile, loss: number) => void,
): void {
  const [a, b] = [new Windows(one), new Windows(other)];
  for (let y = 0; y <= a.lastY; y += STEP) {
    for (let x = 0; x <= a.lastX; x += STEP) {
      const deviation = Math.sqrt(a.variance(x, y));
      const isEmpty = deviation < EMPTY;
      const found = isEmpty ? a.likeness(x, y, b, x, y) : best(a, b, { x, y }, radius);
      if (isEmpty) likeness.addEmpty(found);
      else likeness.add(found, deviation);
      const weight = Math.max(EMPTY, deviation);
      lacks({ x, y, width: WINDOW, height: WINDOW }, weight * (1 - found));
    }
  }
}

/** The likeness of a window to the one around its place that is most like it. */
function best(
  a: Windows,
  b: Windows,
  { x, y }: { readonly x: number; readonly y: number },
  radius: number,
): number {
  let found = a.likeness(x, y, b, x, y);
  for (let top = Math.max(0, y - radius); top <= Math.min(b.lastY, y + radius); top += 1) {
    for (let left = Math.max(0, x - radius); left <= Math.min(b.lastX, x + radius); left += 1) {
      const off = Math.hypot(left - x, top - y) / radius;
      const kept = 1 - off * (1 - LEFT_AT_RADIUS);
      // Nothing here can be more alike than what was found.
      if (kept <= found || off > 1) continue;
      found = Math.max(found, kept * a.likeness(x, y, b, left, top));
    }
  }
  return found;
}

/** The windows of a picture, with sums that make their means and variances a look-up. */
class Windows {
  readonly lastX: number;
  readonly lastY: number;
  private readonly stride: number;
  private readonly sums: readonly [Float64Array, Float64Array, Float64Array];
  private readonly squares: Float64Array;
  private readonly size: Size;

  constructor(private readonly planes: Planes) {
    const { width, height, channels } = planes;
    this.size = { width: Math.min(WINDOW, width), height: Math.min(WINDOW, height) };
    this.lastX = width - this.size.width;
    this.lastY = height - this.size.height;
    this.stride = width + 1;
    const [lightness, greenRed, blueYellow] = channels;
    this.sums = [sumsOf(lightness, planes), sumsOf(greenRed, planes), sumsOf(blueYellow, planes)];
    const squares = new Float64Array(lightness).map((value) => value * value);
    this.squares = sumsOf(squares, planes);
  }

  variance(x: number, y: number): number {
    const mean = this.mean(0, x, y);
    return Math.max(0, this.over(this.squares, x, y) - mean * mean);
  }

  /** How much a window is like one of another picture, from 0 to 1. */
  likeness(x: number, y: number, other: Windows, left: number, top: number): number {
    const apart = Math.hypot(
      this.mean(0, x, y) - other.mean(0, left, top),
      this.mean(1, x, y) - other.mean(1, left, top),
      this.mean(2, x, y) - other.mean(2, left, top),
    );
    const colour = 1 - apart / FARTHEST;
    if (colour <= 0) return 0;
    const covariance =
      this.product(x, y, other, left, top) - this.mean(0, x, y) * other.mean(0, left, top);
    const structure =
      (2 * covariance + C2) / (this.variance(x, y) + other.variance(left, top) + C2);
    const likeness = Math.max(0, structure) * colour;
    return likeness > 1 - ROUNDING ? 1 : likeness;
  }

  private mean(channel: 0 | 1 | 2, x: number, y: number): number {
    return this.over(this.sums[channel], x, y);
  }

  private over(sums: Float64Array, x: number, y: number): number {
    const { stride, size } = this;
    const top = y * stride + x;
    const bottom = top + size.height * stride;
    const sum =
      (sums[bottom + size.width] ?? 0) -
      (sums[bottom] ?? 0) -
      (sums[top + size.width] ?? 0) +
      (sums[top] ?? 0);
    return sum / (size.width * size.height);
  }

  /** The mean of the products of lightness. */
  private product(x: number, y: number, other: Windows, left: number, top: number): number {
    const { width } = this.planes;
    const [a] = this.planes.channels;
    const [b] = other.planes.channels;
    let sum = 0;
    for (let row = 0; row < this.size.height; row += 1) {
      const atA = (y + row) * width + x;
      const atB = (top + row) * width + left;
      for (let column = 0; column < this.size.width; column += 1) {
        sum += (a[atA + column] ?? 0) * (b[atB + column] ?? 0);
      }
    }
    return sum / (this.size.width * this.size.height);
  }
}

/** At each place, the sum of all that is above and to the left of it. */
function sumsOf(plane: Float32Array | Float64Array, { width, height }: Size): Float64Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += plane[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = row + (sums[y * stride + x + 1] ?? 0);
    }
  }
  return sums;
}

/** What the windows lack, summed up in cells, and the regions in which most is lacking. */
class Losses {
  private readonly columns: number;
  private readonly rows: number;
  private readonly cells: Float64Array;

  constructor(private readonly size: Size) {
    this.columns = Math.ceil(size.width / CELL);
    this.rows = Math.ceil(size.height / CELL);
    this.cells = new Float64Array(this.columns * this.rows);
  }

  /** A window of a coarser scale covers several cells, each of which lacks as much. */
  add({ x, y, width, height }: Tile, loss: number, scale: number): void {
    const [left, top] = [Math.floor((x * scale) / CELL), Math.floor((y * scale) / CELL)];
    const right = Math.min(this.columns, Math.ceil(((x + width) * scale) / CELL));
    const bottom = Math.min(this.rows, Math.ceil(((y + height) * scale) / CELL));
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) {
        const at = row * this.columns + column;
        this.cells[at] = (this.cells[at] ?? 0) + loss;
      }
    }
  }

  /** Cells side by side that lack more than the others are one region. */
  worst(): readonly Tile[] {
    const most = Math.max(...this.cells);
    const mean = this.cells.reduce((sum, each) => sum + each, 0) / this.cells.length;
    if (most <= 0) return [];
    const threshold = Math.max(mean, most / 3);
    const seen = new Set<number>();
    const regions: { readonly tile: Tile; readonly loss: number }[] = [];
    for (const [at, loss] of this.cells.entries()) {
      if (loss >= threshold && !seen.has(at)) regions.push(this.regionAt(at, threshold, seen));
    }
    return regions
      .toSorted((a, b) => b.loss - a.loss)
      .slice(0, MOST_REGIONS)
      .map(({ tile }) => tile);
  }

  private regionAt(
    start: number,
    threshold: number,
    seen: Set<number>,
  ): { readonly tile: Tile; readonly loss: number } {
    const { columns } = this;
    let [left, top, right, bottom] = [columns, this.rows, 0, 0];
    let loss = 0;
    const open = [start];
    seen.add(start);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [column, row] = [at % columns, Math.floor(at / columns)];
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      loss += this.cells[at] ?? 0;
      for (const next of this.around(column, row)) {
        if (seen.has(next) || (this.cells[next] ?? 0) < threshold) continue;
        seen.add(next);
        open.push(next);
      }
    }
    const [x, y] = [left * CELL, top * CELL];
    const width = Math.min(this.size.width, (right + 1) * CELL) - x;
    const height = Math.min(this.size.height, (bottom + 1) * CELL) - y;
    return { tile: { x, y, width, height }, loss };
  }

  private around(column: number, row: number): number[] {
    const at = row * this.columns + column;
    return [
      ...(column > 0 ? [at - 1] : []),
      ...(column < this.columns - 1 ? [at + 1] : []),
      ...(row > 0 ? [at - this.columns] : []),
      ...(row < this.rows - 1 ? [at + this.columns] : []),
    ];
  }
}
