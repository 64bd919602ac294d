import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import { windowOf } from '../../shared/screenWindow';
import type {
  ScreenshotForm,
  ScreenshotHostMessage,
  ScreenshotView,
} from '../../shared/screenshotProtocol';
import { Announcer } from '../announcer';
import { attachButton, takeFiles } from '../images/intake';
import { ImageTray } from '../images/tray';
import { blobOf } from '../images/base64';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { post } from '../vscodeApi';
import { Comparing } from './comparing';
import { formTemplate } from './form';
import { Overlay } from './overlay';
import { canvasOf, isSameImage, readReference, sizeOf } from './reference';
import type { Reference } from './reference';
import { runSection } from './runSection';

/** Typing pauses for so long before the host is told. */
const PAUSE_MS = 300;

/** Screenshot to Code: the host's state, and the pictures, which only a page can draw. */
export class ScreenshotPage {
  private view: ScreenshotView | undefined;
  private form: ScreenshotForm | undefined;
  /** What of the form the host was not told yet. */
  private unsaid: Partial<ScreenshotForm> = {};
  private reference: Promise<Reference | undefined> | undefined;
  private timer: number | undefined;
  /** How often the form was said, by which older news of it is known. */
  private edit = 0;
  private isPreparing = false;
  /** Files of the host that are on their way into the tray. */
  private taking = 0;
  /** Why it was not begun, in a sentence that goes with its reason. */
  private hint = '';
  private hasBegun = false;
  private isAskedOpen = true;
  private readonly tray: ImageTray;
  private readonly overlay: Overlay;
  private readonly comparing: Comparing;
  private readonly announcer = new Announcer();
  private readonly content = document.createElement('div');

  constructor(
    main: HTMLElement,
    private readonly format: Format,
  ) {
    this.tray = new ImageTray({
      format: () => format,
      say: (sentence) => this.announcer.say(sentence),
      setPreparing: (isPreparing) => {
        this.isPreparing = isPreparing;
        if (!isPreparing && this.hint !== '') this.showHint('');
        void this.beginIfWanted();
      },
      focusMessage: () => main.querySelector<HTMLElement>('.attach button')?.focus(),
    });
    this.overlay = new Overlay(format);
    this.comparing = new Comparing({
      reference: () => this.referenceOf(this.view?.run),
      want: () => this.view?.images.want ?? { tier: 'standard', isOneOfMany: false },
      show: (shown) => this.overlay.show(shown),
      report: (compared) => post({ type: 'compared', ...compared }),
      fail: (drawing, reason) => {
        // What it shows is of before.
        this.overlay.hide();
        post({ type: 'notCompared', drawing, reason });
      },
    });
    main.append(this.content, this.announcer.element);
    takeFiles((files) => this.add(files));
    // A page that is left may be hidden in a moment, and is thrown away then.
    for (const event of ['blur', 'pagehide']) {
      window.addEventListener(event, () => {
        if (this.timer !== undefined) this.tellForm();
      });
    }
    main.ariaBusy = 'true';
  }

  receive(message: ScreenshotHostMessage): void {
    switch (message.type) {
      case 'screenshot':
        this.show(message.view);
        return;
      case 'take':
        void this.take(message.file.name, message.file.data);
        return;
      case 'draw':
        void this.comparing.draw(message.drawing);
        return;
      case 'original':
        this.tray.receiveOriginal(message.id, message.original);
        return;
      case 'unreadable':
        render(html`<p role="alert" class="problems">${message.reason}</p>`, this.content);
        return;
    }
  }

  private show(view: ScreenshotView): void {
    const isFirst = this.view === undefined;
    const rounds = this.view?.run?.rounds.length ?? 0;
    this.announceRounds(view);
    this.view = view;
    if (isFirst) this.edit = view.edit;
    // What is being typed, or was just said, is newer than what comes back.
    if (this.edit === view.edit) this.form = { ...view.form, ...this.unsaid };
    if (!view.begins) this.hasBegun = false;
    if (view.run === undefined) this.overlay.hide();
    this.tray.show(view.images, !isFirst);
    const begins = !isFirst && rounds !== 1 && view.run?.rounds.length === 1;
    // The result takes the place of what was asked for, which one click brings back.
    if (begins || (isFirst && view.run)) this.isAskedOpen = false;
    this.draw();
    this.content.parentElement?.removeAttribute('aria-busy');
    void this.measure();
    void this.beginIfWanted();
  }

