/** How large an image may be before a model's API scales it down; see the models' table. */
export type ImageTier = 'standard' | 'large';

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Limits {
  readonly longEdge: number;
  readonly tokens: number;
}

const LIMITS: Readonly<Record<ImageTier, Limits>> = {
  standard: { longEdge: 1568, tokens: 1568 },
  large: { longEdge: 2576, tokens: 4784 },
};

/** An image is counted by squares of so many pixels. */
const PATCH = 28;

/** More images in one request, those of earlier turns included, must be smaller. */
export const MANY_IMAGES = 20;
export const LONG_EDGE_OF_MANY = 2000;

/** A page that is this much taller than wide is cut into pieces rather than shrunk. */
const TALLEST = 2.5;

/** Rows that two pieces of a tall page share, so that no line of text is cut in two. */
const OVERLAP = 48;

/** The tokens of an image that the API takes as it is. */
export function visualTokens({ width, height }: Size): number {
  return Math.ceil(width / PATCH) * Math.ceil(height / PATCH);
}

/**
 * The largest size of the same proportions that a model takes as it is; never larger than the
 * image. What is sent at this size is not scaled a second time.
 * @param isOneOfMany whether the request holds more than twenty images
 */
export function fitted(size: Size, tier: ImageTier, isOneOfMany = false): Size {
  const { longEdge, tokens } = LIMITS[tier];
  const edge = Math.max(size.width, size.height);
  const scaledTo = (long: number): Size => ({
    width: Math.max(1, Math.round((size.width * long) / edge)),
    height: Math.max(1, Math.round((size.height * long) / edge)),
  });
  let low = 1;
  let high = Math.min(edge, longEdge, isOneOfMany ? LONG_EDGE_OF_MANY : longEdge);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (visualTokens(scaledTo(middle)) <= tokens) low = middle;
    else high = middle - 1;
  }
  return scaledTo(low);
}

/** A part of an image, in its own pixels. */
export interface Tile extends Size {
  readonly x: number;
  readonly y: number;
}

/** The pieces of which an image is sent: itself, or a tall page from its top to its bottom. */
export function tilesOf({ width, height }: Size): readonly Tile[] {
  if (height <= width * TALLEST) return [{ x: 0, y: 0, width, height }];
  const tallest = Math.ceil(width * TALLEST);
  // Pieces of a very narrow page are themselves hardly taller than what others share.
  const overlap = Math.min(OVERLAP, Math.floor(tallest / 2));
  const count = Math.ceil((height - overlap) / (tallest - overlap));
  const step = Math.ceil((height - overlap) / count);
  return Array.from({ length: count }, (_, index) => {
    const y = index * step;
    return { x: 0, y, width, height: Math.min(step + overlap, height - y) };
  });
}
