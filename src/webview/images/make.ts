import { isDrawn } from '../../shared/imageContent';
import { readImageHeader } from '../../shared/imageHeader';
import { isAnimated, otherFormat } from '../../shared/imageKind';
import { MAX_BYTES, MAX_PIECES, THUMBNAIL_EDGE } from '../../shared/imageProtocol';
import type {
  Crop,
  MadePiece,
  MediaType,
  Thumbnail,
  WantedImages,
} from '../../shared/imageProtocol';
import { fitted, tilesOf } from '../../shared/imageSize';
import type { Size, Tile } from '../../shared/imageSize';
import { base64Of } from './base64';
import { bytesOf } from './bytes';
import type { Refusal } from './refusal';

/** What is to be made, of which file. */
export interface MakeRequest {
  readonly file: Blob;
  readonly want: WantedImages;
  readonly crop: Crop | undefined;
}

/** What was made. */
export interface Made {
  readonly pieces: readonly MadePiece[];
  readonly thumbnail: Thumbnail | undefined;
  /** What the file is, by its bytes. */
  readonly mediaType: string;
  /** Whether only the first of several pictures is in it. */
  readonly isFirstFrame: boolean;
}

export type MakeResult = Made | { readonly refusal: Refusal };

const MAX_SIDE = 30_000;
const MAX_PIXELS = 100_000_000;
const LOSSY_QUALITY = 0.9;

/**
 * Makes an image of a file, as it is sent: upright, without metadata, in one piece or several, each
 * as large as the model takes it and never larger than it is. It runs in a worker or in the page.
 */
export async function makeImage({ file, want, crop }: MakeRequest): Promise<MakeResult> {
  const bytes = await bytesOf(file);
  if (!bytes) return refuse('unreadable');
  const sniffed = sniff(bytes);
  if ('refusal' in sniffed) return sniffed;
  const { mediaType } = sniffed;
  const bitmap = await decode(new Blob([bytes], { type: mediaType }));
  if (!bitmap) return sniffed.onFailure;
  try {
    if (isTooLarge(bitmap)) return tooLarge(bitmap);
    const area = areaOf(bitmap, crop);
    const tiles = tilesOf(area);
    if (tiles.length > MAX_PIECES) return refuse('tooLong');
    const pieces: MadePiece[] = [];
    let thumbnail: Thumbnail | undefined;
    // One after the other, since each needs as much memory as the screen and more.
    for (const tile of tiles) {
      const canvas = scaledPiece(bitmap, { ...tile, x: area.x, y: area.y + tile.y }, want);
      pieces.push(await pieceOf(canvas));
      thumbnail ??= await thumbnailOf(canvas);
    }
    return { pieces, thumbnail, mediaType, isFirstFrame: isAnimated(bytes) };
  } finally {
    bitmap.close();
  }
}

interface Sniffed {
  readonly mediaType: string;
  /** What to say where the browser does not decode it after all. */
  readonly onFailure: { readonly refusal: Refusal };
}

/** What a file is and whether to decode it, from its bytes alone. */
function sniff(bytes: Uint8Array): Sniffed | { readonly refusal: Refusal } {
  if (bytes.length === 0) return refuse('empty');
  const header = readImageHeader(bytes);
  if (header) {
    if (isTooLarge(header)) return tooLarge(header);
    const onFailure: { readonly refusal: Refusal } =
      header.format === 'bmp' ? { refusal: { kind: 'format', format: 'BMP' } } : refuse('damaged');
    return { mediaType: `image/${header.format}`, onFailure };
  }
  const format = otherFormat(bytes);
  if (format === undefined) return refuse('notImage');
  const refusal: Refusal = { kind: 'format', format };
  return format === 'AVIF' ? { mediaType: 'image/avif', onFailure: { refusal } } : { refusal };
}

function refuse(kind: Exclude<Refusal['kind'], 'format' | 'tooLarge'>): {
  readonly refusal: Refusal;
} {
  return { refusal: { kind } };
}

function isTooLarge({ width, height }: Size): boolean {
  return width * height >= MAX_PIXELS || Math.max(width, height) > MAX_SIDE;
}

