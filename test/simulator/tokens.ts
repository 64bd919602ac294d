import { sizeOfImage, visualTokens } from './images';
import type { Json } from './json';
import { isArray, isObject, objectsOf, textOf } from './json';
import type { Model } from './model';
import type { Block } from './request';
import { tokensOfThinking } from './signature';

/** What the API adds around the first message and around each change of role. */
export const requestOverheadTokens = 4;
export const roleOverheadTokens = 3;

/** Images by address or file id have no size here, so they count as a full one. */
const unknownImageTokens = 1_500;
const tokensPerPdfPage = 2_000;

export function textTokens(text: string, model: Model): number {
  return Math.ceil(Buffer.byteLength(text) / model.charsPerToken);
}

/** An estimate that depends on the block alone, so that a prompt counts as the sum of its parts. */
export function blockTokens(block: Block, model: Model): number {
  switch (block.type) {
    case 'text':
      return textTokens(textOf(block['text']), model);
    case 'image':
      return imageTokens(block, model);
    case 'document':
      return documentTokens(block, model);
    case 'thinking':
    case 'redacted_thinking':
      return tokensOfThinking(block) ?? textTokens(textOf(block['thinking']), model);
    case 'tool_result':
      return 8 + contentTokens(block['content'], model);
    case 'tool_use':
      return 12 + textTokens(textOf(block['name']) + JSON.stringify(block['input']), model);
    default:
      return textTokens(JSON.stringify(block), model);
  }
}

export function toolTokens(tool: object, model: Model): number {
  return textTokens(JSON.stringify(tool), model);
}

function contentTokens(content: Json | undefined, model: Model): number {
  if (!isArray(content)) return textTokens(textOf(content), model);
  return objectsOf(content).reduce((sum, part) => sum + blockTokens(asBlock(part), model), 0);
}

function imageTokens(block: Block, model: Model): number {
  const source = block['source'];
  if (!isObject(source) || source['type'] !== 'base64') return unknownImageTokens;
  const size = sizeOfImage(Buffer.from(textOf(source['data']), 'base64'));
  return size === null ? unknownImageTokens : visualTokens(size, model.imageTier);
}

function documentTokens(block: Block, model: Model): number {
  const around = textTokens(textOf(block['title']) + textOf(block['context']), model);
  const source = block['source'];
  if (!isObject(source)) return around;
  switch (textOf(source['type'])) {
    case 'text':
      return around + textTokens(textOf(source['data']), model);
    case 'content':
      return around + contentTokens(source['content'], model);
    case 'base64':
      return around + tokensPerPdfPage * pagesOfPdf(textOf(source['data']));
    default:
      return around + tokensPerPdfPage;
  }
}

export function pagesOfPdf(base64: string): number {
  const pages = Buffer.from(base64, 'base64')
    .toString('latin1')
    .match(/\/Type\s*\/Page\b/g);
  return Math.max(1, pages?.length ?? 0);
}

function asBlock(part: Readonly<Record<string, Json | undefined>>): Block {
  return { ...part, type: textOf(part['type']) };
}
