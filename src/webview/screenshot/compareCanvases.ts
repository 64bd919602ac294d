import type { MadePiece, WantedImages } from '../../shared/imageProtocol';
import type { Size, Tile } from '../../shared/imageSize';
import type { Pixels } from '../../shared/similarity';
import type { Comparer } from './comparer';
import { drawn, pieceOf, pixelsOf, scale, scaledPiece } from '../images/make';

/** Both are compared at this width: what is finer than that is not seen at a glance. */
const COMPARED_WIDTH = 480;

/** Pixels around a region that show where it is. */
const MARGIN = 16;

/** Pixels between the two versions of a region. */
const GAP = 8;

/** What was found, in CSS pixels of the window. */
export interface Found {
  readonly score: number;
  readonly regions: Tile[];
}

/** Holds what the code shows against the screenshot; both show the same window. */
export async function compareCanvases(
  comparer: Comparer,
  screenshot: OffscreenCanvas,
  result: OffscreenCanvas,
  window: Size,
): Promise<Found> {
  const width = Math.min(COMPARED_WIDTH, window.width);
  const size = { width, height: Math.max(1, Math.round((window.height * width) / window.width)) };
  const { score, regions } = await comparer.compare(
    pixelsAt(screenshot, size),
    pixelsAt(result, size),
  );
  const factor = window.width / width;
  return { score, regions: regions.map((region) => enlarged(region, factor, window)) };
}

/**
 * What is sent to have the code made better: its picture, and each region as the screenshot and the
 * code show it, side by side.
 */
export async function picturesOf(
  screenshot: OffscreenCanvas,
  result: OffscreenCanvas,
  { window, regions, want }: { window: Size; regions: readonly Tile[]; want: WantedImages },
): Promise<MadePiece[]> {
  const whole = { x: 0, y: 0, width: result.width, height: result.height };
  const pictures = [await pieceOf(scaledPiece(result, whole, want))];
  const inWindow = drawn(
    screenshot,
    { x: 0, y: 0, width: screenshot.width, height: screenshot.height },
    window,
  );
  for (const region of regions) {
    const pair = sideBySide(inWindow, result, withMargin(region, window));
    const area = { x: 0, y: 0, width: pair.width, height: pair.height };
    pictures.push(await pieceOf(scaledPiece(pair, area, want)));
  }
  return pictures;
}

function pixelsAt(canvas: OffscreenCanvas, size: Size): Pixels {
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const small = scale(canvas, whole, size);
  return { ...size, rgba: pixelsOf(small) };
}

function enlarged({ x, y, width, height }: Tile, factor: number, window: Size): Tile {
  const left = Math.min(window.width - 1, Math.round(x * factor));
  const top = Math.min(window.height - 1, Math.round(y * factor));
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.min(window.width - left, Math.round(width * factor))),
    height: Math.max(1, Math.min(window.height - top, Math.round(height * factor))),
  };
}

function withMargin({ x, y, width, height }: Tile, window: Size): Tile {
  const left = Math.max(0, x - MARGIN);
  const top = Math.max(0, y - MARGIN);
  return {
    x: left,
    y: top,
    width: Math.min(window.width, x + width + MARGIN) - left,
    height: Math.min(window.height, y + height + MARGIN) - top,
  };
}

function sideBySide(one: OffscreenCanvas, other: OffscreenCanvas, part: Tile): OffscreenCanvas {
  const { width, height } = part;
  const canvas = new OffscreenCanvas(width * 2 + GAP, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(drawn(one, part, part), 0, 0);
  context?.drawImage(drawn(other, part, part), width + GAP, 0);
  return canvas;
}
