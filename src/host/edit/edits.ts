import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Hunk } from '../../core/edit/hunk';
import { sameLines, splitLines } from '../../core/edit/lines';
import { EditedDocument } from './editedDocument';

/** So long a save may take to be told once a document is as it is on the disk. */
const REVERT_MS = 500;

/** What is known of the task that changes a document. */
export interface TaskLine {
  /** What is done, by which model, for how much; a line above the code. */
  readonly text: string;
  /** Why this model, in a sentence. */
  readonly why: string | undefined;
  /** Where it stands as long as no change does. */
  readonly line: number;
  /** Ends the task; undefined once it has ended. */
  readonly stop: (() => void) | undefined;
}

/** All documents with pending changes, and those that have had some. */
export class Edits implements vscode.Disposable {
  /** Fires with each document whose hunks, or whose lines around them, have changed. */
  readonly onDidChange: vscode.Event<EditedDocument>;
  /** Fires at once with a document in which changes were accepted. */
  readonly onDidAccept: vscode.Event<EditedDocument>;
  private readonly changed = new vscode.EventEmitter<EditedDocument>();
  private readonly accepted = new vscode.EventEmitter<EditedDocument>();
  private readonly documents = new Map<string, EditedDocument>();
  private readonly lines = new Map<EditedDocument, TaskLine>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.onDidChange = this.changed.event;
    this.onDidAccept = this.accepted.event;
    this.subscriptions = [
      this.changed,
      this.accepted,
      vscode.workspace.onDidChangeTextDocument((event) => {
        const edited = this.documents.get(event.document.uri.toString());
        if (edited?.document === event.document) {
          edited.receive(event);
          if (event.contentChanges.length === 0) this.followRevert(edited);
        }
        // A file that is renamed has its unsaved text when it appears, but is not yet dirty.
        else if (event.contentChanges.length === 0) this.continueFrom(event.document);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.continueFrom(document)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const edited = this.known(document);
        if (!edited) return;
        // An untitled document is gone for good; a file may be opened again.
        this.changed.fire(edited);
        // With another language, a document is told to be closed and goes on.
        if (document.isClosed && !this.lines.get(edited)?.stop) this.forget(edited);
      }),
    ];
  }

  /** The document as it is edited, from now on at the latest. */
  open(document: vscode.TextDocument): EditedDocument {
    const known = this.known(document);
    if (known) return known;
    const edited = new EditedDocument(document, (each) => this.changed.fire(each));
    this.documents.set(document.uri.toString(), edited);
    return edited;
  }

  /** Undefined where the document has never had pending changes. */
  known(document: vscode.TextDocument): EditedDocument | undefined {
    const edited = this.documents.get(document.uri.toString());
    return edited?.document === document ? edited : undefined;
  }

  /** The open document at an address, where it has changes that wait for a review. */
  pendingAt(uri: vscode.Uri): EditedDocument | undefined {
    return this.pending().find((edited) => edited.uri.toString() === uri.toString());
  }

  /** The open documents with changes that wait for a review, by their addresses. */
  pending(): EditedDocument[] {
    return [...this.documents.values()]
      .filter(({ document, text }) => !document.isClosed && text.changes.length > 0)
      .toSorted((a, b) => (a.uri.toString() < b.uri.toString() ? -1 : 1));
  }

  /** Whether text that nobody has reviewed stands in a document, or is about to. */
  get hasHunks(): boolean {
    return (
      [...this.lines.values()].some(({ stop }) => stop) ||
      [...this.documents.values()].some(
        ({ document, text }) => !document.isClosed && (text.hunks.length > 0 || text.isHidden),
      )
    );
  }

  /** Resolves when no document is being edited or saved; during a save its hunks are out of it. */
  async whenFree(): Promise<void> {
    await Promise.all([...this.documents.values()].map(async (each) => each.whenFree(() => {})));
  }

  /** The line above the changes of a document; undefined where nothing is to be said. */
  lineOf(edited: EditedDocument): TaskLine | undefined {
    return this.lines.get(edited);
  }

  setLine(edited: EditedDocument, line: TaskLine | undefined): void {
    if (line) this.lines.set(edited, line);
    else this.lines.delete(edited);
    this.changed.fire(edited);
  }

  /**
   * Replaces lines [start, end) of a document as a change that waits for a review.
   * @throws Error where the document does not take it
   */
  async propose(
    document: vscode.TextDocument,
    start: number,
    end: number,
    lines: readonly string[],
  ): Promise<void> {
    const edited = this.open(document);
    const mark = edited.text.mark(start, end);
    const id = await edited.whenFree(() => {
      const place = edited.text.marked(mark) ?? { start, end };
      edited.text.unmark(mark);
      return edited.text.begin(place.start, place.end);
    });
    if (!(await edited.edit(() => edited.text.planEnd(id, lines)))) {
      throw new Error(t('{0} could not be changed.', vscode.workspace.asRelativePath(edited.uri)));
    }
  }

  async accept(edited: EditedDocument, hunks: readonly Hunk[]): Promise<void> {
    await edited.accept(hunks.map(({ id }) => id));
    this.accepted.fire(edited);
  }

  /** False where the document does not take the edit. */
  async reject(edited: EditedDocument, hunks: readonly Hunk[]): Promise<boolean> {
    const ids = hunks.map(({ id }) => id);
    return edited.edit(() => edited.text.planReject(ids));
  }

  /**
   * A document that appears with the very text of one with hunks is that one under another name,
   * or copied by Save As: the hunks are in it too. Where it stands so on the disk, it is another
   * file, unless the address is the same.
   */
  continueFrom(document: vscode.TextDocument): EditedDocument | undefined {
    const known = this.known(document);
    if (known && (known.text.hunks.length > 0 || known.text.isHidden)) return known;
    const twin = this.twinOf(document);
    if (!twin) return known;
    const edited = this.open(document);
    edited.text.takeOver(twin.text);
    this.changed.fire(edited);
    // A document that was closed while its hunks were out leaves it to this one to put them back.
    if (edited.text.isHidden) void edited.edit(() => edited.text.planPutBack());
    // The task that wrote in the other one ends with it, and what is not whole is taken back.
    for (const { id, writing } of edited.text.hunks) {
      if (writing) void edited.edit(() => edited.text.planDrop(id));
    }
    return edited;
  }

  /**
   * Nothing that stands on the disk is pending, so a document that was reverted has no changes. Nor
   * is it dirty behind a save, but that is told a moment later, and what it wrote is taken back.
   */
  private followRevert(edited: EditedDocument): void {
    const isReverted = (): boolean =>
      !edited.document.isDirty && !edited.isBeingSaved && edited.text.hunks.length > 0;
    if (!isReverted()) return;
    setTimeout(() => {
      if (!isReverted() || edited.text.hunks.some(({ writing }) => writing)) return;
      void this.accept(edited, edited.text.hunks);
    }, REVERT_MS);
  }

  /** What is pending in a document that was closed may still go on in another one. */
  private forget(edited: EditedDocument): void {
    this.lines.delete(edited);
    const { text, uri } = edited;
    if (text.hunks.length === 0 && !text.isHidden) this.documents.delete(uri.toString());
  }

  private twinOf(document: vscode.TextDocument): EditedDocument | undefined {
    const address = document.uri.toString();
    const candidates = [...this.documents.values()].filter(({ document: other, text, uri }) => {
      if (other === document) return false;
      if (uri.toString() === address) return text.hunks.length > 0 || text.isHidden;
      return document.isDirty && text.hunks.length > 0;
    });
    if (candidates.length === 0) return undefined;
    const lines = splitLines(document.getText());
    return candidates.find(({ text }) => sameLines(text.lines, lines));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
