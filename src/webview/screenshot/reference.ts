import type { ImageChip } from '../../shared/imageProtocol';
import type { Size } from '../../shared/imageSize';
import { areaOf, decode, drawn } from '../images/make';

/** A screenshot in its own pixels: upright, and the part of it that is sent. */
export interface Reference {
  readonly chip: Pick<ImageChip, 'id' | 'crop'>;
  readonly canvas: OffscreenCanvas;
}

/** Reads the file of an image; undefined where it is not there any more. */
export async function readReference(
  { id, crop }: ImageChip,
  file: Blob | undefined,
): Promise<Reference | undefined> {
  const canvas = file && (await canvasOf(file, crop));
  return canvas && { chip: { id, crop }, canvas };
}

/** An image file in its own pixels; undefined where the browser cannot read it. */
export async function canvasOf(
  file: Blob,
  crop?: ImageChip['crop'],
): Promise<OffscreenCanvas | undefined> {
  const bitmap = await decode(file);
  if (!bitmap) return undefined;
  const area = areaOf(bitmap, crop);
  const canvas = drawn(bitmap, area, area);
  bitmap.close();
  return canvas;
}

/** Whether an image is still the one that was read. */
export function isSameImage(
  { chip }: Reference,
  { id, crop }: Pick<ImageChip, 'id' | 'crop'>,
): boolean {
  const { x, y, width, height } = chip.crop ?? {};
  return (
    chip.id === id &&
    x === crop?.x &&
    y === crop?.y &&
    width === crop?.width &&
    height === crop?.height
  );
}

/** The pixels of a canvas. */
export function sizeOf({ width, height }: OffscreenCanvas): Size {
  return { width, height };
}
