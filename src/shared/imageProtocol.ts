import * as v from 'valibot';
import type { ImageTier } from './imageSize';

/** What the API takes; others are converted or refused. */
export const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** The API takes no image whose base64 is longer. */
export const MAX_BASE64 = 10 * 1024 * 1024;

/** The same in bytes. */
export const MAX_BYTES = (MAX_BASE64 / 4) * 3;

/** Larger files are not kept; what was made of them can be sent, and not made anew. */
export const MAX_ORIGINAL_BYTES = 30 * 1024 * 1024;

/** A page that would be cut into more is not sent. */
export const MAX_PIECES = 40;

const Pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30_000));
const ANY_BASE64 = v.regex(/^[A-Za-z0-9+/]+={0,2}$/);
const Base64 = v.pipe(v.string(), v.maxLength(MAX_BASE64), ANY_BASE64);

/** An image as it is sent, whole or a piece of a tall page. */
export const PreparedPiece = v.object({
  mediaType: v.picklist(MEDIA_TYPES),
  width: Pixels,
  height: Pixels,
  data: Base64,
});
export type PreparedPiece = v.InferOutput<typeof PreparedPiece>;

/** The longer side of a thumbnail in pixels: 96 of the page's on a display of twice as many. */
export const THUMBNAIL_EDGE = 192;

/** More than a thumbnail needs, even without loss. */
const MAX_THUMBNAIL_BASE64 = 256 * 1024;

/** What the view shows of an image, which is smaller than the image by far. */
export const Thumbnail = v.object({
  mediaType: v.picklist(MEDIA_TYPES),
  data: v.pipe(v.string(), v.maxLength(MAX_THUMBNAIL_BASE64), ANY_BASE64),
});
export type Thumbnail = v.InferOutput<typeof Thumbnail>;

/** The part of the original that is sent, in its own pixels after it was turned upright. */
export const Crop = v.object({
  x: v.pipe(v.number(), v.integer(), v.minValue(0)),
  y: v.pipe(v.number(), v.integer(), v.minValue(0)),
  width: Pixels,
  height: Pixels,
});
export type Crop = v.InferOutput<typeof Crop>;

export const ImageId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

/** An image of the draft, made ready for a model's tier. */
export const PreparedImage = v.object({
  id: ImageId,
  name: v.pipe(v.string(), v.maxLength(255)),
  tier: v.picklist(['standard', 'large']),
  /** Whether it was made for a request of more than twenty images. */
  isOneOfMany: v.boolean(),
  crop: v.optional(Crop),
  pieces: v.pipe(v.array(PreparedPiece), v.minLength(1), v.maxLength(MAX_PIECES)),
  // Drafts of older versions have neither of these.
  thumbnail: v.optional(Thumbnail),
  /** Whether only the first of several pictures is in it. */
  isFirstFrame: v.optional(v.boolean(), false),
});
export type PreparedImage = v.InferOutput<typeof PreparedImage>;

/** A piece as the view makes it. */
export const MadePiece = v.object({ ...PreparedPiece.entries, data: bytesUpTo(MAX_BYTES) });
export type MadePiece = v.InferOutput<typeof MadePiece>;

/**
 * The same as the view makes it. What is large crosses to the host in bytes, which VS Code hands
 * over as they are; base64 it would copy, escape and parse, and the window would stand meanwhile.
 */
export const MadeImage = v.object({
  ...PreparedImage.entries,
  pieces: v.pipe(v.array(MadePiece), v.minLength(1), v.maxLength(MAX_PIECES)),
});
export type MadeImage = v.InferOutput<typeof MadeImage>;

/** The file that an image was made from, for making it anew. */
export const Original = v.object({
  id: ImageId,
  name: v.pipe(v.string(), v.maxLength(255)),
  mediaType: v.pipe(v.string(), v.maxLength(100)),
  data: v.pipe(v.string(), v.maxLength((MAX_ORIGINAL_BYTES / 3) * 4)),
});
export type Original = v.InferOutput<typeof Original>;

/** The same as the view hands it over. */
export const OriginalFile = v.object({
  ...Original.entries,
  data: bytesUpTo(MAX_ORIGINAL_BYTES),
});
export type OriginalFile = v.InferOutput<typeof OriginalFile>;

function bytesUpTo(most: number) {
  return v.pipe(v.instance(Uint8Array), v.minLength(1), v.maxLength(most));
}

/** For which requests images are wanted now. */
export interface WantedImages {
  readonly tier: ImageTier;
  readonly isOneOfMany: boolean;
}

/** The images of the draft. */
export interface DraftImagesView {
  readonly chips: readonly ImageChip[];
  readonly want: WantedImages;
}

/** An image of a message that was sent. */
export interface SentImage {
  /** A data URL. */
  readonly thumbnail: string;
  readonly width: number;
  readonly height: number;
}

/** What the tray shows of an image of the draft. */
export interface ImageChip {
  readonly id: string;
  readonly name: string;
  /** Of all pieces together. */
  readonly tokens: number;
  /** Pixels as they are sent; of a tall page, of all its pieces below each other. */
  readonly width: number;
  readonly height: number;
  readonly pieces: number;
  /** Dollars for sending it once; undefined where unpriced. */
  readonly usd: number | undefined;
  /** A data URL. */
  readonly thumbnail: string;
  readonly crop: Crop | undefined;
  /** Whether only the first of several pictures is in it. */
  readonly isFirstFrame: boolean;
  /** For which model it was made; the view makes it anew where that has changed. */
  readonly tier: ImageTier;
  readonly isOneOfMany: boolean;
}
