import * as vscode from 'vscode';
import type { Attention } from '../../core/ports';

const MOST_EDITED = 20;

/** More are remembered than told of, for some of them may not be sent. */
const MOST_REMEMBERED = 200;

/** Where the user's attention is: what the editors show, and what was changed in this window. */
export class AttentionTracker implements vscode.Disposable {
  /** Addresses as texts, the most recent first. */
  private active: readonly string[] = [];
  private edited: readonly string[] = [];
  private readonly subscriptions: vscode.Disposable[];

  /** @param pathOf gives the path of a file that may be sent */
  constructor(
    private readonly pathOf: (uri: vscode.Uri) => string | undefined,
    private readonly onChange: () => void,
  ) {
    const noteActive = (): void => this.noteActive();
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(noteActive),
      vscode.window.onDidChangeActiveNotebookEditor(noteActive),
      vscode.window.tabGroups.onDidChangeTabs(noteActive),
      vscode.window.tabGroups.onDidChangeTabGroups(noteActive),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.noteEdited(document.uri);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.noteEdited(uri)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.noteEdited(notebook.uri)),
    ];
    this.noteActive();
  }

  attention(): Attention {
    const current = activeUri();
    const tabs = vscode.window.tabGroups.all.flatMap((group) =>
      group.tabs.flatMap((tab) => uriOfTab(tab) ?? []),
    );
    const rank = (uri: vscode.Uri): number => {
      const place = this.active.indexOf(uri.toString());
      return place === -1 ? this.active.length : place;
    };
    return {
      active: current && this.pathOf(current),
      open: this.pathsOf(tabs.toSorted((one, other) => rank(one) - rank(other))),
      edited: this.pathsOf(this.edited.map((text) => vscode.Uri.parse(text))).slice(0, MOST_EDITED),
    };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private pathsOf(uris: readonly vscode.Uri[]): string[] {
    return [...new Set(uris.flatMap((uri) => this.pathOf(uri) ?? []))];
  }

  private noteActive(): void {
    const current = activeUri();
    if (current) this.active = putFirst(this.active, current.toString());
    this.onChange();
  }

  private noteEdited(uri: vscode.Uri): void {
    // Outputs and the like are documents too, and change all the time.
    if (!vscode.workspace.getWorkspaceFolder(uri)) return;
    this.edited = putFirst(this.edited, uri.toString());
    this.onChange();
  }
}

/** What the user looks at. A notebook's cells are editors of their own. */
function activeUri(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document.uri;
  if (document && vscode.workspace.getWorkspaceFolder(document)) return document;
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return vscode.window.activeNotebookEditor?.notebook.uri ?? (tab && uriOfTab(tab));
}

function uriOfTab({ input }: vscode.Tab): vscode.Uri | undefined {
  const isFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook;
  return isFile ? input.uri : undefined;
}

function putFirst(texts: readonly string[], text: string): readonly string[] {
  if (texts[0] === text) return texts;
  return [text, ...texts.filter((other) => other !== text)].slice(0, MOST_REMEMBERED);
}
