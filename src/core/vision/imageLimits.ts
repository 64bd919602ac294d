import { t } from '@vscode/l10n';
import type { ImageBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { LONG_EDGE_OF_MANY, MANY_IMAGES } from '../../shared/imageSize';
import type { Model } from '../models/model';
import { sizeOfBlock } from './imageBlock';

/** Models with a larger context window take more images in one request. */
const SMALL_WINDOW = 200_000;
const MOST_IMAGES = { small: 100, large: 600 };

/** The API takes requests of 32 MB; the rest is for the text. */
const MOST_BASE64 = 30 * 1024 * 1024;

/**
 * Why a request with these images, those of earlier turns included, would be rejected, in a
 * sentence; undefined where it would not.
 */
export function imageProblem(
  images: readonly ImageBlockParam[],
  { maxInputTokens }: Pick<Model, 'maxInputTokens'>,
): string | undefined {
  const most = maxInputTokens > SMALL_WINDOW ? MOST_IMAGES.large : MOST_IMAGES.small;
  if (images.length > most) {
    return t(
      'The conversation would hold {0} images, and the model takes {1}. Start a new conversation, or send fewer.',
      images.length,
      most,
    );
  }
  if (images.length > MANY_IMAGES && images.some(isTooLongForMany)) {
    return t(
      'More than {0} images in a conversation may have {1} pixels a side at the most, and some that were sent are larger. Start a new conversation, or send fewer.',
      MANY_IMAGES,
      LONG_EDGE_OF_MANY,
    );
  }
  const base64 = images.reduce((sum, image) => sum + lengthOf(image), 0);
  if (base64 > MOST_BASE64) {
    return t(
      'The images of the conversation are too large for one request. Start a new conversation, or send fewer.',
    );
  }
  return undefined;
}

function isTooLongForMany(image: ImageBlockParam): boolean {
  const size = sizeOfBlock(image);
  return size !== undefined && Math.max(size.width, size.height) > LONG_EDGE_OF_MANY;
}

function lengthOf({ source }: ImageBlockParam): number {
  return source.type === 'base64' ? source.data.length : 0;
}
