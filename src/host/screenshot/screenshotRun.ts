import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { noteOn } from '../../core/conversation/outcome';
import { costUsd } from '../../core/cost/cost';
import { splitLines } from '../../core/edit/lines';
import { refineMessage } from '../../core/prompt/screenshotMessage';
import type { Draft } from '../../core/prompt/request';
import { forecastTurn } from '../../core/turn';
import { imageBlock } from '../../core/vision/imageBlock';
import { imageProblem } from '../../core/vision/imageLimits';
import type { Size } from '../../shared/imageSize';
import type {
  Compared,
  Drawing,
  RefineLimits,
  RoundView,
  ScreenshotRunView,
} from '../../shared/screenshotProtocol';
import type { EditResult, EditTask } from '../tasks/editTask';
import { leftOutSentence } from '../tasks/leftOut';
import type { TaskRunner, TaskRunnerParts } from '../tasks/taskRunner';
import { tellFailure } from '../tasks/telling';
import { preparedPiece } from '../chat/attachments';
import { isPage, openAgain, openNamed } from './screenFiles';
import { ShownPage } from './shownPage';

interface RunParts extends TaskRunnerParts {
  readonly runner: TaskRunner;
  /** Has the page drawn and compared; false while no page is there to do it. */
  readonly draw: (drawing: Drawing) => boolean;
  /** Told when something is to be shown anew. */
  readonly onDidChange: () => void;
}

interface RunOptions {
  readonly document: vscode.TextDocument;
  /** The path by which Claude knows the document. */
  readonly path: string;
  /** The window of the screenshot, in CSS pixels. */
  readonly window: Size;
  /** The image of the draft with which the code is compared. */
  readonly imageId: string;
}

type Round = { -readonly [Key in keyof RoundView]: RoundView[Key] };

/** A document's text, and whether it is what the last answer left. */
interface Known {
  readonly path: string;
  readonly text: string;
}

