import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { stackFrom, stackId } from '../../core/screenshot/stack';
import { forecastTurn } from '../../core/turn';
import type { FileConsent } from '../../shared/prefixProtocol';
import type {
  Compared,
  Drawing,
  FormChange,
  RefineLimits,
  ScreenshotForm,
  ScreenshotView,
} from '../../shared/screenshotProtocol';
import type { Original } from '../../shared/imageProtocol';
import { Attachments } from '../chat/attachments';
import type { DraftImages } from '../chat/draftImages';
import { maySend } from '../tasks/maySend';
import type { TaskRunner, TaskRunnerParts } from '../tasks/taskRunner';
import type { Workspace } from '../../core/ports';
import { openTarget } from './screenFiles';
import { ScreenshotDrafts, USUAL_WINDOW } from './screenshotDrafts';
import { ScreenshotRun } from './screenshotRun';
import type { RunOptions } from './screenshotRun';
import type { SavedRun, ScreenshotMemory } from './screenshotMemory';
import type { ShownPage } from './shownPage';
import { StackChoice } from './stackChoice';

/** Near enough, often enough, and for less than a coffee. */
const USUAL_LIMITS: RefineLimits = { score: 0.95, rounds: 3, usd: 0.5 };

export interface ScreenshotParts extends TaskRunnerParts {
  readonly runner: TaskRunner;
  readonly workspace: Workspace;
  readonly consent: () => Promise<FileConsent>;
  readonly hasKey: () => Promise<boolean>;
  readonly draftImages: DraftImages;
  readonly memory: ScreenshotMemory;
}

/** The page that shows the session. */
export interface ScreenshotPage {
  /** Something is to be shown anew. */
  readonly refresh: () => void;
  readonly handOver: (id: string, original: Original | undefined) => void;
  /** False while no page is there to draw. */
  readonly draw: (drawing: Drawing) => boolean;
}

/** The truth behind Screenshot to Code: its images, what is wanted, and what has come of it. */
export class ScreenshotSession implements vscode.Disposable {
  readonly images: Attachments;
  private readonly stacks: StackChoice;
  private readonly drafts: ScreenshotDrafts;
  private form: ScreenshotForm | undefined;
  private edit = 0;
  /** What follows from the newest form, such as a path for another stack. */
  private settling = Promise.resolve();
  private loading: Promise<ScreenshotForm> | undefined;
  private run: ScreenshotRun | undefined;
  private price: ScreenshotView['price'];
  private pricing: AbortController | undefined;
  private problem: string | undefined;
  private begins = false;
  private isBeginning = false;
  /** Whether the user has said so since it was begun. */
  private isStopped = false;

  constructor(
    private readonly parts: ScreenshotParts,
    private readonly page: ScreenshotPage,
  ) {
    this.stacks = new StackChoice(parts.workspace);
    this.images = new Attachments({
      ...parts,
      store: parts.draftImages,
      conversation: () => Promise.resolve(parts.store.create()),
      task: 'screenshot',
      show: () => page.refresh(),
      handOver: (id, original) => page.handOver(id, original),
      onDidChange: () => {
        this.problem = undefined;
        void this.updatePrice();
      },
    });
    this.drafts = new ScreenshotDrafts({ ...parts, images: this.images });
  }

  /** What a preview shows; undefined where there is nothing that a browser could. */
  get shown(): ShownPage | undefined {
    return this.run?.shown;
  }

  /** Whether code is being written, or compared. */
  get isRunning(): boolean {
    return this.isBeginning || (this.run?.view.isRunning ?? false);
  }

  async view(): Promise<ScreenshotView> {
    const images = await this.images.view();
    const goesAlong = await this.drafts.goesAlong();
    const form = await this.readForm();
    return {
      images,
      form,
      edit: this.edit,
      stacks: this.stacks.list(form.stack),
      detected: stackId(this.stacks.detected),
      price: this.price,
      goesAlong,
      kin: this.drafts.kinPaths,
      problem: this.problem,
      run: this.run?.view,
      begins: this.begins,
    };
  }

  /** A command may have said into which file. */
  async want(target: string | undefined): Promise<void> {
    const form = await this.readForm();
    this.form = { ...form, path: target ?? form.path };
    this.page.refresh();
    void this.updatePrice();
  }

  /** A command has said all there is to say, and the page has its images. */
  beginOnceReady(): void {
    this.begins = true;
    this.page.refresh();
  }

  /** @param edit counts how often the page has said its form */
  async setForm(changed: FormChange, edit: number): Promise<void> {
    this.settling = this.takeForm(changed, edit);
    await this.settling;
    this.page.refresh();
    await this.save();
    await this.updatePrice();
  }

  /** The page is there, and has nothing yet. */
  async attached(): Promise<void> {
    this.page.refresh();
    await this.run?.draw();
    await this.updatePrice();
  }

  /** The page has gone for good; what streams goes on. */
  closed(): void {
    this.begins = false;
    this.pricing?.abort();
  }

  /** What goes along, or its price, may be another one now. */
  changed(): void {
    void this.updatePrice();
  }

  /** Writes the code; what was written before stays as it is. */
  async begin(): Promise<void> {
    this.begins = false;
    if (this.isRunning) return;
    this.isBeginning = true;
    this.isStopped = false;
    const begun = await this.beginRun().finally(() => (this.isBeginning = false));
    await begun?.ended;
    await this.updatePrice();
  }

