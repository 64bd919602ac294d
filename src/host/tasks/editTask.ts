import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Answer, Conversation } from '../../core/conversation/conversation';
import type { Failure } from '../../core/failure';
import type { Task } from '../../core/tasks';
import { answerTurn, beginTurn } from '../../core/turn';
import type { AnswerOptions, TurnEvent, TurnParts } from '../../core/turn';
import type { EditedDocument } from '../edit/editedDocument';
import type { Edits } from '../edit/edits';
import { EditWriting } from './editWriting';
import type { AnswerEnding, LeftOut } from './editWriting';

export interface EditTaskOptions {
  readonly task: Task;
  /** What is going on, such as "Refactoring"; begins the line above the code. */
  readonly doing: string;
  readonly message: string;
  /** What the conversation is called in lists. */
  readonly title: string;
  readonly document: vscode.TextDocument;
  /** The lines that a block of code without tags replaces; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The path by which Claude knows the document. */
  readonly path: string;
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

/** One task whose answer streams into a document; the way of a turn, with an editor at its end. */
export class EditTask {
  readonly edited: EditedDocument;
  private readonly abort = new AbortController();
  private readonly mark: number;

  constructor(
    private readonly parts: TurnParts,
    private readonly edits: Edits,
    private readonly options: EditTaskOptions,
  ) {
    const { document, start, end } = options;
    this.edited = edits.open(document);
    // An empty document has one line, which is no line to be replaced.
    const isEmpty = document.getText() === '';
    this.mark = this.edited.text.mark(start, isEmpty ? start : end);
  }

  /** Ends the task; hunks that are whole stay. */
  stop(): void {
    this.abort.abort();
  }

  async run(): Promise<EditResult> {
    const { task, doing, message, title, path } = this.options;
    const { edited, mark } = this;
    const before = edited.text.changes.length;
    const writing = new EditWriting({ edited, mark, path });
    this.tell(t('{0}…', doing), undefined);
    edited.beginUndoStep();
    let answer: Answer | undefined;
    try {
      const conversation = this.parts.store.create();
      await beginTurn(this.parts, conversation, { text: message, task, display: { text: title } });
      for await (const event of this.events(conversation)) {
        if (event.type === 'begin') {
          const { modelName, reason } = event.answer;
          this.tell(t('{0}… {1}', doing, reason ?? modelName), title);
        } else if (event.type === 'text' && !(await writing.push(event.text))) this.stop();
        else if (event.type === 'end') answer = event.answer;
      }
    } finally {
      await writing.end(endingOf(answer));
      edited.endUndoStep();
      edited.text.unmark(mark);
      this.edits.setLine(edited, undefined);
    }
    const outcome = answer?.end?.outcome;
    return {
      answer,
      failure: outcome?.type === 'failed' ? outcome.failure : undefined,
      isStopped: outcome?.type === 'stopped',
      changes: Math.max(0, edited.text.changes.length - before),
      leftOut: writing.leftOut,
    };
  }

  private events(conversation: Conversation): AsyncGenerator<TurnEvent> {
    return answerTurn(this.parts, conversation, this.abort.signal, this.options.answer);
  }

  private tell(text: string, why: string | undefined): void {
    const line = this.edited.text.marked(this.mark)?.start ?? 0;
    this.edits.setLine(this.edited, { text, why, line, stop: () => this.stop() });
  }
}

function endingOf(answer: Answer | undefined): AnswerEnding {
  const outcome = answer?.end?.outcome;
  if (outcome?.type !== 'done') return 'broken';
  return outcome.stopReason === 'max_tokens' ? 'cut' : 'whole';
}
