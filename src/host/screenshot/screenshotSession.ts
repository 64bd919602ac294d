import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { splitLines } from '../../core/edit/lines';
import { extensionOf } from '../../core/prompt/paths';
import type { Draft } from '../../core/prompt/request';
import { screenshotMessage } from '../../core/prompt/screenshotMessage';
import { detectStack } from '../../core/screenshot/detectStack';
import { placeFor } from '../../core/screenshot/placeFor';
import { stackFrom, stackId, stackName, STACKS, stackOf } from '../../core/screenshot/stack';
import type { Stack } from '../../core/screenshot/stack';
import { forecastTurn } from '../../core/turn';
import type { FileConsent } from '../../shared/prefixProtocol';
import type {
  Compared,
  Drawing,
  RefineLimits,
  ScreenshotForm,
  ScreenshotView,
} from '../../shared/screenshotProtocol';
import type { DraftImagesView, Original } from '../../shared/imageProtocol';
import { Attachments } from '../chat/attachments';
import type { DraftImages } from '../chat/draftImages';
import { maySend } from '../tasks/maySend';
import type { TaskRunner, TaskRunnerParts } from '../tasks/taskRunner';
import type { WorkspaceFolders } from '../workspace/workspaceFolders';
import { openTarget } from './screenFiles';
import { ScreenshotRun } from './screenshotRun';
import type { ShownPage } from './shownPage';

export interface ScreenshotParts extends TaskRunnerParts {
  readonly runner: TaskRunner;
  readonly workspace: WorkspaceFolders;
  readonly consent: () => Promise<FileConsent>;
  readonly hasKey: () => Promise<boolean>;
  readonly draftImages: DraftImages;
}

/** The page that shows the session. */
export interface ScreenshotPage {
  /** Something is to be shown anew. */
  readonly refresh: () => void;
  readonly handOver: (id: string, original: Original | undefined) => void;
  /** False while no page is there to draw. */
  readonly draw: (drawing: Drawing) => boolean;
}

/** A message as long as one is before the user has said anything. */
const NO_WINDOW = { width: 1280, height: 800 };

/** The truth behind Screenshot to Code: its images, what is wanted, and what has come of it. */
export class ScreenshotSession implements vscode.Disposable {
  readonly images: Attachments;
  private form: ScreenshotForm | undefined;
  private detected: Stack = stackOf('html');
  private run: ScreenshotRun | undefined;
  private price: ScreenshotView['price'];
  private pricing: AbortController | undefined;
  private problem: string | undefined;
  private begins = false;
  /** Between a click and its run, in which another click would begin once more. */
  private isBeginning = false;

  constructor(
    private readonly parts: ScreenshotParts,
    private readonly page: ScreenshotPage,
  ) {
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
  }

  /** What a preview shows; undefined where there is nothing that a browser could. */
  get shown(): ShownPage | undefined {
    return this.run?.shown;
  }

  async view(): Promise<ScreenshotView> {
    const form = await this.readForm();
    return {
      images: await this.images.view(),
      form,
      stacks: this.stacksFor(form.stack),
      detected: stackId(this.detected),
      price: this.price,
      goesAlong: await this.goesAlong(),
      problem: this.problem,
      run: this.run?.view,
      begins: this.begins,
    };
  }

  /** A command has said what is wanted; what it leaves open stays as it is. */
  async want({
    target,
    begins = false,
  }: {
    readonly target?: string | undefined;
    readonly begins?: boolean;
  }): Promise<void> {
    const form = await this.readForm();
    this.form = { ...form, path: target ?? form.path };
    this.begins = begins;
    this.page.refresh();
    await this.updatePrice();
  }

  async setForm(form: ScreenshotForm): Promise<void> {
    const old = await this.readForm();
    this.form = form;
    // It may be mended, and is looked for again before anything is sent.
    this.problem = undefined;
    const stack = form.stack === old.stack ? undefined : stackFrom(form.stack);
    if (stack) this.form = { ...form, path: await this.pathFor(stack, old) };
    this.page.refresh();
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
    if (this.isBeginning || this.run?.view.isRunning) return;
    this.isBeginning = true;
    try {
      await this.beginRun();
    } finally {
      this.isBeginning = false;
    }
  }

