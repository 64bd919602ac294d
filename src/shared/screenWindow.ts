import type { Size } from './imageSize';

/** Wider windows than this are rare, screenshots of dense displays are not. */
const WIDEST_WINDOW = 1920;

/** Telephones are this much taller than wide at the least, and so wide in CSS pixels at the most. */
const TELEPHONE_ASPECT = 1.6;
const TELEPHONE_WIDTH = 480;
const TELEPHONE_PIXELS = 1440;

/** What a window of whole CSS pixels may be. */
export const WINDOW_WIDTHS = { least: 160, most: 7680 };

/** The window, in CSS pixels, in which a screenshot of so many pixels was probably made. */
export function windowOf(screenshot: Size): Size {
  return windowOfWidth(screenshot, Math.round(screenshot.width / densityOf(screenshot)));
}

/** The window of this width that a screenshot shows. */
export function windowOfWidth({ width, height }: Size, windowWidth: number): Size {
  return { width: windowWidth, height: Math.max(1, Math.round((height * windowWidth) / width)) };
}

function densityOf({ width, height }: Size): number {
  const isTelephone = height >= width * TELEPHONE_ASPECT && width <= TELEPHONE_PIXELS;
  if (isTelephone && width >= TELEPHONE_WIDTH * 1.25) {
    return width / 2 <= TELEPHONE_WIDTH ? 2 : 3;
  }
  return width > WIDEST_WINDOW ? 2 : 1;
}
