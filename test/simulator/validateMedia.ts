import { invalidRequest } from './apiError';
import type { ImageSize } from './images';
import { fit, sizeOfImage } from './images';
import type { Json, JsonObject } from './json';
import { isObject, objectsOf, textOf } from './json';
import type { Model } from './model';
import type { MessagesRequest } from './request';
import { blocksOf } from './request';
import { pagesOfPdf } from './tokens';

const maxImageBytes = 10 * 1024 * 1024;
const maxSidePixels = 8_000;
const manyImages = 20;
const maxSideOfManyPixels = 2_000;

interface Medium {
  readonly block: JsonObject;
  /** As errors name the block, with the types of the blocks around it. */
  readonly path: string;
  /** As error details name it, without types. */
  readonly place: string;
}

interface Image extends Medium {
  /** Null when it is given by address or file id. */
  readonly size: ImageSize | null;
}

/** Images and PDFs, wherever in the request they are. */
export function checkMedia(request: MessagesRequest, model: Model): void {
  const media = request.messages.flatMap(({ content }, index) =>
    blocksOf(content).flatMap((block, part) => {
      const place = `messages.${index}.content.${part}`;
      return mediaIn(block, place, place);
    }),
  );
  const documents = media.filter(({ block }) => block['type'] === 'document');
  const images = media
    .filter(({ block }) => block['type'] === 'image')
    .map((image) => ({ ...image, size: decoded(image) }));
  const limit = model.contextTokens > 200_000 ? 600 : 100;
  if (images.length > limit) {
    throw invalidRequest(
      `messages: too many images and documents: ${images.length} + ${documents.length} > ${limit}`,
    );
  }
  checkSides(images);
  images.forEach((image) => checkFit(image, model));
  checkPages(documents, limit);
}

/** The block itself, and what a tool result or a document holds. */
function mediaIn(
  block: Readonly<Record<string, Json | undefined>>,
  path: string,
  place: string,
): Medium[] {
  const type = textOf(block['type']);
  const own = type === 'image' || type === 'document' ? [{ block, path, place }] : [];
  const inside = type === 'tool_result' ? objectsOf(block['content']) : [];
  return [
    ...own,
    ...inside.flatMap((part, index) =>
      mediaIn(part, `${path}.tool_result.content.${index}`, `${place}.content.${index}`),
    ),
  ];
}

function decoded({ block, path }: Medium): ImageSize | null {
  const source = block['source'];
  if (!isObject(source) || source['type'] !== 'base64') return null;
  const data = textOf(source['data']);
  const field = `${path}.image.source.base64`;
  if (data.length > maxImageBytes) {
    throw invalidRequest(
      `${field}: image exceeds 10 MB maximum: ${data.length} bytes > ${maxImageBytes} bytes`,
    );
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data) || data.length % 4 !== 0) {
    throw invalidRequest(`${field}: invalid base64 data`);
  }
  const size = sizeOfImage(Buffer.from(data, 'base64'));
  if (size === null || size.width === 0 || size.height === 0) {
    throw invalidRequest('Could not process image');
  }
  const claimed = textOf(source['media_type']);
  if (claimed !== size.mediaType) {
    throw invalidRequest(
      `${field}: The image was specified using the ${claimed} media type, but the image appears to be a ${size.mediaType} image`,
    );
  }
  return size;
}

function checkSides(images: readonly Image[]): void {
  const many = images.length > manyImages;
  const limit = many ? maxSideOfManyPixels : maxSidePixels;
  const tooLarge = images.filter(
    ({ size }) => size !== null && Math.max(size.width, size.height) > limit,
  );
  const first = tooLarge[0];
  if (first === undefined) return;
  throw invalidRequest(
    `${first.path}.image.source.base64.data: At least one of the image dimensions exceed max allowed size${many ? ' for many-image requests' : ''}: ${limit} pixels`,
    {
      error_code: 'image_dimensions_too_large',
      max_side_length_pixels: limit,
      paths: tooLarge.map(({ place }) => place),
    },
  );
}

/** Whoever asks for it is told that an image would be scaled down. */
function checkFit({ block, path, size }: Image, model: Model): void {
  const transformations = block['transformations'];
  if (size === null || !isObject(transformations)) return;
  if (transformations['oversized_image'] !== 'error') return;
  const { width, height } = fit(size, model.imageTier);
  if (width === size.width && height === size.height) return;
  throw invalidRequest(
    `${path}.image: image dimensions ${size.width}x${size.height} exceed the largest that fit this model: ${width}x${height}`,
  );
}

function checkPages(documents: readonly Medium[], limit: number): void {
  let pages = 0;
  for (const { block, path } of documents) {
    const source = block['source'];
    if (!isObject(source) || source['type'] !== 'base64') continue;
    const data = textOf(source['data']);
    if (!Buffer.from(data.slice(0, 16), 'base64').toString('latin1').startsWith('%PDF')) {
      throw invalidRequest(`${path}.document.source.base64.data: The PDF specified was not valid.`);
    }
    pages += pagesOfPdf(data);
  }
  if (pages > limit) throw invalidRequest(`A maximum of ${limit} PDF pages may be provided.`);
}