function tooLarge({ width, height }: Size): { readonly refusal: Refusal } {
  return { refusal: { kind: 'tooLarge', width, height } };
}

/** Undefined where the browser cannot read it. */
export async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    // The browser says no more than that it could not.
    return undefined;
  }
}

/** A crop from elsewhere, such as of another version of the file, is kept within the image. */
/** The part that is meant. */
export function areaOf({ width, height }: Size, crop: Crop | undefined): Tile {
  if (!crop) return { x: 0, y: 0, width, height };
  const x = Math.min(crop.x, width - 1);
  const y = Math.min(crop.y, height - 1);
  return {
    x,
    y,
    width: Math.min(crop.width, width - x),
    height: Math.min(crop.height, height - y),
  };
}

/** A part of an image as large as it is wanted. */
export function scaledPiece(
  bitmap: ImageBitmap | OffscreenCanvas,
  tile: Tile,
  { tier, isOneOfMany }: WantedImages,
): OffscreenCanvas {
  return scale(bitmap, tile, fitted(tile, tier, isOneOfMany));
}

/** A canvas as it is sent. */
export async function pieceOf(canvas: OffscreenCanvas): Promise<MadePiece> {
  const { width, height } = canvas;
  const blob = await encode(canvas);
  const data = new Uint8Array(await blob.arrayBuffer());
  return { width, height, mediaType: mediaTypeOf(blob), data };
}

/** Made of the first piece, which is smaller than the file already. */
async function thumbnailOf(piece: OffscreenCanvas): Promise<Thumbnail> {
  const part = Math.min(1, THUMBNAIL_EDGE / Math.max(piece.width, piece.height));
  const width = Math.max(1, Math.round(piece.width * part));
  const height = Math.max(1, Math.round(piece.height * part));
  const canvas = scale(
    piece,
    { x: 0, y: 0, width: piece.width, height: piece.height },
    { width, height },
  );
  const type = isOpaque(pixelsOf(canvas)) ? 'image/jpeg' : 'image/png';
  const blob = await canvas.convertToBlob({ type, quality: LOSSY_QUALITY });
  return { mediaType: mediaTypeOf(blob), data: await base64Of(blob) };
}

/** Halves it until less than half is left to go, so that every pixel counts in the result. */
/** A part of an image at a smaller size. */
export function scale(
  image: ImageBitmap | OffscreenCanvas,
  tile: Tile,
  size: Size,
): OffscreenCanvas {
  let source = image;
  let from = tile;
  while (from.width > size.width * 2 && from.height > size.height * 2) {
    const half = { width: Math.ceil(from.width / 2), height: Math.ceil(from.height / 2) };
    source = drawn(source, from, half);
    from = { x: 0, y: 0, ...half };
  }
  return drawn(source, from, size);
}

/** A part of an image at another size. */
export function drawn(
  source: ImageBitmap | OffscreenCanvas,
  from: Tile,
  size: Size,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    source,
    ...([from.x, from.y, from.width, from.height] as const),
    ...([0, 0, size.width, size.height] as const),
  );
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // What is read back soon need not go to the graphics card and return.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  return context;
}

/**
 * Lossless for what is drawn, lossy for photographs and where lossless would be too long. JPEG
 * knows nothing transparent; WebP is a little smaller, and takes twenty times as long to write.
 */
async function encode(canvas: OffscreenCanvas): Promise<Blob> {
  const data = pixelsOf(canvas);
  if (isDrawn(data, canvas)) {
    const png = await canvas.convertToBlob({ type: 'image/png' });
    if (png.size <= MAX_BYTES) return png;
  }
  const type = isOpaque(data) ? 'image/jpeg' : 'image/webp';
  return canvas.convertToBlob({ type, quality: LOSSY_QUALITY });
}

/** Four bytes for each pixel, row by row. */
export function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data;
}

function isOpaque(rgba: Uint8ClampedArray): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}

function mediaTypeOf({ type }: Blob): MediaType {
  switch (type) {
    case 'image/webp':
    case 'image/jpeg':
      return type;
    default:
      return 'image/png';
  }
}
