import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { noteOn } from '../../core/conversation/outcome';
import { costUsd } from '../../core/cost/cost';
import { refineMessage } from '../../core/prompt/screenshotMessage';
import type { Draft } from '../../core/prompt/request';
import { forecastTurn } from '../../core/turn';
import { imageBlock } from '../../core/vision/imageBlock';
import { imageProblem } from '../../core/vision/imageLimits';
import type { Crop } from '../../shared/imageProtocol';
import type { Size } from '../../shared/imageSize';
import type {
  Compared,
  Drawing,
  RefineLimits,
  Round,
  ScreenshotRunView,
} from '../../shared/screenshotProtocol';
import { preparedPiece } from '../chat/attachments';
import type { EditResult, EditTask } from '../tasks/editTask';
import { leftOutSentence } from '../tasks/leftOut';
import type { TaskRunner, TaskRunnerParts } from '../tasks/taskRunner';
import { tellFailure } from '../tasks/telling';
import { Comparison } from './comparison';
import { openNamed } from './screenFiles';
import type { SavedRun } from './screenshotMemory';
import type { ShownPage } from './shownPage';
import { WrittenFiles } from './writtenFiles';

interface RunParts extends TaskRunnerParts {
  readonly runner: TaskRunner;
  /** Has the page drawn and compared; false while no page is there to do it. */
  readonly draw: (drawing: Drawing) => boolean;
  /** Told when something is to be shown anew. */
  readonly onDidChange: () => void;
}

export interface RunOptions {
  /** Undefined after a reload, until it is found. */
  readonly document: vscode.TextDocument | undefined;
  /** The path by which Claude knows the document. */
  readonly path: string;
  /** The window of the screenshot, in CSS pixels. */
  readonly window: Size;
  /** The image of the draft with which the code is compared, and the part of it that was sent. */
  readonly imageId: string;
  readonly crop: Crop | undefined;
  readonly conversation: Conversation;
  /** Of before a reload. */
  readonly rounds?: readonly Round[];
  /** The paths of the files that were written before a reload. */
  readonly files?: readonly string[];
}

