import { t } from '@vscode/l10n';
import { MAX_ORIGINAL_BYTES } from '../../shared/imageProtocol';
import type {
  Crop,
  DraftImagesView,
  ImageChip,
  MadeImage,
  Original,
  WantedImages,
} from '../../shared/imageProtocol';
import { post } from '../vscodeApi';
import { blobOf } from './base64';
import { bytesOf } from './bytes';
import { ImageMaker } from './imageMaker';
import type { Made } from './make';
import { refusalSentence } from './refusal';

interface AttachedImagesHooks {
  /** Something is to be drawn anew. */
  readonly changed: () => void;
}

/**
 * The images of the draft. Those that are ready are the host's; the page makes them ready, and
 * makes them anew where another part or another size of them is wanted.
 */
export class AttachedImages {
  /** Sentences on files that cannot be sent, by the id that they would have got. */
  readonly failures = new Map<string, string>();
  /** Names of what is being made ready and that the host has not shown yet, by id. */
  readonly pending = new Map<string, string>();
  private view: DraftImagesView = { chips: [], want: { tier: 'standard', isOneOfMany: false } };
  private readonly maker = new ImageMaker();
  private readonly files = new Map<string, Blob>();
  /** What an image was last asked to be made into, by id, until the host shows it so. */
  private readonly tasks = new Map<string, RemakeTask>();
  /** What the user has removed, also while the host does not know it yet. */
  private readonly removed = new Set<string>();
  private readonly waiting = new Map<string, ((original: Original | undefined) => void)[]>();

  constructor(private readonly hooks: AttachedImagesHooks) {}

  get chips(): readonly ImageChip[] {
    return this.view.chips;
  }

  /** Whether something would be missing, or of a size that is not wanted, if it was sent now. */
  get isPreparing(): boolean {
    return this.pending.size > 0 || [...this.tasks.values()].some(({ isRunning }) => isRunning);
  }

  /** What the host has; it is remade quietly where it was made for another model. */
  show(view: DraftImagesView): void {
    this.view = { ...view, chips: view.chips.filter(({ id }) => !this.removed.has(id)) };
    for (const chip of this.chips) this.pending.delete(chip.id);
    this.forgetOthers();
    for (const chip of this.chips) this.compare(chip);
    this.hooks.changed();
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const id = newId();
      const name = (file.name || t('Image')).slice(0, 255);
      this.pending.set(id, name);
      void this.attach(id, name, file);
    }
    this.hooks.changed();
  }

  remove(id: string): void {
    this.pending.delete(id);
    this.failures.delete(id);
    this.removed.add(id);
    post({ type: 'removeImage', id });
    this.show(this.view);
  }

  /** Shows a sentence on why something could not be done with an image. */
  fail(id: string, sentence: string): void {
    this.pending.delete(id);
    this.failures.set(id, sentence);
    this.hooks.changed();
  }

  dismiss(id: string): void {
    this.failures.delete(id);
    this.hooks.changed();
  }

  /** Makes an image anew, of a part of its file or of all of it. */
  crop(chip: ImageChip, crop: Crop | undefined): void {
    void this.remake(chip, { want: this.view.want, crop, isRunning: true });
  }

  /** The file of an image; undefined where it was too large to be kept over a reload. */
  async original(id: string): Promise<Blob | undefined> {
    const known = this.files.get(id);
    if (known) return known;
    const original = await new Promise<Original | undefined>((resolve) => {
      this.waiting.set(id, [...(this.waiting.get(id) ?? []), resolve]);
      post({ type: 'askOriginal', id });
    });
    if (!original) return undefined;
    const file = await blobOf(original.data, original.mediaType);
    this.files.set(id, file);
    return file;
  }

  /** The answer to `askOriginal`. */
  receiveOriginal(id: string, original: Original | undefined): void {
    for (const resolve of this.waiting.get(id) ?? []) resolve(original);
    this.waiting.delete(id);
  }

  private async attach(id: string, name: string, file: File): Promise<void> {
    const { want } = this.view;
    const made = await this.maker.make({ file, want, crop: undefined });
    // It may have been removed while it was made.
    if (!this.pending.has(id)) return;
    if ('refusal' in made) {
      this.fail(id, refusalSentence(made.refusal, name));
      return;
    }
    const { mediaType } = made;
    this.files.set(id, new Blob([file], { type: mediaType }));
    post({ type: 'setImage', image: { id, name, ...want, ...contentOf(made) } });
    const data = file.size > MAX_ORIGINAL_BYTES ? undefined : await bytesOf(file);
    if (data) post({ type: 'keepOriginal', original: { id, name, mediaType, data } });
  }

  /** Looks whether an image is as it is wanted, and has it made anew otherwise. */
  private compare(chip: ImageChip): void {
    const task = this.tasks.get(chip.id);
    const crop = task ? task.crop : chip.crop;
    const { want } = this.view;
    if (isSame(chip, chip.crop, { want, crop })) this.tasks.delete(chip.id);
    // What is being made, or could not be made, is not tried again.
    else if (!task || !isSame(task.want, task.crop, { want, crop })) {
      void this.remake(chip, { want, crop, isRunning: true });
    }
  }

  private async remake({ id, name }: ImageChip, task: RemakeTask): Promise<void> {
    this.tasks.set(id, task);
    this.hooks.changed();
    const { want, crop } = task;
    const file = await this.original(id);
    const made = file && (await this.maker.make({ file, want, crop }));
    // Something else may have been asked for meanwhile.
    if (this.tasks.get(id) !== task) return;
    if (made && !('refusal' in made)) {
      post({ type: 'setImage', image: { id, name, ...want, crop, ...contentOf(made) } });
      return;
    }
    // Without its file it stays as it is, and can be sent so.
    this.tasks.set(id, { ...task, isRunning: false });
    if (made) this.failures.set(id, refusalSentence(made.refusal, name));
    this.hooks.changed();
  }

  /** What is neither in the draft nor on its way there was sent or removed. */
  private forgetOthers(): void {
    const ids = new Set([...this.pending.keys(), ...this.chips.map(({ id }) => id)]);
    for (const map of [this.files, this.tasks]) {
      for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    }
  }
}

interface RemakeTask {
  readonly want: WantedImages;
  readonly crop: Crop | undefined;
  readonly isRunning: boolean;
}

/** What is kept of what was made. */
function contentOf({
  pieces,
  thumbnail,
  isFirstFrame,
}: Made): Pick<MadeImage, 'pieces' | 'thumbnail' | 'isFirstFrame'> {
  return { pieces: [...pieces], thumbnail, isFirstFrame };
}

function isSame(
  made: WantedImages,
  madeCrop: Crop | undefined,
  { want, crop }: Pick<RemakeTask, 'want' | 'crop'>,
): boolean {
  return (
    made.tier === want.tier &&
    made.isOneOfMany === want.isOneOfMany &&
    madeCrop?.x === crop?.x &&
    madeCrop?.y === crop?.y &&
    madeCrop?.width === crop?.width &&
    madeCrop?.height === crop?.height
  );
}

/** Unlike `randomUUID`, this is there in pages that came over plain HTTP too. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
