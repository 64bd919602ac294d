import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EditedDocument } from '../edit/editedDocument';
import type { Edits } from '../edit/edits';
import type { AutoSaveHold } from './autoSaveHold';

/**
 * Keeps pending text off the disk: it is taken out of a document for the moment in which it is
 * saved, and documents are not saved by themselves while there is any.
 */
export class SaveGuard implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private hasToldProblem = false;

  constructor(
    private readonly edits: Edits,
    private readonly hold: AutoSaveHold,
  ) {
    this.subscriptions = [
      edits.onDidChange(() => void this.holdAutoSave()),
      vscode.workspace.onWillSaveTextDocument((event) => {
        // Saved under another name, the text is in a document that nobody knows yet.
        const edited = edits.continueFrom(event.document);
        if (edited && hasPending(edited)) event.waitUntil(edited.beforeSave());
      }),
      vscode.workspace.onDidSaveTextDocument((document) => {
        const edited = edits.known(document);
        if (edited) void this.afterSave([edited], async () => document.save());
      }),
      vscode.workspace.onWillSaveNotebookDocument((event) => {
        const cells = this.cellsOf(event.notebook).filter(hasPending);
        if (cells.length === 0) return;
        event.waitUntil(Promise.all(cells.map(async (cell) => cell.beforeSave())));
      }),
      vscode.workspace.onDidSaveNotebookDocument((notebook) => {
        void this.afterSave(this.cellsOf(notebook), async () => notebook.save());
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /**
   * Some saves are not announced, such as one without formatting or one that overwrites what
   * another program has written, and a slow one ends after its changes are back. What they have
   * written is at once written again, without the changes.
   */
  private async afterSave(
    documents: readonly EditedDocument[],
    save: () => Promise<boolean>,
  ): Promise<void> {
    const written = documents.filter(
      (edited) => !edited.isBeingSaved && edited.text.changes.length > 0,
    );
    for (const edited of documents) edited.afterSave();
    if (written.length === 0) return;
    // What was taken out is what makes the document one that has to be saved.
    await Promise.all(written.map(async (edited) => edited.beforeSave()));
    await save();
  }

  private cellsOf(notebook: vscode.NotebookDocument): EditedDocument[] {
    return notebook.getCells().flatMap(({ document }) => this.edits.known(document) ?? []);
  }

  private async holdAutoSave(): Promise<void> {
    const { edits, hold } = this;
    await hold.set(edits.hasHunks);
    const [first] = edits.pending();
    if (!first || this.hasToldProblem) return;
    const problem = hold.problem ?? (hold.overriddenBy(first.document) && savesByItself());
    if (problem === undefined) return;
    this.hasToldProblem = true;
    void vscode.window.showInformationMessage(problem);
  }
}

function hasPending({ text }: EditedDocument): boolean {
  return text.hunks.length > 0 || text.isHidden;
}

function savesByItself(): string {
  return t(
    'The settings of this workspace or language save files by themselves. Pending changes are taken out for each save and put back.',
  );
}
