import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DraftImagesView, ImageChip, Original } from '../../shared/imageProtocol';
import type { Format } from '../../shared/format';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { AttachedImages } from './attachedImages';
import { CropDialog } from './cropDialog';

interface TrayHooks {
  readonly format: () => Format;
  /** Says a sentence to those who do not see. */
  readonly say: (sentence: string) => void;
  /** Whether something is still being made ready. */
  readonly setPreparing: (isPreparing: boolean) => void;
  /** The button that had the focus goes away. */
  readonly focusMessage: () => void;
  /** Takes an image to where code is written from it; undefined where this is that place. */
  readonly writeCode?: (id: string) => void;
}

/** The images of the draft above its text: what each is and costs, and what failed. */
export class ImageTray {
  readonly element = document.createElement('div');
  private readonly images = new AttachedImages({ changed: () => this.draw() });
  private readonly announced = new Set<string>();

  constructor(private readonly hooks: TrayHooks) {
    this.element.className = 'image-tray';
    this.element.hidden = true;
  }

  add(files: readonly File[]): void {
    this.dismissFailures();
    this.images.add(files);
  }

  /** What went wrong with a message that was sent says nothing any more. */
  dismissFailures(): void {
    for (const id of this.images.failures.keys()) this.images.dismiss(id);
  }

  /** Shows what the host has; what was there before a reload is no news. */
  show(view: DraftImagesView, isNews: boolean): void {
    for (const chip of view.chips) {
      if (isNews && !this.announced.has(chip.id)) this.announce(chip);
      this.announced.add(chip.id);
    }
    this.images.show(view);
  }

  /** The file of an image; undefined where it was too large to be kept over a reload. */
  async original(id: string): Promise<Blob | undefined> {
    return this.images.original(id);
  }

  receiveOriginal(id: string, original: Original | undefined): void {
    this.images.receiveOriginal(id, original);
  }

  private announce(chip: ImageChip): void {
    this.hooks.say(t('{0} attached: {1}', chip.name, this.factsOf(chip).join(', ')));
  }

  private draw(): void {
    const { chips, pending, failures, isPreparing } = this.images;
    this.element.hidden = chips.length + pending.size + failures.size === 0;
    render(
      html`${[...failures].map(([id, sentence]) => this.failureTemplate(id, sentence))}
      ${
        chips.length + pending.size === 0
          ? nothing
          : html`<ul class="image-chips" aria-label=${t('Attached images')}>
              ${repeat(
                chips,
                ({ id }) => id,
                (chip) => this.chipTemplate(chip),
              )}
              ${[...pending].map(([id, name]) => this.pendingTemplate(id, name))}
            </ul>`
      }`,
      this.element,
    );
    this.hooks.setPreparing(isPreparing);
  }

  private chipTemplate(chip: ImageChip): TemplateResult {
    const { id, thumbnail } = chip;
    const name = revealHiddenInName(chip.name);
    return html`<li>
      <img src=${thumbnail} alt="" decoding="async" />
      <span class="image-facts">
        <span class="image-name" title=${name}>${name}</span>
        <span class="dim">${this.factsOf(chip).join(' · ')}</span>
      </span>
      ${this.codeButton(id, name)}
      ${iconButton('screen-cut', t('Crop {0}', name), () => void this.crop(chip))}
      ${this.removeButton(id, name)}
    </li>`;
  }

  private pendingTemplate(id: string, name: string): TemplateResult {
    const shown = revealHiddenInName(name);
    return html`<li aria-busy="true">
      <span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true"></span>
      <span class="image-facts">
        <span class="image-name" title=${shown}>${shown}</span>
        <span class="dim">${t('being prepared')}</span>
      </span>
      ${this.removeButton(id, shown)}
    </li>`;
  }

  private codeButton(id: string, name: string): TemplateResult | typeof nothing {
    const { writeCode } = this.hooks;
    return writeCode
      ? iconButton('code', t('Write Code from {0}', name), () => writeCode(id))
      : nothing;
  }

  private removeButton(id: string, name: string): TemplateResult {
    return iconButton('close', t('Remove {0}', name), () => {
      this.images.remove(id);
      this.hooks.say(t('{0} removed.', name));
      this.hooks.focusMessage();
    });
  }

  private failureTemplate(id: string, sentence: string): TemplateResult {
    return html`<div class="image-failure" role="alert">
      <span>${revealHiddenInName(sentence)}</span>
      ${iconButton('close', t('Dismiss'), () => {
        this.images.dismiss(id);
        this.hooks.focusMessage();
      })}
    </div>`;
  }

  private factsOf({ width, height, pieces, tokens, usd, isFirstFrame }: ImageChip): string[] {
    const format = this.hooks.format();
    return [
      t('{0} × {1}', width, height),
      ...(pieces > 1 ? [t('{0} pieces', pieces)] : []),
      t('{0} tokens', format.integer(tokens)),
      usd === undefined ? t('unpriced') : format.usd(usd),
      ...(isFirstFrame ? [t('first frame only')] : []),
    ];
  }

  private async crop(chip: ImageChip): Promise<void> {
    const file = await this.images.original(chip.id);
    if (!file) {
      this.images.fail(chip.id, t('The file of {0} was too large to be kept.', chip.name));
      return;
    }
    const choice = await new CropDialog(chip.name).ask(file, chip.crop);
    if (choice) this.images.crop(chip, choice.crop);
  }
}

function iconButton(icon: string, name: string, act: () => void): TemplateResult {
  return html`<button type="button" class="icon" aria-label=${name} title=${name} @click=${act}>
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
}