  private async take(name: string, data: string): Promise<void> {
    this.taking += 1;
    try {
      this.add([new File([await blobOf(data, '')], name)]);
    } finally {
      this.taking -= 1;
    }
  }

  /** New images are to be seen, also where what was asked for is folded. */
  private add(files: readonly File[]): void {
    this.isAskedOpen = true;
    this.tray.add(files);
    this.draw();
  }

  private draw(): void {
    const { view, form, format } = this;
    if (!view || !form) return;
    const { run } = view;
    render(
      html`<h1>${t('Screenshot to Code')}</h1>
        <details
          class="asked"
          ?open=${this.isAskedOpen}
          @toggle=${(event: Event) => this.toggled(event)}
        >
          <summary>${summaryOf(view, form)}</summary>
          <section class="screenshots" aria-label=${t('Screenshots')}>
            ${this.tray.element}
            <div class="attach">
              ${this.attach}
              <span class="dim">${t('Paste, drop with Shift held, or choose screenshots.')}</span>
            </div>
          </section>
          ${formTemplate(view, form, { change: (changed) => this.change(changed) })}
          <p class="dim goes-along">
            ${view.goesAlong}
            <button class="link" @click=${() => post({ type: 'showPrefix' })}>
              ${t('Show What Is Sent')}
            </button>
          </p>
          ${kinTemplate(view.kin)}
        </details>
        ${problemTemplate(view.problem)}
        <p class="hint" role="status" ?hidden=${this.hint === ''}>${this.hint}</p>
        <div class="actions">
          <button
            class=${run ? 'secondary' : 'primary'}
            aria-disabled=${String(run?.isRunning ?? false)}
            @click=${() => void this.beginUnlessRunning()}
          >
            ${run ? t('Write Anew') : t('Write Code')}
          </button>
          ${
            run?.isRunning
              ? html`<button class="secondary" @click=${() => this.stop()}>${t('Stop')}</button>`
              : html`<span class="price">${priceText(view, format)}</span>`
          }
        </div>
        ${
          run
            ? runSection(run, {
                format,
                overlay: this.overlay.element,
                limits: form.limits,
                setLimits: (limits) => this.change({ limits }),
                attachResult: (file) => void this.attachResult(file),
              })
            : nothing
        }`,
      this.content,
    );
  }

  private readonly attach = attachButton((files) => this.add(files));

