import type { EditedDocument } from './editedDocument';

/** So many updates a second can be read along; more would only cost. */
const INTERVAL_MS = 66;

/**
 * Writes the lines of one hunk into a document as they arrive. Where no editor shows the document,
 * they wait for the end, since each edit would be an undo step of its own.
 */
export class HunkWriter {
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writtenMs = 0;

  constructor(
    private readonly edited: EditedDocument,
    readonly id: number,
  ) {}

  /** Whether the hunk was taken back while it was written. */
  get isGone(): boolean {
    return this.edited.text.hunk(this.id)?.writing === undefined && !this.edited.text.isHidden;
  }

  add(line: string): void {
    this.waiting.push(line);
    const afterMs = Math.max(0, this.writtenMs + INTERVAL_MS - performance.now());
    this.timer ??= setTimeout(() => void this.flush(), afterMs);
  }

  /** The hunk is whole; false where it is gone. */
  async end(): Promise<boolean> {
    clearTimeout(this.timer);
    return this.edited.edit(() => this.edited.text.planEnd(this.id, this.waiting));
  }

  /** What was written is taken back. */
  async drop(): Promise<boolean> {
    clearTimeout(this.timer);
    return this.edited.edit(() => this.edited.text.planDrop(this.id));
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    if (!this.edited.editor) return;
    this.writtenMs = performance.now();
    let taken = 0;
    await this.edited.edit(
      () => {
        taken = this.waiting.length;
        return this.edited.text.planLines(this.id, this.waiting);
      },
      () => (this.waiting = this.waiting.slice(taken)),
    );
  }
}
