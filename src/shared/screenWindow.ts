import type { Size } from './imageSize';

/** Wider windows than this are rare, screenshots of dense displays are not. */
const WIDEST_WINDOW = 1920;

/**
 * The widths of telephones' screens in pixels. A tall page in a window of a display has their
 * proportions too, but hardly their widths; 1280 and 1440 are left to displays.
 */
const TELEPHONE_PIXELS = new Set([
  640, 720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1242, 1284, 1290, 1320, 1344,
]);

/** Telephones are this much taller than wide at the least, and so wide in CSS pixels at the most. */
const TELEPHONE_ASPECT = 1.6;
const TELEPHONE_WIDTH = 448;

/** What a window of whole CSS pixels may be. */
export const WINDOW_WIDTHS = { least: 160, most: 7680 };

/** A page that is longer is drawn no further. */
export const TALLEST_WINDOW = 30_000;

/** The window, in CSS pixels, in which a screenshot of so many pixels was probably made. */
export function windowOf(screenshot: Size): Size {
  return windowOfWidth(screenshot, Math.round(screenshot.width / densityOf(screenshot)));
}

/** The window of this width, or of the nearest that there is, that a screenshot shows. */
export function windowOfWidth({ width, height }: Size, wanted: number): Size {
  const { least, most } = WINDOW_WIDTHS;
  const windowWidth = Math.min(most, Math.max(least, wanted));
  const windowHeight = Math.round((height * windowWidth) / width);
  return { width: windowWidth, height: Math.min(TALLEST_WINDOW, Math.max(1, windowHeight)) };
}

function densityOf({ width, height }: Size): number {
  const isTelephone = TELEPHONE_PIXELS.has(width) && height >= width * TELEPHONE_ASPECT;
  if (isTelephone) return Math.ceil(width / TELEPHONE_WIDTH);
  return width > WIDEST_WINDOW ? 2 : 1;
}