  private async beginRun(): Promise<void> {
    const form = await this.readForm();
    this.problem = await this.problemWith(form);
    if (this.problem !== undefined) {
      this.page.refresh();
      return;
    }
    const document = await openTarget(form.path);
    if (!(await maySend(form.path, document.getText()))) return;
    const images = await this.images.view();
    this.run?.dispose();
    const run = new ScreenshotRun(
      {
        ...this.parts,
        draw: (drawing) => this.page.draw(drawing),
        onDidChange: () => this.page.refresh(),
      },
      {
        document,
        path: form.path.trim(),
        window: form.window ?? NO_WINDOW,
        imageId: images.chips[0]?.id ?? '',
      },
    );
    this.run = run;
    await run.begin(await this.draftOf(form, images, document.getText()));
    await this.updatePrice();
  }

  async refine(limits: RefineLimits): Promise<void> {
    await this.run?.refine(limits);
  }

  /** Ends what is under way; what has arrived stays. */
  stop(): void {
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

  private async readForm(): Promise<ScreenshotForm> {
    if (this.form) return this.form;
    const paths = await this.paths();
    this.detected = await detectStack(paths, async (path) => this.textOf(path));
    const place = await this.placeFor(this.detected);
    this.form ??= { stack: stackId(this.detected), path: place, words: '', window: undefined };
    return this.form;
  }

  /** Another framework has its files elsewhere; a place that the user has named is kept. */
  private async pathFor(stack: Stack, old: ScreenshotForm): Promise<string> {
    const place = await this.placeFor(stack);
    const before = stackFrom(old.stack);
    const isOwn = before === undefined || old.path !== (await this.placeFor(before));
    return isOwn && extensionOf(old.path) === extensionOf(place) ? old.path : place;
  }

  private async placeFor(stack: Stack): Promise<string> {
    return placeFor(stack, await this.paths());
  }

  private async paths(): Promise<string[]> {
    const { files } = await this.parts.workspace.survey();
    return files.map(({ path }) => path);
  }

  /** Nothing of it leaves: it says which stack it is. */
  private async textOf(path: string): Promise<string | undefined> {
    const content = await this.parts.workspace.read(path);
    if ('text' in content) return content.text;
    return 'bytes' in content ? new TextDecoder().decode(content.bytes) : undefined;
  }

  /** The detected one stands first, the chosen one is there in any case. */
  private stacksFor(chosen: string): ScreenshotView['stacks'] {
    const stacks = new Map(
      [this.detected, stackFrom(chosen) ?? this.detected, ...STACKS].map((stack) => [
        stackId(stack),
        stackName(stack),
      ]),
    );
    return [...stacks].map(([id, name]) => ({ id, name }));
  }

  private async problemWith({ path, stack }: ScreenshotForm): Promise<string | undefined> {
    const { chips } = await this.images.view();
    if (chips.length === 0) return t('Add a screenshot first.');
    if (path.trim() === '') return t('Name the file that the code goes into.');
    if (!stackFrom(stack)) return t('Choose what the code is written with.');
    if (!(await this.parts.hasKey())) return t('Set an API key first.');
    return this.images.problem();
  }

  private async draftOf(
    { stack, path, words, window }: ScreenshotForm,
    { chips }: DraftImagesView,
    text: string,
  ): Promise<Draft> {
    const message = screenshotMessage({
      stack: stackName(stackFrom(stack) ?? this.detected),
      path: path.trim(),
      lines: text === '' ? undefined : splitLines(text),
      screenshots: chips.map(({ pieces }) => ({ pieces })),
      window: window ?? NO_WINDOW,
      words,
    });
    return { text: message, images: await this.images.blocks() };
  }

  private async goesAlong(): Promise<string> {
    switch (await this.parts.consent()) {
      case 'agreed':
        return t('Files of this workspace go along, so that its components are used.');
      case 'noFolder':
        return t('No folder is open, so nothing but the images goes along.');
      case 'declined':
      case 'undecided':
        return t('No file of this workspace goes along, so Claude does not know its components.');
    }
  }

  /** What writing the code would cost now. */
  private async updatePrice(): Promise<void> {
    this.pricing?.abort();
    const pricing = new AbortController();
    this.pricing = pricing;
    try {
      const images = await this.images.view();
      const draft = await this.draftOf(await this.readForm(), images, '');
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
