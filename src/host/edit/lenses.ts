import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Hunk } from '../../core/edit/hunk';
import { diffCommand } from './baseline';
import type { EditedDocument } from './editedDocument';
import type { Edits } from './edits';

/** Above each hunk what can be done with it, and above a task what it does and costs. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly edits: Edits) {
    this.onDidChangeCodeLenses = this.changed.event;
    this.subscriptions = [
      this.changed,
      edits.onDidChange(() => this.changed.fire()),
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const edited = this.edits.known(document);
    if (!edited) return [];
    const { changes, hunks } = edited.text;
    const first = hunks.find(({ writing }) => writing) ?? changes[0];
    const settled = changes.filter(({ writing }) => !writing);
    return [
      ...settled.flatMap((hunk) => hunkLenses(edited, hunk)),
      ...this.taskLenses(edited, first?.start),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private taskLenses(edited: EditedDocument, line: number | undefined): vscode.CodeLens[] {
    const task = this.edits.lineOf(edited);
    if (!task || (!task.stop && line === undefined)) return [];
    const { text, why, stop } = task;
    const range = rangeAt(edited, line ?? task.line);
    const lens = (command: vscode.Command) => new vscode.CodeLens(range, command);
    const title = stop ? `$(loading~spin) ${text}` : `$(sparkle) ${text}`;
    const { uri } = edited;
    const all =
      stop || edited.text.changes.length < 2
        ? []
        : [
            { title: t('Accept All'), command: 'stanza.acceptAll', arguments: [{ uri }] },
            { title: t('Reject All'), command: 'stanza.rejectAll', arguments: [{ uri }] },
          ];
    return [
      lens({ title, command: '', ...(why !== undefined && { tooltip: why }) }),
      ...(stop ? [lens({ title: t('Stop'), command: 'stanza.stop', arguments: [{ uri }] })] : []),
      ...all.map(lens),
    ];
  }
}

function hunkLenses(edited: EditedDocument, hunk: Hunk): vscode.CodeLens[] {
  const { start, end, old, id } = hunk;
  const which = { uri: edited.uri, hunk: id };
  const amount = [
    ...(old.length > 0 ? [`−${old.length}`] : []),
    ...(end > start ? [`+${end - start}`] : []),
  ].join(' ');
  const commands: readonly vscode.Command[] = [
    { title: `$(check) ${t('Accept')}`, command: 'stanza.acceptHunk', arguments: [which] },
    { title: `$(discard) ${t('Reject')}`, command: 'stanza.rejectHunk', arguments: [which] },
    { ...diffCommand(edited, start), title: `$(diff) ${amount}` },
  ];
  return commands.map((command) => new vscode.CodeLens(rangeAt(edited, start), command));
}

function rangeAt({ document }: EditedDocument, line: number): vscode.Range {
  const at = Math.max(0, Math.min(line, document.lineCount - 1));
  return new vscode.Range(at, 0, at, 0);
}
