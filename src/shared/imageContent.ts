import type { Size } from './imageSize';

/**
 * From this share of flat pixels on, an image is taken for UI or text. Measured: pages full of text
 * have 0.58 to 0.70, and still 0.21 when they were shrunk to a third; even the smoothest photograph
 * has less than 0.09. In doubt it is lossless, which costs no token.
 */
const FLAT_SHARE = 0.15;

/** So many pixels are looked at, spread evenly, which is enough to tell a share. */
const SAMPLES = 40_000;

/**
 * Whether an image is UI, text or a diagram, which lossy compression would smear, rather than a
 * photograph, of which a lossless file would be many times larger. UI is drawn in flat colours:
 * most pixels equal their neighbours exactly, which noise of a camera never lets happen.
 * @param rgba four bytes for each pixel, row by row
 */
export function isDrawn(rgba: Uint8Array | Uint8ClampedArray, size: Size): boolean {
  return flatShare(rgba, size) >= FLAT_SHARE;
}

/** The share of pixels that equal the one to their right and the one below them. */
function flatShare(rgba: Uint8Array | Uint8ClampedArray, { width, height }: Size): number {
  if (width < 2 || height < 2) return 1;
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / SAMPLES)));
  let flat = 0;
  let seen = 0;
  for (let y = 0; y < height - 1; y += step) {
    for (let x = 0; x < width - 1; x += step) {
      const at = (y * width + x) * 4;
      seen += 1;
      if (isSame(rgba, at, at + 4) && isSame(rgba, at, at + width * 4)) flat += 1;
    }
  }
  return flat / seen;
}

function isSame(rgba: Uint8Array | Uint8ClampedArray, one: number, other: number): boolean {
  for (let channel = 0; channel < 4; channel += 1) {
    if (rgba[one + channel] !== rgba[other + channel]) return false;
  }
  return true;
}
