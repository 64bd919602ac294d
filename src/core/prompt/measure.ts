import { createHash } from 'node:crypto';
import type { ImageBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { MessageRequest } from '../api/events';
import type { Model } from '../models/model';
import { tokensOfBlock } from '../vision/imageBlock';

/** What is counted of a request: its text, and images by their tokens. */
export interface Prompt {
  /** As one text, in which a digest stands for each image. */
  readonly text: string;
  readonly imageTokens: number;
}

/** Measures a request. Breakpoints cost no token: it has none yet. */
export function promptOf({ model: id, system, messages }: MessageRequest, model: Model): Prompt {
  let imageTokens = 0;
  const text = JSON.stringify([id, system, messages], (_, value: unknown) => {
    if (!isImage(value)) return value;
    imageTokens += tokensOfBlock(value, model.imageTier);
    return digestOf(value);
  });
  return { text, imageTokens };
}

const digests = new WeakMap<ImageBlockParam, string>();

/** Images are long, never change, and are sent with every turn that follows. */
export function digestOf(block: ImageBlockParam): string {
  const known = digests.get(block);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(JSON.stringify(block)).digest('base64url');
  digests.set(block, digest);
  return digest;
}

function isImage(value: unknown): value is ImageBlockParam {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'image';
}
