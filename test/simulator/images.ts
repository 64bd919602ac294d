import type { Model } from './model';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
}

interface Tier {
  readonly longEdgePixels: number;
  readonly tokens: number;
}

const tiers: Readonly<Record<Model['imageTier'], Tier>> = {
  large: { longEdgePixels: 2_576, tokens: 4_784 },
  standard: { longEdgePixels: 1_568, tokens: 1_568 },
};

const patchPixels = 28;

/** Tokens of an image after the API has made it fit the model's tier. */
export function visualTokens(size: ImageSize, tier: Model['imageTier']): number {
  const fitted = fit(size, tier);
  return patches(fitted.width, fitted.height);
}

/** The largest size of the same proportions that the tier accepts as it is. */
export function fit(size: ImageSize, tier: Model['imageTier']): { width: number; height: number } {
  const { longEdgePixels, tokens } = tiers[tier];
  const longEdge = Math.max(size.width, size.height);
  const scaledTo = (edge: number): { width: number; height: number } => ({
    width: Math.max(1, Math.round((size.width * edge) / longEdge)),
    height: Math.max(1, Math.round((size.height * edge) / longEdge)),
  });
  let low = 1;
  let high = Math.min(longEdge, longEdgePixels);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { width, height } = scaledTo(middle);
    if (patches(width, height) <= tokens) low = middle;
    else high = middle - 1;
  }
  return scaledTo(low);
}

function patches(width: number, height: number): number {
  return Math.ceil(width / patchPixels) * Math.ceil(height / patchPixels);
}

/** Reads the dimensions from the header; null when it is none of the four accepted formats. */
export function sizeOfImage(bytes: Buffer): ImageSize | null {
  if (bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG') {
    return {
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
      mediaType: 'image/png',
    };
  }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF') {
    return {
      width: bytes.readUInt16LE(6),
      height: bytes.readUInt16LE(8),
      mediaType: 'image/gif',
    };
  }
  if (bytes.length >= 30 && bytes.toString('latin1', 8, 12) === 'WEBP') return sizeOfWebp(bytes);
  if (bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8) return sizeOfJpeg(bytes);
  return null;
}

function sizeOfWebp(bytes: Buffer): ImageSize | null {
  const mediaType = 'image/webp';
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1, mediaType };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, mediaType };
    }
    case 'VP8 ':
      return {
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
        mediaType,
      };
    default:
      return null;
  }
}

/** Walks the segments to the frame header, which is any of C0 to CF but the three tables. */
function sizeOfJpeg(bytes: Buffer): ImageSize | null {
  let offset = 2;
  while (offset + 9 < bytes.length) {
    if (bytes[offset] !== 0xff) return null;
    const marker = bytes[offset + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return {
        width: bytes.readUInt16BE(offset + 7),
        height: bytes.readUInt16BE(offset + 5),
        mediaType: 'image/jpeg',
      };
    }
    offset += 2 + bytes.readUInt16BE(offset + 2);
  }
  return null;
}
