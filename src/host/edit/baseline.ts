import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EditedDocument } from './editedDocument';
import type { Edits } from './edits';

export const BASELINE_SCHEME = 'stanza-base';

/** Documents as they are without their pending changes: the left side of the diff. */
export class Baseline implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly edits: Edits) {
    this.onDidChange = this.changed.event;
    this.subscriptions = [
      this.changed,
      edits.onDidChange(({ uri }) => this.changed.fire(baselineUri(uri))),
      vscode.workspace.registerTextDocumentContentProvider(BASELINE_SCHEME, this),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const document = documentAt(vscode.Uri.parse(uri.query, true));
    const edited = document && this.edits.known(document);
    if (!edited) return document?.getText() ?? '';
    return edited.text.baseline.join(document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function baselineUri(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: BASELINE_SCHEME, path: uri.path, query: uri.toString() });
}

function documentAt(uri: vscode.Uri): vscode.TextDocument | undefined {
  const address = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === address);
}

/** The command that shows the changes of a document side by side, at one of its lines. */
export function diffCommand({ uri }: EditedDocument, line: number): vscode.Command {
  const name = uri.path.split('/').at(-1) ?? uri.path;
  return {
    title: t('Show the change side by side'),
    command: 'vscode.diff',
    arguments: [
      baselineUri(uri),
      uri,
      t('{0} (Pending Changes)', name),
      { selection: new vscode.Range(line, 0, line, 0), preview: true },
    ],
  };
}