/** The code of a screenshot from its first answer over rounds of refining: one conversation. */
export class ScreenshotRun implements vscode.Disposable {
  private readonly conversation: Conversation;
  private readonly rounds: Round[] = [];
  private known = new Map<vscode.TextDocument, Known>();
  private document: vscode.TextDocument;
  private readonly page: ShownPage | undefined;
  private task: EditTask | undefined;
  private isRunning = false;
  private isStopped = false;
  /** How often the code was drawn; the last time counts. */
  private drawings = 0;
  private compared: Compared | undefined;
  private readonly waiting = new Set<() => void>();
  /** Ends a question to the user that has become none. */
  private endAsking: (() => void) | undefined;
  private next: ScreenshotRunView['next'];
  private ended: string | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly options: RunOptions,
  ) {
    this.conversation = parts.store.create();
    const { document, path } = options;
    this.document = document;
    if (!isPage(document)) return;
    this.page = new ShownPage(document, path);
    this.page.onDidChange(() => void this.draw());
  }

  get view(): ScreenshotRunView {
    const { rounds, compared, isRunning, next, ended } = this;
    const { window, imageId, path } = this.options;
    const files = [...this.known.values()].map((each) => each.path);
    return {
      rounds,
      files: files.length === 0 ? [path] : files,
      canDraw: this.page !== undefined,
      isRunning,
      score: compared?.score,
      regions: compared?.regions ?? [],
      window,
      imageId,
      next,
      ended,
    };
  }

  /** The documents that were written, as the view lists their files. */
  private get documents(): readonly vscode.TextDocument[] {
    return this.known.size === 0 ? [this.document] : [...this.known.keys()];
  }

  /** The document of the file that the view lists there. */
  async documentAt(index: number): Promise<vscode.TextDocument | undefined> {
    await this.openAgain();
    return this.documents[index];
  }

  /** What a preview shows; undefined where a browser could not. */
  get shown(): ShownPage | undefined {
    return this.page;
  }

  /** Sends the first message, and streams what comes into the files. */
  async begin(draft: Draft): Promise<void> {
    await this.run(async () => {
      await this.write(draft);
    });
  }

  /** Goes on until the code is like the screenshot, or a limit is reached. */
  async refine(limits: RefineLimits): Promise<void> {
    await this.run(() => this.refineUntil(limits));
  }

  /** Ends what is under way; what has arrived stays. */
  stop(): void {
    this.isStopped = true;
    this.task?.stop();
    this.endAsking?.();
    this.release();
  }

  /** The page has held the code against the screenshot. */
  receive(compared: Compared): void {
    // While the code goes on, older drawings are still compared.
    if (this.page && compared.drawing !== this.drawings) return;
    this.compared = compared;
    const round = this.rounds.at(-1);
    if (!this.page && round) round.score = compared.score;
    this.release();
    this.parts.onDidChange();
    if (!this.isRunning) void this.foresee();
  }

  /** The page could not do it. */
  notCompared(drawing: number, reason: string): void {
    if (this.page && drawing !== this.drawings) return;
    this.compared = undefined;
    this.ended = t('The code could not be compared with the screenshot: {0}', reason);
    this.release();
    this.parts.onDidChange();
  }

  /** Has the code drawn as it stands; a page that comes back asks for it. */
  async draw(): Promise<void> {
    if (!this.page) return;
    this.drawings += 1;
    const number = this.drawings;
    const { still: html, missing } = await this.page.compose();
    // A later one has the later text.
    if (number !== this.drawings) return;
    // While it streams it is looked at, and not sent.
    const withPictures = this.task === undefined;
    this.parts.draw({ number, html, missing, window: this.options.window, withPictures });
  }

  dispose(): void {
    this.stop();
    this.page?.dispose();
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

  private async refineUntil({ score, rounds, usd }: RefineLimits): Promise<void> {
    const { format } = this.parts;
    // Almost the same is not the same.
    const percent = (share: number) => format.percent(Math.floor(share * 100) / 100);
    let spentUsd = 0;
    for (let round = 0; !this.isStopped; round += 1) {
      await this.openAgain();
      if (this.document.isClosed) {
        this.ended = t('{0} is not there any more. Write the code anew.', this.options.path);
        return;
      }
      const found = this.page ? await this.compare() : this.compared;
      if (!found || this.isStopped) return;
      if (found.score >= score) {
        this.ended = t('They are {0} alike, which is what was asked for.', percent(found.score));
        return;
      }
      if (round === rounds) {
        this.ended = t('After {0} rounds they are {1} alike.', rounds, percent(found.score));
        return;
      }
      const draft = this.refineDraft(found);
      const refusal = await this.refusal(draft, usd - spentUsd, format.usd(usd));
      if (refusal !== undefined) {
        this.ended = refusal;
        return;
      }
      if (!(await this.write(draft))) return;
      spentUsd += this.rounds.at(-1)?.usd ?? 0;
      if (!this.page) {
        // Only the user can see what has become of it.
        this.compared = undefined;
        this.ended = t('Attach a screenshot of the new result to go on.');
        return;
      }
    }
  }

  /** Why no further round is made, in a sentence. */
  private async refusal(
    draft: Draft,
    leftUsd: number,
    budget: string,
  ): Promise<string | undefined> {
    const { model, highUsd } = await this.forecast(draft);
    const images = this.conversation.turns.flatMap(({ prompt }) =>
      prompt.flatMap((block) => (block.type === 'image' ? block : [])),
    );
    const problem = imageProblem([...images, ...(draft.images ?? [])], model);
    if (problem !== undefined) return problem;
    if (highUsd === undefined) {
      return t('The price of {0} is not known, so no budget can be kept.', model.displayName);
    }
    return highUsd > leftUsd
      ? t(
          'Another round may cost {0}, which is more than is left of {1}.',
          this.parts.format.usd(highUsd),
          budget,
        )
      : undefined;
  }

  /** One round; false where nothing came of it. */
  private async write(draft: Draft): Promise<boolean> {
    const { runner, onDidChange } = this.parts;
    const round: Round = {
      number: this.rounds.length + 1,
      state: 'writing',
      modelName: undefined,
      usd: undefined,
      isEstimated: false,
      score: undefined,
      note: undefined,
    };
    this.rounds.push(round);
    let message: Draft | undefined = draft;
    for (let overBudget = false; ;) {
      round.state = 'writing';
      round.note = undefined;
      onDidChange();
      const before = this.texts();
      this.task = runner.begin(this.taskOptions(message, overBudget));
      const result = await runner.watch(this.task, t('Writing code'));
      this.note(round, result);
      this.remember(this.task);
      this.task = undefined;
      if (!result.failure) {
        if (result.isStopped) return false;
        if (before === this.texts()) round.note ??= t('Claude left the code as it is.');
        break;
      }
      onDidChange();
      const again = await this.unlessStopped(tellFailure(result.failure));
      if (!again) return false;
      overBudget = again === 'anyway';
      // What was sent is answered once more.
      message = undefined;
    }
    if (this.page) {
      round.state = 'comparing';
      onDidChange();
      round.score = (await this.compare())?.score;
    }
    round.state = 'done';
    onDidChange();
    return !this.isStopped;
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
    const { document } = this;
    const { path } = this.options;
    const isFirst = this.rounds.length === 1;
    return {
      task: 'screenshot',
      doing: isFirst ? t('Writing code') : t('Refining'),
      title: isFirst ? t('Screenshot to {0}', path) : t('Refine {0}', path),
      conversation: this.conversation,
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

  /** What the answer has left, so that what the user changes from then on can be told. */
  private remember({ written }: EditTask): void {
    for (const { edited, path } of written) {
      this.known.set(edited.document, { path, text: edited.document.getText() });
    }
  }

  /** What was saved or closed meanwhile goes on in other documents. */
  private async openAgain(): Promise<void> {
    const { path } = this.options;
    const known = await Promise.all(
      [...this.known].map(
        async ([document, each]) => [await openAgain(document, each.path), each] as const,
      ),
    );
    this.known = new Map(known);
    this.document = await openAgain(this.document, path);
  }

  private texts(): string {
    return this.documents.map((document) => document.getText()).join('\0');
  }

  private refineDraft({ score, regions, pictures }: Compared): Draft {
    const { path, window } = this.options;
    const changed = [...this.known].flatMap(([document, { path: file, text }]) =>
      document.getText() === text ? [] : { path: file, lines: splitLines(document.getText()) },
    );
    const text = refineMessage({ path, changed, score, window, regions });
    return { text, images: pictures.map((picture) => imageBlock(preparedPiece(picture))) };
  }

  /** Holds the code as it stands against the screenshot; undefined where that could not be done. */
  private async compare(): Promise<Compared | undefined> {
    this.compared = undefined;
    this.ended = undefined;
    const done = new Promise<void>((resolve) => this.waiting.add(resolve));
    await this.draw();
    await done;
    return this.compared;
  }

  private release(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  private async foresee(): Promise<void> {
    const { compared } = this;
    if (!compared || this.conversation.turns.length === 0) return;
    const { lowUsd, highUsd } = await this.forecast(this.refineDraft(compared));
    if (lowUsd === undefined || highUsd === undefined) this.next = undefined;
    else this.next = { lowUsd, highUsd };
    this.parts.onDidChange();
  }

  private async forecast(draft: Draft): Promise<{
    readonly model: { readonly displayName: string; readonly maxInputTokens: number };
    readonly lowUsd: number | undefined;
    readonly highUsd: number | undefined;
  }> {
    const { prepared, forecast } = await forecastTurn(this.parts, this.conversation, draft, {
      task: 'screenshot',
      signal: new AbortController().signal,
      counts: false,
    });
    return { model: prepared.model, lowUsd: forecast.lowUsd, highUsd: forecast.highUsd };
  }
}
