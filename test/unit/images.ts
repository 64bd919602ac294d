import { deflateSync } from 'node:zlib';
import type { MadeImage, PreparedImage, PreparedPiece } from '../../src/shared/imageProtocol';

/** A PNG of one grey, without a single library. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export function pieceOf(width: number, height: number): PreparedPiece {
  const data = pngOf(width, height).toString('base64');
  return { mediaType: 'image/png', width, height, data };
}

/** An image as the view prepares it. */
export function preparedOf(
  id: string,
  pieces: readonly PreparedPiece[] = [pieceOf(560, 280)],
): PreparedImage {
  return {
    id,
    name: `${id}.png`,
    tier: 'large',
    isOneOfMany: false,
    pieces: [...pieces],
    isFirstFrame: false,
  };
}

/** The same as the view hands it over. */
export function madeOf(image: PreparedImage): MadeImage {
  const pieces = image.pieces.map((piece) => ({
    ...piece,
    data: new Uint8Array(Buffer.from(piece.data, 'base64')),
  }));
  return { ...image, pieces };
}
