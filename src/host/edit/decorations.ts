import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Hunk } from '../../core/edit/hunk';
import type { EditedDocument } from './editedDocument';
import type { Edits } from './edits';

/** A hover holds no more removed lines than can be read there; the diff shows all. */
const MOST_LINES = 40;

/** Tints new lines, dims those that are about to go, and tells removed ones in the hover. */
export class Decorations implements vscode.Disposable {
  private readonly added = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    // Typing at the edge of a hunk is the user's own.
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly removed = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderWidth: '2px 0 0 0',
    borderStyle: 'solid',
    borderColor: new vscode.ThemeColor('editorGutter.deletedBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  private readonly leaving = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    opacity: '0.5',
  });
  private readonly subscriptions: vscode.Disposable[];

  constructor(edits: Edits) {
    this.subscriptions = [
      this.added,
      this.removed,
      this.leaving,
      edits.onDidChange((edited) => this.decorate(edited)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) {
          const edited = edits.known(document);
          if (edited) this.decorate(edited);
        }
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private decorate({ document, text }: EditedDocument): void {
    const { changes } = text;
    const added = changes.filter(({ start, end, writing }) => (writing?.cursor ?? end) > start);
    const removed = changes.filter(({ start, end }) => start === end);
    const leaving = text.hunks.flatMap(({ writing }) => writing ?? []);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      editor.setDecorations(
        this.added,
        added.map((hunk) => this.decoration(document, hunk, hunk.writing?.cursor ?? hunk.end)),
      );
      editor.setDecorations(
        this.removed,
        removed.map((hunk) => this.decoration(document, hunk, hunk.start + 1)),
      );
      editor.setDecorations(
        this.leaving,
        leaving
          .filter(({ cursor, limit }) => cursor < limit)
          .map(({ cursor, limit }) => rangeOf(document, cursor, limit)),
      );
    }
  }

  private decoration(
    document: vscode.TextDocument,
    { start, old, writing }: Hunk,
    end: number,
  ): vscode.DecorationOptions {
    const range = rangeOf(document, start, end);
    if (writing || old.length === 0) return { range };
    return { range, hoverMessage: removedLines(old, document.languageId) };
  }
}

function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  const last = Math.min(Math.max(start, end - 1), document.lineCount - 1);
  return new vscode.Range(Math.min(start, last), 0, last, 0);
}

/** The text is not the extension's own, so it is shown as code and never as Markdown. */
function removedLines(old: readonly string[], languageId: string): vscode.MarkdownString {
  const shown = old.slice(0, MOST_LINES);
  const hover = new vscode.MarkdownString(`${t('Stanza replaces:')}\n\n`);
  hover.appendCodeblock(shown.join('\n'), languageId);
  if (shown.length < old.length) {
    hover.appendText(t('… and {0} more lines; the diff shows them.', old.length - shown.length));
  }
  return hover;
}