  /** Undefined where something is missing, which the page says; otherwise resolves when it runs. */
  private async beginRun(): Promise<{ readonly ended: Promise<void> } | undefined> {
    await this.settling;
    const form = await this.readForm();
    this.problem = await this.problemWith(form);
    if (this.problem !== undefined) {
      this.page.refresh();
      return undefined;
    }
    const document = await openTarget(form.path);
    if (!(await maySend(form.path, document.getText()))) return undefined;
    const draft = await this.drafts.draftOf(form, document.getText());
    const [first] = (await this.images.view()).chips;
    // Meanwhile it may have been removed, or stopped.
    if (!first || this.isStopped) return undefined;
    this.run?.dispose();
    const run = this.runFor({
      document,
      path: form.path.trim(),
      window: form.window ?? USUAL_WINDOW,
      imageId: first.id,
      crop: first.crop,
      conversation: this.parts.store.create(),
    });
    return { ended: run.begin(draft) };
  }

  async refine(limits: RefineLimits): Promise<void> {
    if (this.isBeginning) return;
    await this.run?.refine(limits);
  }

  /** Ends what is under way; what has arrived stays. */
  stop(): void {
    this.isStopped = true;
    this.run?.stop();
  }

  compared(compared: Compared): void {
    this.run?.receive(compared);
  }

  notCompared(drawing: number, reason: string): void {
    this.run?.notCompared(drawing, reason);
  }

  async documentAt(index: number): Promise<vscode.TextDocument | undefined> {
    return this.run?.documentAt(index);
  }

  dispose(): void {
    this.pricing?.abort();
    this.run?.dispose();
  }

  private runFor(options: RunOptions): ScreenshotRun {
    const run = new ScreenshotRun(
      {
        ...this.parts,
        draw: (drawing) => this.page.draw(drawing),
        onDidChange: () => {
          this.page.refresh();
          void this.save();
        },
      },
      options,
    );
    this.run = run;
    return run;
  }

  private async takeForm({ window, ...changed }: FormChange, edit: number): Promise<void> {
    const old = await this.readForm();
    const { stack = old.stack, path = old.path, words = old.words, limits = old.limits } = changed;
    this.form = { stack, path, words, window, limits };
    this.edit = edit;
    // It may be mended, and is looked for again before anything is sent.
    this.problem = undefined;
    const other = stack === old.stack ? undefined : stackFrom(stack);
    if (!other || changed.path !== undefined) return;
    const place = await this.stacks.pathFor(other, old);
    // Meanwhile the user may have named a place, or chosen another stack.
    const newest: ScreenshotForm = this.form;
    if (newest.stack === stack && newest.path === path) this.form = { ...newest, path: place };
  }

  private async readForm(): Promise<ScreenshotForm> {
    if (this.form) return this.form;
    this.loading ??= this.load();
    const loaded = await this.loading;
    // It may have been changed meanwhile.
    this.form ??= loaded;
    return this.form;
  }

  /** What there was before a reload, or what fits this workspace. */
  private async load(): Promise<ScreenshotForm> {
    await this.stacks.detect();
    const { detected } = this.stacks;
    const remembered = await this.parts.memory.load();
    if (remembered?.run) await this.restore(remembered.run);
    if (remembered) return remembered.form;
    const place = await this.stacks.placeFor(detected);
    const limits = USUAL_LIMITS;
    return { stack: stackId(detected), path: place, words: '', window: undefined, limits };
  }

  /** The rounds of before a reload, which can be gone on with. */
  private async restore({ conversation: id, ...saved }: SavedRun): Promise<void> {
    const { store, log } = this.parts;
    try {
      const conversation = await store.load(id);
      // Its files are looked for when they are needed: their editors may not be back yet.
      if (conversation && !this.run)
        this.runFor({ crop: undefined, ...saved, document: undefined, conversation });
    } catch (error) {
      log.error('The code of a screenshot could not be taken up again.', error);
    }
  }

  private async save(): Promise<void> {
    const { form, run } = this;
    if (form) await this.parts.memory.save({ form, run: run?.saved });
  }

  private async problemWith({ path, stack }: ScreenshotForm): Promise<string | undefined> {
    const { chips } = await this.images.view();
    if (chips.length === 0) return t('Add a screenshot first.');
    if (path.trim() === '') return t('Name the file that the code goes into.');
    if (!stackFrom(stack)) return t('Choose what the code is written with.');
    if (!(await this.parts.hasKey())) return t('Set an API key first.');
    return this.images.problem();
  }

  /** What writing the code would cost now. */
  private async updatePrice(): Promise<void> {
    this.pricing?.abort();
    const pricing = new AbortController();
    this.pricing = pricing;
    try {
      const images = await this.images.view();
      const draft = await this.drafts.draftOf(await this.readForm(), '');
      const { reason, forecast, refusal } = await forecastTurn(
        this.parts,
        this.parts.store.create(),
        draft,
        { task: 'screenshot', signal: pricing.signal, counts: false },
      );
      if (pricing.signal.aborted) return;
      const { lowUsd, highUsd } = forecast;
      this.price =
        images.chips.length === 0
          ? undefined
          : { reason, lowUsd, highUsd, refusal: refusal?.message };
      this.page.refresh();
    } catch (error) {
      if (!pricing.signal.aborted) this.parts.log.error('The cost could not be foreseen.', error);
    }
  }
}
