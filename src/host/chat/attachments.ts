import type { Conversation } from '../../core/conversation/conversation';
import { turnsSent } from '../../core/conversation/history';
import { costUsd } from '../../core/cost/cost';
import { inputUsage } from '../../core/cost/usage';
import type { Catalogue } from '../../core/models/catalogue';
import type { Model } from '../../core/models/model';
import type { Settings } from '../../core/ports';
import { imageBlock } from '../../core/vision/imageBlock';
import type { ImageBlock } from '../../core/vision/imageBlock';
import { imageProblem } from '../../core/vision/imageLimits';
import type { Task } from '../../core/tasks';
import type { TakenFile } from '../../shared/screenshotProtocol';
import { fitted, MANY_IMAGES, visualTokens } from '../../shared/imageSize';
import type {
  DraftImagesView,
  ImageChip,
  MadeImage,
  MadePiece,
  Original,
  OriginalFile,
  PreparedImage,
  PreparedPiece,
} from '../../shared/imageProtocol';
import type { DraftImages } from './draftImages';

interface AttachmentsParts {
  readonly store: DraftImages;
  readonly conversation: () => Promise<Conversation>;
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  /** What the images will be sent for, which decides for which model they are made. */
  readonly task: Task;
  /** Shows them in the view. */
  readonly show: (images: DraftImagesView) => void;
  /** Hands a file to the view, which makes an image of it anew; undefined where it is gone. */
  readonly handOver: (id: string, original: Original | undefined) => void;
  /** Told when another message would be sent. */
  readonly onDidChange: () => void;
}

/** The images of the message that is being written, as the view shows them and as they are sent. */
export class Attachments {
  constructor(private readonly parts: AttachmentsParts) {}

  /** It is shown at once; the disk may take its time. */
  async set(image: MadeImage): Promise<void> {
    await Promise.all([this.parts.store.set(preparedOf(image)), this.tell()]);
  }

  async remove(id: string): Promise<void> {
    await this.parts.store.remove(id);
    await this.tell();
  }

  async keepOriginal(original: OriginalFile): Promise<void> {
    await this.parts.store.keepOriginal({ ...original, data: base64(original.data) });
  }

  /** The file of an image, as it was attached; undefined where it was too large to be kept. */
  async fileOf(id: string): Promise<TakenFile | undefined> {
    const original = await this.parts.store.original(id);
    return original && { name: original.name, data: original.data };
  }

  /** The view asks for the file of an image. */
  async sendOriginal(id: string): Promise<void> {
    const original = await this.parts.store.original(id);
    this.parts.handOver(id, original);
  }

  /** They are part of a turn now. */
  async clear(): Promise<void> {
    if ((await this.parts.store.all()).length === 0) return;
    await this.parts.store.clear();
    await this.tell();
  }

  /** As they are sent, in front of the text. */
  async blocks(): Promise<readonly ImageBlock[]> {
    const images = await this.parts.store.all();
    return images.flatMap(({ pieces }) => pieces.map(imageBlock));
  }

  /** Why the API would reject them, together with those that were sent. */
  async problem(): Promise<string | undefined> {
    const own = await this.blocks();
    if (own.length === 0) return undefined;
    return imageProblem([...(await this.sent()), ...own], await this.model());
  }

  async view(): Promise<DraftImagesView> {
    const images = await this.parts.store.all();
    const model = await this.model();
    const count = images.reduce((sum, { pieces }) => sum + pieces.length, 0);
    const isOneOfMany = count > 0 && count + (await this.sent()).length > MANY_IMAGES;
    return {
      chips: images.map((image) => chipOf(image, model)),
      want: { tier: model.imageTier, isOneOfMany },
    };
  }

  private async tell(): Promise<void> {
    this.parts.show(await this.view());
    this.parts.onDidChange();
  }

  /** The images that every later request of the conversation holds. */
  private async sent(): Promise<readonly ImageBlock[]> {
    const { turns } = await this.parts.conversation();
    return turnsSent(turns).flatMap(({ prompt }) =>
      prompt.flatMap((block) => (block.type === 'image' ? block : [])),
    );
  }

  private async model(): Promise<Model> {
    const { settings, catalogue, task } = this.parts;
    return catalogue.resolve(settings.model(settings.tier(task)));
  }
}

function preparedOf(image: MadeImage): PreparedImage {
  return { ...image, pieces: image.pieces.map(preparedPiece) };
}

/** A piece as it is sent, of one as the view makes it. */
export function preparedPiece(piece: MadePiece): PreparedPiece {
  return { ...piece, data: base64(piece.data) };
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function chipOf(image: PreparedImage, model: Model): ImageChip {
  const { id, name, pieces, crop, isFirstFrame, tier, isOneOfMany } = image;
  const tokens = pieces.reduce(
    (sum, piece) => sum + visualTokens(fitted(piece, model.imageTier)),
    0,
  );
  const thumbnail = image.thumbnail ?? pieces[0];
  return {
    id,
    name,
    tokens,
    width: Math.max(...pieces.map(({ width }) => width)),
    height: pieces.reduce((sum, { height }) => sum + height, 0),
    pieces: pieces.length,
    usd: costUsd(inputUsage({ input: tokens }), model.pricing),
    thumbnail: thumbnail ? `data:${thumbnail.mediaType};base64,${thumbnail.data}` : '',
    crop,
    isFirstFrame,
    tier,
    isOneOfMany,
  };
}
