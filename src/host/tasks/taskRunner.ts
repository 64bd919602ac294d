import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation';
import type { Prices } from '../../core/models/prices';
import type { Tier } from '../../core/ports';
import type { Task } from '../../core/tasks';
import type { TurnParts } from '../../core/turn';
import type { Format } from '../../shared/format';
import type { Edits } from '../edit/edits';
import { EditTask } from './editTask';
import type { EditResult, EditTaskOptions } from './editTask';
import { leftOutSentence } from './leftOut';
import type { Target } from './target';
import { priceOf, showAnswer, tellFailure } from './telling';

export interface TaskRunnerParts extends TurnParts {
  readonly edits: Edits;
  readonly prices: Prices;
  readonly format: Format;
}

/** A change that a task is to make. */
export interface EditJob {
  readonly task: Task;
  readonly target: Target;
  /** The document that is changed, where it is not the target's. */
  readonly into?: vscode.TextDocument | undefined;
  /** The paths by which Claude knows the document that is changed, and the target's. */
  readonly path: string;
  readonly about: string;
  readonly title: string;
  /** What is going on, such as "Refactoring". */
  readonly doing: string;
  readonly message: string;
  /** The user's choice for this once. */
  readonly tier: Tier | undefined;
}

/** Runs the tasks that change documents, one in each document at a time, and tells how they end. */
export class TaskRunner {
  private readonly running = new Map<EditTask, Promise<unknown>>();

  constructor(private readonly parts: TaskRunnerParts) {}

  async run(job: EditJob): Promise<void> {
    for (let overBudget = false; ;) {
      const task = this.taskFor(job, overBudget);
      const result = await this.watch(task, job.doing);
      if (!result.failure) {
        await this.tell(job, task, result);
        return;
      }
      const again = await tellFailure(result.failure);
      if (!again) return;
      overBudget = again === 'anyway';
    }
  }

  /** Ends the tasks that change a document, or all of them. */
  stop(uri?: vscode.Uri): void {
    for (const task of this.running.keys()) {
      if (!uri || task.writes(uri)) task.stop();
    }
  }

  /** Ends everything; resolves when all that has arrived is on the disk. */
  async end(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.running.values());
  }

  private taskFor(job: EditJob, overBudget: boolean): EditTask {
    const { target, into, tier, message } = job;
    const document = into ?? target.document;
    return this.begin({
      ...job,
      message: { text: message },
      document,
      // A file of its own is written from its beginning.
      start: into ? 0 : target.start,
      end: into ? document.lineCount : target.end,
      answer: { overBudget, tier, path: job.about },
    });
  }

  /**
   * A task that is about to run.
   * @throws Error with a sentence for the user, where its document is still being changed
   */
  begin(options: EditTaskOptions): EditTask {
    if ([...this.running.keys()].some((task) => task.writes(options.document.uri))) {
      throw new Error(t('Claude is still changing this file. Stop it, or wait until it is done.'));
    }
    return new EditTask(this.parts, this.parts.edits, options);
  }

  /** Runs a task, and says in the status bar that it does. */
  async watch(task: EditTask, doing: string): Promise<EditResult> {
    const location = vscode.ProgressLocation.Window;
    const run = task.run();
    this.running.set(task, run);
    try {
      return await vscode.window.withProgress({ location, title: `Stanza: ${doing}…` }, () => run);
    } finally {
      this.running.delete(task);
    }
  }

  private async tell(job: EditJob, { main }: EditTask, result: EditResult): Promise<void> {
    const { edited } = main;
    const { answer, changes, leftOut, isStopped } = result;
    const { edits, prices, format } = this.parts;
    const price = answer && priceOf(answer, prices, format);
    if (price !== undefined) {
      const why = [job.title, answer?.reason].filter((each) => each !== undefined).join('\n');
      edits.setLine(edited, { text: price, why, line: 0, stop: undefined });
      vscode.window.setStatusBarMessage(
        `Stanza: ${t('{0}. Changes to review: {1}. {2}.', job.title, changes, price)}`,
        10_000,
      );
    }
    const file = edited.uri.path.split('/').at(-1) ?? '';
    // Who has stopped it knows that something is missing.
    if (isStopped) return;
    const sentence = leftOutSentence(leftOut, file);
    if (sentence !== undefined) await tellLeftOut(sentence, answer);
    else if (changes === 0) await tellLeftOut(t('Claude left {0} as it is.', file), answer);
  }
}

async function tellLeftOut(sentence: string, answer: Answer | undefined): Promise<void> {
  const show = t('Show Answer');
  const chosen = await vscode.window.showWarningMessage(sentence, ...(answer ? [show] : []));
  if (answer && chosen === show) await showAnswer(answer);
}
