import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../core/ports';
import { Original, PreparedImage } from '../../shared/imageProtocol';
import { replaceFile } from '../replaceFile';

/** Version of the list. One of another version counts as not there. */
const FORMAT_VERSION = 1;

const List = v.object({ version: v.literal(FORMAT_VERSION), ids: v.array(v.string()) });

/**
 * The images of the message that is being written, on the disk, for the view may go at any time:
 * each as it would be sent, and the file that it was made from.
 */
export class DraftImages {
  private loaded: Promise<readonly PreparedImage[]> | undefined;
  private writing: Promise<unknown> = Promise.resolve();

  /** @param folder of its own, on the extension host's disk */
  constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** In the order in which they were added. */
  async all(): Promise<readonly PreparedImage[]> {
    this.loaded ??= this.load();
    return this.loaded;
  }

  /** Adds an image, or takes it in place of the one with its id. */
  async set(image: PreparedImage): Promise<void> {
    await this.change(
      (images) =>
        images.some(({ id }) => id === image.id)
          ? images.map((each) => (each.id === image.id ? image : each))
          : [...images, image],
      () => replaceFile(this.preparedFile(image.id), JSON.stringify(image)),
    );
  }

  async remove(id: string): Promise<void> {
    await this.change(
      (images) => images.filter((image) => image.id !== id),
      () => this.forget(id),
    );
  }

  /** They were sent, and are part of the conversation now. */
  async clear(): Promise<void> {
    const images = await this.all();
    await this.change(
      () => [],
      () => Promise.all(images.map(({ id }) => this.forget(id))),
    );
  }

  /** It comes after its image, which may have been sent or removed meanwhile. */
  async keepOriginal(original: Original): Promise<void> {
    await this.inTurn(async () => {
      const images = await this.all();
      if (!images.some(({ id }) => id === original.id)) return;
      await replaceFile(this.originalFile(original.id), JSON.stringify(original));
    });
  }

  /** Undefined where it was too large to be kept, or its file is gone. */
  async original(id: string): Promise<Original | undefined> {
    await this.writing;
    try {
      return v.parse(Original, JSON.parse(await readFile(this.originalFile(id), 'utf8')));
    } catch {
      // What is prepared can still be sent.
      return undefined;
    }
  }

  private async change(
    change: (images: readonly PreparedImage[]) => readonly PreparedImage[],
    write: () => Promise<unknown>,
  ): Promise<void> {
    this.loaded = this.all().then(change);
    const images = await this.loaded;
    await this.inTurn(async () => {
      await write();
      const list = { version: FORMAT_VERSION, ids: images.map(({ id }) => id) };
      await replaceFile(path.join(this.folder, 'list.json'), JSON.stringify(list));
    });
  }

  /** One write after the other; what the disk does not take is lost with the window, and logged. */
  private async inTurn(write: () => Promise<unknown>): Promise<void> {
    this.writing = this.writing.then(write).catch((error: unknown) => {
      this.log.error('An image of the draft could not be kept.', error);
    });
    await this.writing;
  }

  private async load(): Promise<PreparedImage[]> {
    try {
      const file = path.join(this.folder, 'list.json');
      const { ids } = v.parse(List, JSON.parse(await readFile(file, 'utf8')));
      const images = await Promise.all(ids.map((id) => this.read(id)));
      return images.flatMap((image) => image ?? []);
    } catch {
      // There have been no images yet.
      return [];
    }
  }

  private async read(id: string): Promise<PreparedImage | undefined> {
    try {
      return v.parse(PreparedImage, JSON.parse(await readFile(this.preparedFile(id), 'utf8')));
    } catch (error) {
      this.log.error('An image of the draft could not be read.', error);
      return undefined;
    }
  }

  private async forget(id: string): Promise<void> {
    const files = [this.preparedFile(id), this.originalFile(id)];
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }

  private preparedFile(id: string): string {
    return path.join(this.folder, `${id}.json`);
  }

  private originalFile(id: string): string {
    return path.join(this.folder, `${id}.original.json`);
  }
}
