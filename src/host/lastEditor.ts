import * as vscode from 'vscode';

/** The editor that the user was in last, also while the focus is in a view. */
export class LastEditor implements vscode.Disposable {
  private last: vscode.TextEditor | undefined;
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.note(vscode.window.activeTextEditor);
    this.subscription = vscode.window.onDidChangeActiveTextEditor((editor) => this.note(editor));
  }

  /** Undefined where no editor is on the screen. */
  get current(): vscode.TextEditor | undefined {
    const visible = vscode.window.visibleTextEditors.filter(isInEditorArea);
    const { last } = this;
    return (
      visible.find((editor) => editor === last) ??
      // An editor that was hidden meanwhile comes back as another object.
      visible.find(({ document }) => document === last?.document) ??
      visible[0]
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private note(editor: vscode.TextEditor | undefined): void {
    if (editor && isInEditorArea(editor)) this.last = editor;
  }
}

/** Outputs and input boxes are text editors too, but stand in no column. */
function isInEditorArea({ viewColumn }: vscode.TextEditor): boolean {
  return viewColumn !== undefined;
}
