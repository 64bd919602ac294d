import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Answer, Conversation } from '../../core/conversation/conversation';
import type { Failure } from '../../core/failure';
import type { Draft } from '../../core/prompt/request';
import type { Task } from '../../core/tasks';
import { answerTurn, beginTurn } from '../../core/turn';
import type { AnswerOptions, TurnEvent, TurnParts } from '../../core/turn';
import type { EditedDocument } from '../edit/editedDocument';
import type { Edits } from '../edit/edits';
import { EditWriting } from './editWriting';
import type { AnswerEnding, LeftOut, WrittenDocument } from './editWriting';

export interface EditTaskOptions {
  readonly task: Task;
  /** What is going on, such as "Refactoring"; begins the line above the code. */
  readonly doing: string;
  /** What the conversation is called in lists. */
  readonly title: string;
  /** The conversation that goes on; without one, a new one begins. */
  readonly conversation?: Conversation | undefined;
  /** The next message; without one, the last message of the conversation is answered again. */
  readonly message?: Draft | undefined;
  readonly document: vscode.TextDocument;
  /** The lines that a block of code without tags replaces; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The path by which Claude knows the document. */
  readonly path: string;
  /**
   * Opens another document that the answer names; undefined where it must not be written. Without
   * this, the answer may write into one document alone.
   */
  readonly openOther?: ((path: string) => Promise<vscode.TextDocument | undefined>) | undefined;
  readonly answer: AnswerOptions;
}

/** How a task ended. */
export interface EditResult {
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly isStopped: boolean;
  /** How many changes wait for a review now that did not before. */
  readonly changes: number;
  readonly leftOut: readonly LeftOut[];
}

/** One task whose answer streams into documents; the way of a turn, with an editor at its end. */
export class EditTask {
  /** The document that the task is about. */
  readonly main: WrittenDocument;
  private readonly others = new Map<string, WrittenDocument>();
  private readonly before = new Map<EditedDocument, number>();
  private readonly abort = new AbortController();

  constructor(
    private readonly parts: TurnParts,
    private readonly edits: Edits,
    private readonly options: EditTaskOptions,
  ) {
    const { document, start, end, path } = options;
    this.main = this.take(document, start, end, path);
  }

  /** The documents that it writes into, the one that it is about first. */
  get written(): readonly WrittenDocument[] {
    return [this.main, ...this.others.values()];
  }

  writes(uri: vscode.Uri): boolean {
    return this.written.some(({ edited }) => edited.uri.toString() === uri.toString());
  }

  /** Ends the task; hunks that are whole stay. */
  stop(): void {
    this.abort.abort();
  }

  async run(): Promise<EditResult> {
    const { doing, title, openOther } = this.options;
    const { edited } = this.main;
    const writing = new EditWriting(
      this.main,
      openOther && ((path) => this.writtenAt(path, openOther)),
    );
    this.tell(t('{0}…', doing), undefined);
    let answer: Answer | undefined;
    try {
      for await (const event of this.events(await this.beginTurn())) {
        if (event.type === 'begin') {
          const { modelName, reason } = event.answer;
          this.tell(t('{0}… {1}', doing, reason ?? modelName), title);
        } else if (event.type === 'text' && !(await writing.push(event.text))) this.stop();
        else if (event.type === 'end') answer = event.answer;
      }
    } finally {
      await writing.end(endingOf(answer));
      for (const each of this.written) {
        each.edited.endUndoStep();
        each.edited.text.unmark(each.mark);
      }
      this.edits.setLine(edited, undefined);
    }
    const outcome = answer?.end?.outcome;
    return {
      answer,
      failure: outcome?.type === 'failed' ? outcome.failure : undefined,
      isStopped: outcome?.type === 'stopped',
      changes: this.changes(),
      leftOut: writing.leftOut,
    };
  }

  private async beginTurn(): Promise<Conversation> {
    const { task, title, message, conversation = this.parts.store.create() } = this.options;
    const display = { text: title };
    if (message) await beginTurn(this.parts, conversation, { ...message, task, display });
    return conversation;
  }

  private events(conversation: Conversation): AsyncGenerator<TurnEvent> {
    return answerTurn(this.parts, conversation, this.abort.signal, this.options.answer);
  }

  /** One more document from now on, which one undo takes back as well. */
  private take(
    document: vscode.TextDocument,
    start: number,
    end: number,
    path: string,
  ): WrittenDocument {
    const edited = this.edits.open(document);
    this.before.set(edited, edited.text.changes.length);
    edited.beginUndoStep();
    // An empty document has one line, which is no line to be replaced.
    const isEmpty = document.getText() === '';
    return { edited, mark: edited.text.mark(start, isEmpty ? start : end), path };
  }

  private async writtenAt(
    path: string,
    openOther: NonNullable<EditTaskOptions['openOther']>,
  ): Promise<WrittenDocument | undefined> {
    const known = this.others.get(path);
    if (known) return known;
    const document = await openOther(path);
    if (!document) return undefined;
    const same = this.written.find(({ edited }) => edited.document === document);
    const written = same ?? this.take(document, 0, document.lineCount, path);
    if (!same) this.others.set(path, written);
    return written;
  }

  private changes(): number {
    return this.written.reduce((sum, { edited }) => {
      const more = edited.text.changes.length - (this.before.get(edited) ?? 0);
      return sum + Math.max(0, more);
    }, 0);
  }

  private tell(text: string, why: string | undefined): void {
    const { edited, mark } = this.main;
    const line = edited.text.marked(mark)?.start ?? 0;
    this.edits.setLine(edited, { text, why, line, stop: () => this.stop() });
  }
}

function endingOf(answer: Answer | undefined): AnswerEnding {
  const outcome = answer?.end?.outcome;
  if (outcome?.type !== 'done') return 'broken';
  return outcome.stopReason === 'max_tokens' ? 'cut' : 'whole';
}
