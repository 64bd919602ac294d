import type { ImageBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { readImageHeader } from '../../shared/imageHeader';
import type { PreparedPiece } from '../../shared/imageProtocol';
import { fitted, visualTokens } from '../../shared/imageSize';
import type { ImageTier, Size } from '../../shared/imageSize';

/** An image of a message. */
export type ImageBlock = ImageBlockParam;

/** So much of a file holds its size, for what is sent carries no metadata in front of it. */
const HEADER_BASE64 = 64 * 1024;

/** A prepared image as it goes to the API. */
export function imageBlock({ mediaType, data }: PreparedPiece): ImageBlock {
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data } };
}

/** Pixels of an image as it is sent; undefined for what is no image, or not sent as bytes. */
export function sizeOfBlock({ source }: ImageBlockParam): Size | undefined {
  if (source.type !== 'base64') return undefined;
  return readImageHeader(Buffer.from(source.data.slice(0, HEADER_BASE64), 'base64'));
}

/** What an image is counted as, once the API has made it fit the model. */
export function tokensOfBlock(block: ImageBlockParam, tier: ImageTier): number {
  const size = sizeOfBlock(block);
  return size ? visualTokens(fitted(size, tier)) : 0;
}
