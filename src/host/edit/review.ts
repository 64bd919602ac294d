import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Hunk } from '../../core/edit/hunk';
import type { EditedDocument } from './editedDocument';
import type { Edits } from './edits';

/** Which change a command means; without it, the one at the cursor. */
export interface HunkChoice {
  readonly uri: vscode.Uri;
  readonly hunk?: number | undefined;
}

/** What the user does with pending changes. */
export class Review {
  constructor(private readonly edits: Edits) {}

  /** Accepts a change, and goes on to the next one if that was asked for at the cursor. */
  async accept(choice?: HunkChoice): Promise<void> {
    const found = await this.find(choice);
    if (!found) return tellNone();
    await this.edits.accept(found.edited, [found.hunk]);
    await this.goOn(choice, found.edited);
  }

  async reject(choice?: HunkChoice): Promise<void> {
    const found = await this.find(choice);
    if (!found) return tellNone();
    if (!(await this.edits.reject(found.edited, [found.hunk]))) throw notTaken(found.edited);
    await this.goOn(choice, found.edited);
  }

  /** Accepts all changes of a document, or of all documents. */
  async acceptAll(uri?: vscode.Uri): Promise<void> {
    const documents = await this.documents(uri);
    if (documents.length === 0) return tellNone();
    for (const edited of documents) await this.edits.accept(edited, settled(edited));
  }

  async rejectAll(uri?: vscode.Uri): Promise<void> {
    const documents = await this.documents(uri);
    if (documents.length === 0) return tellNone();
    for (const edited of documents) {
      if (!(await this.edits.reject(edited, settled(edited)))) throw notTaken(edited);
    }
  }

  /** Shows the next change behind the cursor, in this document or the next one. */
  async next(): Promise<void> {
    await this.step(1);
  }

  async previous(): Promise<void> {
    await this.step(-1);
  }

  private async documents(uri: vscode.Uri | undefined): Promise<EditedDocument[]> {
    await this.edits.whenFree();
    const all = uri ? [this.edits.pendingAt(uri)] : this.edits.pending();
    return all.flatMap((edited) => (edited && settled(edited).length > 0 ? edited : []));
  }

  private async find(
    choice: HunkChoice | undefined,
  ): Promise<{ readonly edited: EditedDocument; readonly hunk: Hunk } | undefined> {
    await this.edits.whenFree();
    const editor = vscode.window.activeTextEditor;
    const uri = choice?.uri ?? editor?.document.uri;
    const edited = uri && this.edits.pendingAt(uri);
    if (!edited) return undefined;
    const hunks = settled(edited);
    const line = editor?.selection.active.line ?? 0;
    const hunk =
      choice?.hunk === undefined
        ? (hunks.find(({ start, end }) => start <= line && line < Math.max(end, start + 1)) ??
          (hunks.length === 1 ? hunks[0] : undefined))
        : hunks.find(({ id }) => id === choice.hunk);
    return hunk && { edited, hunk };
  }

  /** By keys, one change after the other is gone through; a click means only the one. */
  private async goOn(choice: HunkChoice | undefined, { uri }: EditedDocument): Promise<void> {
    if (!choice && this.edits.pendingAt(uri)) await this.step(1, { stays: true });
  }

  private async step(direction: 1 | -1, { stays = false } = {}): Promise<void> {
    await this.edits.whenFree();
    const places = this.edits
      .pending()
      .flatMap((edited) => edited.text.changes.map((hunk) => ({ edited, hunk })));
    if (places.length === 0) return tellNone();
    const editor = vscode.window.activeTextEditor;
    const here = editor?.document.uri.toString() ?? '';
    const line = editor?.selection.active.line ?? -1;
    const order = ({ edited, hunk }: (typeof places)[number]): number => {
      const address = edited.uri.toString();
      if (address !== here) return address < here ? -1 : 1;
      return hunk.start - line;
    };
    const behind = places.filter((place) => order(place) > 0 || (stays && order(place) === 0));
    const before = places.filter((place) => order(place) < 0);
    const place =
      direction === 1 ? (behind[0] ?? places[0]) : (before.at(-1) ?? places[places.length - 1]);
    if (place) await show(place.edited, place.hunk);
  }
}

/** A change that is still written cannot be reviewed yet. */
function settled({ text }: EditedDocument): Hunk[] {
  return text.changes.filter(({ writing }) => !writing);
}

async function show({ document }: EditedDocument, { start }: Hunk): Promise<void> {
  const at = new vscode.Range(start, 0, start, 0);
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  const shown = visible.find((each) => each.document === document);
  const editor =
    active?.document === document
      ? active
      : await vscode.window.showTextDocument(document, shown?.viewColumn);
  editor.selection = new vscode.Selection(at.start, at.start);
  editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function tellNone(): Promise<void> {
  vscode.window.setStatusBarMessage(t('Stanza: there is no pending change here.'), 4000);
  return Promise.resolve();
}

function notTaken({ uri }: EditedDocument): Error {
  return new Error(t('{0} could not be changed.', vscode.workspace.asRelativePath(uri)));
}
