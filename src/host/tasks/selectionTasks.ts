import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { splitLines } from '../../core/edit/lines';
import type { Tier } from '../../core/ports';
import { EDIT_FORMAT } from '../../core/prompt/editFormat';
import { taskMessage } from '../../core/prompt/taskMessage';
import type { TurnParts } from '../../core/turn';
import type { ChatSession } from '../chat/session';
import type { WorkspaceFolders } from '../workspace/workspaceFolders';
import { maySend } from './maySend';
import { problemsAt } from './problems';
import { copyOf, isReadOnly } from './readOnly';
import { askRefactoring } from './refactorPicker';
import { findTarget } from './target';
import type { Target, TargetChoice } from './target';
import type { EditJob, TaskRunner } from './taskRunner';
import { openTestFile } from './testDocument';

export interface SelectionTaskParts extends TurnParts {
  readonly session: Pick<ChatSession, 'ask'>;
  readonly workspace: WorkspaceFolders;
}

/** Which lines are meant, and with which model; what is left out is asked or chosen. */
export interface TaskChoice extends TargetChoice {
  readonly instruction?: string | undefined;
  readonly tier?: Tier | undefined;
}

/** The tasks on the selection: what they are about, their message, and where the answer goes. */
export class SelectionTasks {
  constructor(
    private readonly parts: SelectionTaskParts,
    private readonly runner: TaskRunner,
  ) {}

  /** Streams an explanation into the chat. */
  async explain(choice: TaskChoice): Promise<void> {
    const target = await this.target(choice, { edits: false });
    if (!target) return;
    const { document, start, end } = target;
    if (!(await maySend(this.pathOf(document.uri), document.getText()))) return;
    // Of what lies elsewhere, the chat shows the name alone.
    const isOurs = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    const lines = isOurs && { path: this.pathOf(document.uri), startLine: start, endLine: end };
    await vscode.commands.executeCommand('stanza.chat.focus', { preserveFocus: true });
    await this.parts.session.ask({
      text: taskMessage({ task: 'explain', ...this.inputOf(target) }, EDIT_FORMAT),
      task: 'explain',
      display: { text: t('Explain {0}', nameOf(target)), ...lines },
    });
  }

  /** Asks what is to change, unless a script says so, and streams the change. */
  async refactor(choice: TaskChoice): Promise<void> {
    const target = await this.target(choice, { edits: true });
    if (!target) return;
    const message = (instruction: string): string =>
      taskMessage({ task: 'refactor', instruction, ...this.inputOf(target) }, EDIT_FORMAT);
    const asked =
      choice.instruction === undefined
        ? await askRefactoring(this.parts, {
            name: nameOf(target),
            path: this.pathOf(target.document.uri),
            message,
          })
        : { instruction: choice.instruction, tier: choice.tier };
    if (!asked) return;
    await this.edit({
      task: 'refactor',
      target,
      title: t('Refactor {0}', nameOf(target)),
      doing: t('Refactoring'),
      message: message(asked.instruction),
      tier: asked.tier,
    });
  }

  /** Streams a change that is to solve what VS Code marks as a problem. */
  async fix(choice: TaskChoice): Promise<void> {
    const asked = await this.target(choice, { edits: true });
    if (!asked) return;
    const { target, diagnostics } = await problemsAt(asked);
    if (diagnostics.length === 0) {
      vscode.window.setStatusBarMessage(t('Stanza: there is no problem to fix here.'), 4000);
      return;
    }
    await this.edit({
      task: 'fix',
      target,
      title: t('Fix {0}', nameOf(target)),
      doing: t('Fixing'),
      message: taskMessage({ task: 'fix', diagnostics, ...this.inputOf(target) }, EDIT_FORMAT),
      tier: choice.tier,
    });
  }

  /** Streams tests into the file that the project's conventions name. */
  async writeTests(choice: TaskChoice): Promise<void> {
    const target = await this.target(choice, { edits: false });
    if (!target) return;
    const path = this.pathOf(target.document.uri);
    const { document, path: testPath } = await openTestFile(
      this.parts.workspace,
      target.document,
      path,
    );
    const text = document.getText();
    const testFile = { path: testPath, ...(text !== '' && { lines: splitLines(text) }) };
    await this.edit({
      task: 'tests',
      target,
      into: document,
      title: t('Write tests for {0}', nameOf(target)),
      doing: t('Writing tests'),
      message: taskMessage({ task: 'tests', testFile, ...this.inputOf(target) }, EDIT_FORMAT),
      tier: choice.tier,
    });
  }

  /** Streams documentation comments into the code. */
  async document(choice: TaskChoice): Promise<void> {
    const target = await this.target(choice, { edits: true });
    if (!target) return;
    await this.edit({
      task: 'document',
      target,
      title: t('Document {0}', nameOf(target)),
      doing: t('Documenting'),
      message: taskMessage({ task: 'document', ...this.inputOf(target) }, EDIT_FORMAT),
      tier: choice.tier,
    });
  }

  /** Ends the tasks that change a document, or all of them. */
  stop(uri?: vscode.Uri): void {
    this.runner.stop(uri);
  }

  private async edit(job: Omit<EditJob, 'path' | 'about'>): Promise<void> {
    const { document } = job.target;
    // Of an existing test file the text is sent as well.
    for (const each of new Set([document, job.into ?? document])) {
      if (!(await maySend(this.pathOf(each.uri), each.getText()))) return;
    }
    const about = this.pathOf(document.uri);
    const path = job.into ? this.pathOf(job.into.uri) : about;
    await this.runner.run({ ...job, path, about });
  }

  private inputOf({ document, start, end }: Target): {
    path: string;
    languageId: string;
    lines: readonly string[];
    selection: { start: number; end: number };
  } {
    return {
      path: this.pathOf(document.uri),
      languageId: document.languageId,
      lines: splitLines(document.getText()),
      selection: { start, end },
    };
  }

  /** The path by which Claude knows a document, also in the prefix. */
  private pathOf(uri: vscode.Uri): string {
    return this.parts.workspace.pathOf(uri) ?? vscode.workspace.asRelativePath(uri);
  }

  private async target(
    choice: TaskChoice,
    { edits }: { readonly edits: boolean },
  ): Promise<Target | undefined> {
    const target = await findTarget(choice);
    if (!target) {
      vscode.window.setStatusBarMessage(t('Stanza: open a file first.'), 4000);
      return undefined;
    }
    return edits && (await isReadOnly(target.document)) ? copyOf(target) : target;
  }
}

function nameOf({ document, start, end, name }: Target): string {
  const file = document.uri.path.split('/').at(-1) ?? '';
  return name ?? (end - start === 1 ? `${file}:${start + 1}` : `${file}:${start + 1}-${end}`);
}
