import type { Crop } from './imageProtocol';
import type { Size } from './imageSize';

/** A place in an image, in its pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A part of an image that is smaller shows nothing. */
const SMALLEST = 8;

/** The rectangle moved, as far as the image goes. */
export function moved(crop: Crop, by: Point, size: Size): Crop {
  return {
    ...crop,
    x: within(crop.x + by.x, 0, size.width - crop.width),
    y: within(crop.y + by.y, 0, size.height - crop.height),
  };
}

/** The rectangle with its lower right corner moved. */
export function resized(crop: Crop, by: Point, size: Size): Crop {
  const most = { width: size.width - crop.x, height: size.height - crop.y };
  return {
    ...crop,
    width: within(crop.width + by.x, Math.min(SMALLEST, most.width), most.width),
    height: within(crop.height + by.y, Math.min(SMALLEST, most.height), most.height),
  };
}

/** The rectangle between two corners, wherever the second one lies. */
export function between(one: Point, other: Point, size: Size): Crop {
  const [x, width] = span(one.x, other.x, size.width);
  const [y, height] = span(one.y, other.y, size.height);
  return { x, y, width, height };
}

function span(one: number, other: number, most: number): readonly [start: number, length: number] {
  const low = within(Math.min(one, other), 0, most);
  const high = within(Math.max(one, other), 0, most);
  const length = Math.max(high - low, Math.min(SMALLEST, most));
  return [Math.min(low, most - length), length];
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(value)));
}
