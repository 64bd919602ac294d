import * as vscode from 'vscode';
import { splitLines, toTextChange } from '../../core/edit/lines';
import type { TextChange } from '../../core/edit/lines';
import { PendingText } from '../../core/edit/pendingText';
import type { Plan } from '../../core/edit/pendingText';
import { joinAdjacent } from '../../core/edit/writing';

/** An edit is refused where the document has changed on its way; then it is planned anew. */
const MOST_TRIES = 20;

/** A save that has not ended by then is taken for one that has failed. */
const LONGEST_SAVE_MS = 5000;

/** A document with pending changes: makes the edits that are planned, one after the other. */
export class EditedDocument {
  readonly text: PendingText;
  private queue: Promise<unknown> = Promise.resolve();
  private inFlight: { readonly plan: Plan; readonly changes: readonly TextChange[] } | undefined;
  /** Resolves when no save is under way any more. */
  private saved: Promise<void> = Promise.resolve();
  private endSave: (() => void) | undefined;
  private steps: 'single' | 'first' | 'later' = 'single';

  constructor(
    readonly document: vscode.TextDocument,
    private readonly onDidChange: (edited: EditedDocument) => void,
  ) {
    this.text = new PendingText(splitLines(document.getText()));
  }

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  /** The editor that shows the document; without one, every edit is an undo step of its own. */
  get editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
  }

  /** What is edited from now on is taken back by one undo, up to `endUndoStep`. */
  beginUndoStep(): void {
    this.steps = 'first';
  }

  endUndoStep(): void {
    this.steps = 'single';
  }

  /** The document has changed, by an edit of ours or by somebody else's. */
  receive({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const { inFlight } = this;
    if (inFlight && reason === undefined && isSame(contentChanges, inFlight.changes)) {
      this.inFlight = undefined;
      this.commit(inFlight.plan);
      return;
    }
    // They come from the last to the first, so that each holds for the text before it.
    this.text.changedAtOnce(contentChanges);
    if (this.text.lines.length !== this.document.lineCount) this.readAgain();
    this.text.settle({ isUndoOrRedo: reason !== undefined });
    this.onDidChange(this);
  }

  /**
   * Makes the edits of a plan, which is made when its turn has come and once more whenever the
   * document has changed meanwhile. False where there is no plan any more, or no document.
   * @param made called when they are made, before anything else happens
   */
  async edit(plan: () => Plan | undefined, made?: () => void): Promise<boolean> {
    return this.whenFree(async () => this.make(plan, made));
  }

  /** Accepting changes nothing in the document. */
  async accept(ids: readonly number[]): Promise<void> {
    await this.whenFree(() => {
      this.text.accept(ids);
      this.onDidChange(this);
    });
  }

  /**
   * Does something with the hunks while no edit and no save is under way: what a plan leaves
   * behind would take the place of it.
   */
  async whenFree<T>(work: () => T | Promise<T>): Promise<T> {
    for (;;) {
      await this.saved;
      const done = await this.inTurn(async () =>
        this.endSave ? undefined : { result: await work() },
      );
      if (done) return done.result;
    }
  }

  /** Whether a save was announced that has not ended. */
  get isBeingSaved(): boolean {
    return this.endSave !== undefined;
  }

  /**
   * Takes all hunks out of the document until it is saved; resolves once they are out. A save that
   * begins while another one ends waits for what that puts back.
   */
  async beforeSave(): Promise<void> {
    await this.inTurn(async () => {
      this.endSave?.();
      if (this.text.hunks.length === 0 && !this.text.isHidden) return;
      this.saved = new Promise((resolve) => {
        const timer = setTimeout(() => this.afterSave(), LONGEST_SAVE_MS);
        this.endSave = () => {
          clearTimeout(timer);
          this.endSave = undefined;
          resolve();
        };
      });
      if (!this.text.isHidden) await this.make(() => this.text.planTakeOut());
    });
  }

  /** Puts back what was taken out. */
  afterSave(): void {
    const { endSave } = this;
    if (!endSave) return;
    void this.inTurn(async () => {
      // Another save may have begun since, which puts them back itself.
      if (this.endSave !== endSave) return;
      if (this.text.isHidden) await this.make(() => this.text.planPutBack());
      endSave();
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async make(plan: () => Plan | undefined, made?: () => void): Promise<boolean> {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const current = plan();
      if (!current || this.document.isClosed) return false;
      if (current.edits.length === 0) {
        this.commit(current);
        made?.();
        return true;
      }
      const eol = this.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
      // Edits that meet at the end of the document would overlap there.
      const changes = joinAdjacent(current.edits).map((edit) =>
        toTextChange(this.text.lines, edit, eol),
      );
      this.inFlight = { plan: current, changes };
      await this.send(changes);
      if (this.inFlight === undefined) {
        made?.();
        return true;
      }
      this.inFlight = undefined;
    }
    return false;
  }

  private async send(changes: readonly TextChange[]): Promise<void> {
    const { editor } = this;
    if (!editor) {
      const edit = new vscode.WorkspaceEdit();
      for (const { range, text } of changes) edit.replace(this.uri, toRange(range), text);
      await vscode.workspace.applyEdit(edit);
      return;
    }
    const undoStopBefore = this.steps !== 'later';
    const undoStopAfter = this.steps === 'single';
    try {
      const isDone = await editor.edit(
        (builder) => {
          for (const { range, text } of changes) builder.replace(toRange(range), text);
        },
        { undoStopBefore, undoStopAfter },
      );
      if (isDone && this.steps === 'first') this.steps = 'later';
    } catch {
      // The editor was closed meanwhile; the next attempt finds another way.
    }
  }

  private commit(plan: Plan): void {
    this.text.commit(plan);
    this.onDidChange(this);
  }

  /** What was told does not add up: the document itself is what counts. */
  private readAgain(): void {
    const lines = splitLines(this.document.getText());
    this.text.changed({ start: 0, end: this.text.lines.length, lines });
  }
}

function isSame(one: readonly TextChange[], other: readonly TextChange[]): boolean {
  if (one.length !== other.length) return false;
  // VS Code tells the last first.
  const told = one.map(keyOf).toSorted();
  return other
    .map(keyOf)
    .toSorted()
    .every((key, index) => key === told[index]);
}

function keyOf({ range: { start, end }, text }: TextChange): string {
  const place = [start.line, start.character, end.line, end.character].join(':');
  return `${place} ${text.replaceAll('\r\n', '\n')}`;
}

function toRange({ start, end }: TextChange['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
