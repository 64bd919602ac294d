import { createHash } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { splitLines } from '../../core/edit/lines';
import { restoreHunks } from '../../core/edit/restore';
import { withContext } from '../../core/edit/stored';
import type { StoredHunk } from '../../core/edit/stored';
import { addressOf } from '../documentAddress';
import type { EditedDocument } from '../edit/editedDocument';
import type { Edits } from '../edit/edits';
import type { PendingStore, StoredPending } from './pendingStore';

/** So long nothing has to happen before what is pending is written down. */
const PAUSE_MS = 200;

/** Writes pending changes down, and brings them back after a reload or a crash. */
export class PendingKeeper implements vscode.Disposable {
  private readonly timers = new Map<EditedDocument, NodeJS.Timeout>();
  /** What is on the disk, by the addresses of the documents. */
  private readonly stored = new Map<string, StoredPending>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly edits: Edits,
    private readonly store: PendingStore,
  ) {
    this.subscriptions = [
      edits.onDidChange((edited) => this.schedule(edited)),
      // The document may be closed in a moment, and must not come back as it was before.
      edits.onDidAccept((edited) => void this.write(edited)),
      vscode.workspace.onDidOpenTextDocument((document) => void this.restore(document)),
    ];
  }

  /** Takes up what an earlier window has left behind. */
  async begin(): Promise<void> {
    for (const pending of await this.store.all()) this.stored.set(pending.uri, pending);
    if (this.stored.size === 0) return;
    for (const document of vscode.workspace.textDocuments) await this.restore(document);
  }

  /** Writes down at once what is still to be written. */
  async flush(): Promise<void> {
    await Promise.all([...this.timers.keys()].map(async (edited) => this.write(edited)));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private schedule(edited: EditedDocument): void {
    const timer = this.timers.get(edited) ?? setTimeout(() => void this.write(edited), PAUSE_MS);
    this.timers.set(edited, timer);
  }

  private async write(edited: EditedDocument): Promise<void> {
    clearTimeout(this.timers.get(edited));
    this.timers.delete(edited);
    const { document, text } = edited;
    const uri = addressOf(document.uri);
    // During a save the hunks are out for a moment; what is written down holds.
    if (text.isHidden) return;
    // A document that was closed takes its changes with it; they come back when it is opened.
    if (document.isClosed && !document.isUntitled) return;
    const hunks = document.isClosed ? [] : storedHunks(edited);
    if (hunks.length === 0) {
      this.stored.delete(uri);
      await this.store.remove(uri);
      return;
    }
    const pending = { version: 1, uri, shownHash: hashOf(text.lines), hunks } as const;
    this.stored.set(uri, pending);
    await this.store.save(pending);
  }

  /** Brings back what was pending in a document that has just been opened. */
  private async restore(document: vscode.TextDocument): Promise<void> {
    const pending = this.stored.get(addressOf(document.uri));
    if (!pending || document.isClosed) return;
    const edited = this.edits.open(document);
    if (edited.text.hunks.length > 0 || edited.text.isHidden) return;
    const lines = splitLines(document.getText());
    const found = restoreHunks(lines, pending.hunks, hashOf(lines) === pending.shownHash);
    // From the last to the first, so that what is put back moves none that is still to come.
    for (const place of found.toReversed()) {
      if (place.state === 'shown') edited.text.adopt([{ ...place, old: place.hunk.old }]);
      else if (place.state === 'hidden') await putBack(edited, place, place.hunk);
    }
    const lost = found.filter(({ state }) => state === 'lost').length;
    this.schedule(edited);
    this.edits.setLine(edited, undefined);
    if (lost > 0) {
      void vscode.window.showWarningMessage(
        t(
          '{0} has changed meanwhile: {1} pending changes have no place in it any more.',
          vscode.workspace.asRelativePath(document.uri),
          lost,
        ),
      );
    }
  }
}

async function putBack(
  edited: EditedDocument,
  { start, end }: { readonly start: number; readonly end: number },
  { new: lines }: StoredHunk,
): Promise<void> {
  const id = await edited.whenFree(() => edited.text.begin(start, end));
  await edited.edit(() => edited.text.planEnd(id, lines));
}

function storedHunks({ text }: EditedDocument): readonly StoredHunk[] {
  const hunks = text.changes.map(({ start, end, old }) => ({
    start,
    old,
    new: text.lines.slice(start, end),
  }));
  return withContext(text.lines, hunks);
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