/** The code of a screenshot from its first answer over rounds of refining: one conversation. */
export class ScreenshotRun implements vscode.Disposable {
  private readonly rounds: Round[];
  private readonly files: WrittenFiles;
  private readonly comparison: Comparison;
  private task: EditTask | undefined;
  private isRunning = false;
  private isStopped = false;
  private next: ScreenshotRunView['next'];
  private ended: string | undefined;
  /** Ends a question to the user that has become none. */
  private endAsking: (() => void) | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly options: RunOptions,
  ) {
    const { document, path, window, rounds = [], files = [] } = options;
    this.rounds = rounds.map((round) => ({ ...round, state: endedState(round) }));
    this.files = new WrittenFiles(document, [path, ...files]);
    this.comparison = new Comparison(this.files, path, window, {
      draw: parts.draw,
      onDidChange: parts.onDidChange,
      isWriting: () => this.task !== undefined,
    });
  }

  get view(): ScreenshotRunView {
    const { rounds, files, comparison, isRunning, next, ended } = this;
    const { window, imageId, crop } = this.options;
    return {
      rounds,
      files: files.paths,
      canDraw: comparison.page !== undefined,
      isRunning,
      score: comparison.found?.score,
      window,
      imageId,
      crop,
      next,
      ended: ended ?? comparison.problem,
    };
  }

  /** What goes on after a reload. */
  get saved(): SavedRun {
    const { path, window, imageId, crop, conversation } = this.options;
    const files = [...this.files.paths];
    const { rounds } = this;
    return { conversation: conversation.id, path, files, window, imageId, crop, rounds };
  }

  /** The document of a file that was written, by its place in the view. */
  async documentAt(index: number): Promise<vscode.TextDocument | undefined> {
    await this.files.findAgain();
    return this.files.documentAt(index);
  }

  /** What a preview shows; undefined where a browser could not. */
  get shown(): ShownPage | undefined {
    return this.comparison.page;
  }

  /** Sends the first message, and streams what comes into the files. */
  async begin(draft: Draft): Promise<void> {
    await this.run(async () => {
      await this.write(draft);
    });
  }

  /** Goes on until the code is like the screenshot, or a limit is reached. */
  async refine(limits: RefineLimits): Promise<void> {
    await this.run(async () => {
      this.ended = await this.refineUntil(limits);
    });
  }

  /** Ends what is under way; what has arrived stays. */
  stop(): void {
    this.isStopped = true;
    this.task?.stop();
    this.endAsking?.();
    this.comparison.release();
  }

  receive(compared: Compared): void {
    const round = this.rounds.at(-1);
    // What the user has attached shows what the last round has made.
    if (!this.comparison.page && round) round.score = compared.score;
    this.comparison.receive(compared);
    if (!this.isRunning) void this.foresee();
  }

  notCompared(drawing: number, reason: string): void {
    this.comparison.fail(drawing, reason);
  }

  /** A page that can draw has come. */
  async draw(): Promise<void> {
    await this.comparison.draw();
  }

  dispose(): void {
    this.stop();
    this.comparison.dispose();
  }

  private async run(work: () => Promise<void>): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.isStopped = false;
    this.ended = undefined;
    this.parts.onDidChange();
    try {
      await work();
    } catch (error) {
      this.fail(error);
      throw error;
    } finally {
      this.isRunning = false;
      this.parts.onDidChange();
      void this.foresee();
    }
  }

  /** A round that has not come to its end never will. */
  private fail(error: unknown): void {
    this.task = undefined;
    const round = this.rounds.at(-1);
    if (round?.state !== 'writing' && round?.state !== 'comparing') return;
    round.state = 'failed';
    round.note = error instanceof Error ? error.message : String(error);
  }

  /** Gives the sentence on why it ends, where there is more to say than what the rounds show. */
  private async refineUntil(limits: RefineLimits): Promise<string | undefined> {
    const { comparison, rounds } = this;
    const first = rounds.length;
    await this.files.findAgain();
    if (!openDocument(this.files.main)) return goneSentence(this.options.path);
    await comparison.now();
    for (;;) {
      // After a round, it is what the round has come to.
      const { found } = comparison;
      if (!found || this.isStopped) return undefined;
      const made = rounds.slice(first);
      const reached = this.reached(found.score, made.length, limits);
      if (reached !== undefined) return reached;
      const draft = this.refineDraft(found);
      const leftUsd = made.reduce((left, { usd = 0 }) => left - usd, limits.usd);
      const refusal = await this.refusal(draft, leftUsd, limits.usd);
      if (refusal !== undefined) return refusal;
      if (this.isStopped || !(await this.write(draft))) return undefined;
      if (!comparison.page) {
        comparison.forget();
        return t('Attach a screenshot of the new result to go on.');
      }
    }
  }

  private reached(score: number, made: number, limits: RefineLimits): string | undefined {
    // Almost the same is not the same.
    const alike = this.parts.format.percent(Math.floor(score * 100) / 100);
    if (score >= limits.score) return t('They are {0} alike, which is what was asked for.', alike);
    return made < limits.rounds
      ? undefined
      : t('Rounds made: {0}. They are {1} alike.', made, alike);
  }

  /** Why no further round is made, in a sentence. */
  private async refusal(
    draft: Draft,
    leftUsd: number,
    budgetUsd: number,
  ): Promise<string | undefined> {
    const { format } = this.parts;
    const { model, highUsd } = await this.forecast(draft);
    const sent = this.options.conversation.turns.flatMap(({ prompt }) =>
      prompt.flatMap((block) => (block.type === 'image' ? block : [])),
    );
    const problem = imageProblem([...sent, ...(draft.images ?? [])], model);
    if (problem !== undefined) return problem;
    if (highUsd === undefined) {
      return t('The price of {0} is not known, so no budget can be kept.', model.displayName);
    }
    if (highUsd <= leftUsd) return undefined;
    return t(
      'Another round may cost {0}, which is more than is left of {1}.',
      format.usd(highUsd),
      format.usd(budgetUsd),
    );
  }

  /** One round; false where nothing came of it. */
  private async write(draft: Draft): Promise<boolean> {
    const round: Round = { number: this.rounds.length + 1, state: 'writing', isEstimated: false };
    this.rounds.push(round);
    if (!(await this.answer(round, draft))) return false;
    if (this.comparison.page) {
      round.state = 'comparing';
      this.parts.onDidChange();
      round.score = (await this.comparison.now())?.score;
    }
    round.state = 'done';
    this.parts.onDidChange();
    return !this.isStopped;
  }

  /** Streams an answer into the files, again where the user says so; false where it has none. */
  private async answer(round: Round, draft: Draft): Promise<boolean> {
    const { runner, onDidChange } = this.parts;
    let message: Draft | undefined = draft;
    for (let overBudget = false; ;) {
      round.state = 'writing';
      round.note = undefined;
      onDidChange();
      await this.files.findAgain();
      if (this.isStopped) {
        round.state = 'stopped';
        onDidChange();
        return false;
      }
      const before = this.files.texts;
      this.task = runner.begin(this.taskOptions(message, overBudget));
      const result = await runner.watch(this.task, t('Writing code'));
      this.note(round, result);
      this.files.remember(this.task);
      this.task = undefined;
      onDidChange();
      if (result.isStopped) return false;
      if (!result.failure) {
        if (before === this.files.texts) round.note ??= t('Claude left the code as it is.');
        return true;
      }
      const again = await this.unlessStopped(tellFailure(result.failure));
      if (!again) return false;
      overBudget = again === 'anyway';
      // What was sent is answered once more.
      message = undefined;
    }
  }

  /** A notification may stay unanswered for as long as the user likes. */
  private async unlessStopped<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    const stopped = new Promise<undefined>((resolve) => {
      this.endAsking = () => resolve(undefined);
    });
    return Promise.race([answer, stopped]);
  }

  private taskOptions(
    message: Draft | undefined,
    overBudget: boolean,
  ): Parameters<TaskRunner['begin']>[0] {
    const { path, conversation } = this.options;
    const document = openDocument(this.files.main);
    if (!document) throw new Error(goneSentence(path));
    const isFirst = this.rounds.length === 1;
    return {
      task: 'screenshot',
      doing: isFirst ? t('Writing code') : t('Refining'),
      title: isFirst ? t('Screenshot to {0}', path) : t('Refine {0}', path),
      conversation,
      message,
      document,
      start: 0,
      end: document.lineCount,
      path,
      openOther: openNamed,
      answer: { overBudget },
    };
  }

  private note(round: Round, { answer, failure, isStopped, leftOut }: EditResult): void {
    const end = answer?.end;
    const pricing = end?.model === undefined ? undefined : this.parts.prices.pricingOf(end.model);
    const usd = end?.usage && costUsd(end.usage, pricing);
    round.modelName = answer?.modelName;
    // A round that was tried again has cost each time.
    if (usd !== undefined) round.usd = (round.usd ?? 0) + usd;
    round.isEstimated ||= end?.usage !== undefined && !end.usageIsExact;
    if (failure) round.state = 'failed';
    else if (isStopped) round.state = 'stopped';
    const file = this.options.path.split('/').at(-1) ?? '';
    const isRefused = end?.outcome.type === 'done' && end.outcome.stopReason === 'refusal';
    const sentence = isRefused ? noteOn(end.outcome) : leftOutSentence(leftOut, file);
    round.note = failure?.message ?? (isStopped ? undefined : sentence);
  }

  private refineDraft({ score, regions, pictures }: Compared): Draft {
    const { path, window } = this.options;
    const changed = this.files.changed();
    const text = refineMessage({ path, changed, score, window, regions });
    return { text, images: pictures.map((picture) => imageBlock(preparedPiece(picture))) };
  }

  private async foresee(): Promise<void> {
    const { found } = this.comparison;
    if (!found || this.options.conversation.turns.length === 0) return;
    const { lowUsd, highUsd } = await this.forecast(this.refineDraft(found));
    this.next = lowUsd === undefined || highUsd === undefined ? undefined : { lowUsd, highUsd };
    this.parts.onDidChange();
  }

  private async forecast(draft: Draft): Promise<{
    readonly model: { readonly displayName: string; readonly maxInputTokens: number };
    readonly lowUsd: number | undefined;
    readonly highUsd: number | undefined;
  }> {
    const { prepared, forecast } = await forecastTurn(
      this.parts,
      this.options.conversation,
      draft,
      { task: 'screenshot', signal: new AbortController().signal, counts: false },
    );
    return { model: prepared.model, lowUsd: forecast.lowUsd, highUsd: forecast.highUsd };
  }
}

/** What was under way when the window went has ended with it. */
function endedState({ state }: Round): Round['state'] {
  return state === 'writing' || state === 'comparing' ? 'stopped' : state;
}

function goneSentence(path: string): string {
  return t('{0} is not there any more. Write the code anew.', path);
}

function openDocument(document: vscode.TextDocument | undefined): vscode.TextDocument | undefined {
  return document?.isClosed === false ? document : undefined;
}
