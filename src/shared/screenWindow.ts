import type { Size } from './imageSize';

/** Wider windows than this are rare, screenshots of dense displays are not. */
const WIDEST_WINDOW = 1920;

/** Displays of telephones are so much taller than wide; a page that was scrolled is taller still. */
const TELEPHONE_ASPECTS = { least: 1.6, most: 2.4 };

/** In CSS pixels, and in pixels of the densest displays. */
const WIDEST_TELEPHONE = { window: 480, screenshot: 1440 };

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
  const aspect = height / width;
  const isTelephone =
    aspect >= TELEPHONE_ASPECTS.least &&
    aspect <= TELEPHONE_ASPECTS.most &&
    width <= WIDEST_TELEPHONE.screenshot;
  if (isTelephone) {
    return [1, 2].find((density) => width / density <= WIDEST_TELEPHONE.window) ?? 3;
  }
  return width > WIDEST_WINDOW ? 2 : 1;
}
