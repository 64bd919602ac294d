import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { replaceFile } from './replaceFile';

/** Version of the file. One of another version counts as not there. */
const FORMAT_VERSION = 1;

const Remembered = v.object({
  version: v.literal(FORMAT_VERSION),
  /** The id of the open conversation. */
  conversation: v.optional(v.string()),
  /** What was typed and not sent. */
  draft: v.string(),
  /** Whether the user lets files of this workspace be sent; undefined until they were asked. */
  sendsFiles: v.optional(v.boolean()),
});
type Remembered = v.InferOutput<typeof Remembered>;

/**
 * What a window remembers across reloads. It is a file of ours, because the state that VS Code
 * keeps is written late, and not at all when a browser's tab is closed.
 */
export class WindowMemory {
  private remembered: Promise<Remembered> | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isDirty = false;

  /** @param folder the storage folder of the workspace, on the extension host's disk */
  constructor(private readonly folder: string) {}

  async conversation(): Promise<string | undefined> {
    return (await this.read()).conversation;
  }

  async draft(): Promise<string> {
    return (await this.read()).draft;
  }

  async setConversation(conversation: string): Promise<void> {
    await this.change({ conversation });
  }

  async setDraft(draft: string): Promise<void> {
    await this.change({ draft });
  }

  async sendsFiles(): Promise<boolean | undefined> {
    return (await this.read()).sendsFiles;
  }

  async setSendsFiles(sendsFiles: boolean): Promise<void> {
    await this.change({ sendsFiles });
  }

  private async change(change: Partial<Remembered>): Promise<void> {
    this.remembered = this.read().then((remembered) => ({ ...remembered, ...change }));
    if (!this.isDirty) {
      this.isDirty = true;
      // One write after the other, each with all that has changed until it begins.
      this.writing = this.writing.catch(() => undefined).then(() => this.write());
    }
    await this.writing;
  }

  private read(): Promise<Remembered> {
    this.remembered ??= this.load();
    return this.remembered;
  }

  private async load(): Promise<Remembered> {
    const nothing = { version: FORMAT_VERSION, draft: '' } as const;
    try {
      const parsed = v.safeParse(Remembered, JSON.parse(await readFile(this.file, 'utf8')));
      return parsed.success ? parsed.output : nothing;
    } catch {
      // There is no file yet, or it cannot be read: the window begins anew.
      return nothing;
    }
  }

  private async write(): Promise<void> {
    this.isDirty = false;
    await replaceFile(this.file, JSON.stringify(await this.read()));
  }

  private get file(): string {
    return path.join(this.folder, 'window.json');
  }
}