  private change(changed: Partial<ScreenshotForm>): void {
    if (!this.form) return;
    this.form = { ...this.form, ...changed };
    this.unsaid = { ...this.unsaid, ...changed };
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.tellForm(), PAUSE_MS);
    this.draw();
  }

  private tellForm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.form) return;
    this.edit += 1;
    post({
      type: 'form',
      changed: { ...this.unsaid, window: this.form.window },
      edit: this.edit,
    });
    this.unsaid = {};
  }

  /** Whether no image is still on its way, or being made. */
  private get isReady(): boolean {
    return !this.isPreparing && this.taking === 0;
  }

  /** Where Stop was a moment ago, a click must not cost anything: each has its own place. */
  private async beginUnlessRunning(): Promise<void> {
    if (this.view?.run?.isRunning) return;
    if (!this.isReady) {
      this.showHint(t('The images are being prepared.'));
      return;
    }
    await this.measure();
    this.begin();
  }

  private showHint(sentence: string): void {
    this.hint = sentence;
    this.draw();
  }

  /** The button goes with what it stops, and the keyboard stays beside it. */
  private stop(): void {
    post({ type: 'stop' });
    this.content.querySelector<HTMLElement>('.actions button')?.focus();
  }

  private begin(): void {
    this.tellForm();
    post({ type: 'begin' });
  }

  private toggled({ target }: Event): void {
    if (target instanceof HTMLDetailsElement) this.isAskedOpen = target.open;
  }

  /** A command has said all there is to say: it begins once its images are ready and measured. */
  private async beginIfWanted(): Promise<void> {
    const { view } = this;
    if (!view?.begins || this.hasBegun || !this.isReady || view.images.chips.length === 0) return;
    this.hasBegun = true;
    await this.measure();
    this.begin();
  }

  /** The window of the first screenshot, from its own pixels. */
  private async measure(): Promise<void> {
    const [first] = this.view?.images.chips ?? [];
    if (!first) {
      this.reference = undefined;
      if (this.form?.window) this.change({ window: undefined });
      return;
    }
    // A page that comes back finds the window as it was measured, or as the user has set it.
    const isBack = this.reference === undefined && this.form?.window !== undefined;
    const known = await this.reference;
    if (known && isSameImage(known, first)) return;
    const reference = this.tray.original(first.id).then((file) => readReference(first, file));
    this.reference = reference;
    const read = await reference;
    if (this.reference !== reference) {
      // Another one is being measured, and whoever waits here waits for that.
      await this.measure();
      return;
    }
    if (!read || isBack) return;
    this.change({ window: windowOf(sizeOf(read.canvas)) });
  }

  /** The part of the screenshot that a run was begun with. */
  private async referenceOf(run: ScreenshotView['run']): Promise<Reference | undefined> {
    if (!run) return undefined;
    const { imageId: id, crop } = run;
    const known = await this.reference;
    if (known && isSameImage(known, { id, crop })) return known;
    const chip = this.view?.images.chips.find((each) => each.id === id);
    return chip && readReference({ ...chip, crop }, await this.tray.original(id));
  }

  private async attachResult(file: File): Promise<void> {
    const run = this.view?.run;
    const canvas = await canvasOf(file);
    if (!run) return;
    if (canvas) await this.comparing.compareWith(canvas, run.window);
    else post({ type: 'notCompared', drawing: 0, reason: t('{0} is no image', file.name) });
  }

  private announceRounds({ run }: ScreenshotView): void {
    const before = new Map(this.view?.run?.rounds.map(({ number, state }) => [number, state]));
    for (const { number, state, score, note } of run?.rounds ?? []) {
      const last = before.get(number);
      if (this.view === undefined || last === state || (state !== 'done' && state !== 'failed')) {
        continue;
      }
      const alike =
        score === undefined
          ? ''
          : t('{0} alike', this.format.percent(Math.floor(score * 100) / 100));
      this.announcer.say(
        [t('Round {0} is done.', number), alike, note ?? '']
          .filter((each) => each !== '')
          .join(' '),
      );
    }
  }
}

function problemTemplate(problem: string | undefined): TemplateResult | typeof nothing {
  return problem === undefined ? nothing : html`<p class="problems" role="alert">${problem}</p>`;
}

/** What leaves is seen before it does. */
function kinTemplate(kin: readonly string[]): TemplateResult | typeof nothing {
  return kin.length === 0
    ? nothing
    : html`<details class="kin">
        <summary>
          ${t('Files that show how this project builds its screens: {0}', kin.length)}
        </summary>
        <ul>
          ${kin.map((path) => html`<li>${revealHiddenInName(path)}</li>`)}
        </ul>
      </details>`;
}

function summaryOf({ images, stacks }: ScreenshotView, { stack, path }: ScreenshotForm): string {
  const name = stacks.find(({ id }) => id === stack)?.name ?? '';
  const [first] = images.chips;
  if (!first) return t('A screenshot into {0}, with {1}', path, name);
  const count = images.chips.length;
  return count === 1
    ? t('{0} into {1}, with {2}', first.name, path, name)
    : t('{0} screenshots into {1}, with {2}', count, path, name);
}

function priceText({ price, images }: ScreenshotView, format: Format): string {
  if (!price || images.chips.length === 0) return '';
  const { reason, lowUsd, highUsd, refusal } = price;
  if (refusal !== undefined) return refusal;
  const cost =
    lowUsd === undefined || highUsd === undefined
      ? t('unpriced')
      : format.usdRange(lowUsd, highUsd);
  return `${cost} · ${reason}`;
}
