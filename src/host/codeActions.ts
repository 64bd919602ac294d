import { t } from '@vscode/l10n';
import * as vscode from 'vscode';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

/** What the light bulb offers: to fix a problem, and to refactor or document what is selected. */
export class CodeActions implements vscode.CodeActionProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActions(), {
      providedCodeActionKinds: [QuickFix, RefactorRewrite],
    });
  }

  provideCodeActions(
    { uri }: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const actions: vscode.CodeAction[] = [];
    const [first] = diagnostics;
    if (first) {
      const title = t('Fix with Claude');
      const fix = action(title, QuickFix, 'stanza.fixProblem', uri, first.range);
      fix.diagnostics = [...diagnostics];
      actions.push(fix);
    }
    if (!range.isEmpty) {
      actions.push(
        action(t('Refactor with Claude…'), RefactorRewrite, 'stanza.refactor', uri, range),
        action(t('Document with Claude'), RefactorRewrite, 'stanza.document', uri, range),
      );
    }
    return actions.filter(({ kind }) => !only || (kind && only.contains(kind)));
  }
}

function action(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  uri: vscode.Uri,
  { start, end }: vscode.Range,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  const lines = { uri, startLine: start.line, endLine: end.line + 1 };
  made.command = { title, command, arguments: [lines] };
  return made;
}
