import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../core/ports';
import { Crop } from '../../shared/imageProtocol';
import { Round, ScreenshotForm, Window } from '../../shared/screenshotProtocol';
import { replaceFile } from '../replaceFile';

/** Version of the file. One of another version counts as not there. */
const FORMAT_VERSION = 1;

const SavedRun = v.object({
  /** The id of its conversation. */
  conversation: v.string(),
  path: v.string(),
  /** The files that were written. */
  files: v.array(v.string()),
  window: Window,
  imageId: v.string(),
  crop: v.optional(Crop),
  rounds: v.array(Round),
});
export type SavedRun = v.InferOutput<typeof SavedRun>;

const Remembered = v.object({
  version: v.literal(FORMAT_VERSION),
  form: ScreenshotForm,
  run: v.optional(SavedRun),
});
export type Remembered = Omit<v.InferOutput<typeof Remembered>, 'version'>;

/** What a window remembers of Screenshot to Code across reloads, so that what was paid goes on. */
export class ScreenshotMemory {
  private readonly file: string;
  private writing: Promise<unknown> = Promise.resolve();

  /** @param folder the storage folder of the workspace, on the extension host's disk */
  constructor(
    folder: string,
    private readonly log: Log,
  ) {
    this.file = path.join(folder, 'screenshot.json');
  }

  /** Undefined where there is nothing, or nothing that can be read. */
  async load(): Promise<Remembered | undefined> {
    try {
      return v.parse(Remembered, JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      // It begins anew.
      return undefined;
    }
  }

  /** One write after the other. */
  async save(remembered: Remembered): Promise<void> {
    const text = JSON.stringify({ version: FORMAT_VERSION, ...remembered });
    this.writing = this.writing
      .then(() => replaceFile(this.file, text))
      .catch((error: unknown) => this.log.error('Screenshot to Code could not be kept.', error));
    await this.writing;
  }
}
