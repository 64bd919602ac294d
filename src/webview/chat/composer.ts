import { t } from '@vscode/l10n';
import type { ForecastView } from '../../shared/chatProtocol';
import type { Format } from '../../shared/format';
import { attachButton } from '../images/intake';
import { CacheLine } from './cacheLine';

/** What the composer asks of the page around it. */
export interface ComposerHooks {
  readonly send: (text: string, draftId: number) => void;
  /** The draft has changed. */
  readonly keep: (draft: string) => void;
  readonly stop: () => void;
  readonly format: () => Format;
  readonly showPrefix: () => void;
  readonly attach: (files: readonly File[]) => void;
}

/** Where the message is written. The draft is kept until the host has it. */
export class Composer {
  readonly element = document.createElement('form');
  private readonly input = document.createElement('textarea');
  private readonly button = document.createElement('button');
  private readonly hint = document.createElement('p');
  private readonly forecast = document.createElement('span');
  private readonly cacheLine: CacheLine;
  private isStreaming = false;
  /** Whether the host has said what draft it has kept. */
  private isRestored = false;
  /** Whether images are still being made ready. */
  private isPreparing = false;
  private draftId = 0;

  /** @param tray what stands above the text */
  constructor(
    private readonly hooks: ComposerHooks,
    tray: HTMLElement,
  ) {
    this.element.className = 'composer';
    this.input.ariaLabel = t('Message Claude');
    this.input.placeholder = t('Ask Claude');
    this.input.rows = 1;
    this.hint.className = 'hint';
    this.hint.role = 'status';
    this.hint.id = 'composer-hint';
    this.input.setAttribute('aria-describedby', this.hint.id);
    this.button.type = 'submit';
    const box = document.createElement('div');
    box.className = 'composer-box';
    const bar = document.createElement('div');
    bar.className = 'composer-bar';
    this.forecast.className = 'forecast';
    this.forecast.id = 'composer-forecast';
    this.button.setAttribute('aria-describedby', this.forecast.id);
    bar.append(this.hint, attachButton(hooks.attach), this.forecast, this.button);
    box.append(tray, this.input, bar);
    this.cacheLine = new CacheLine(hooks.format, hooks.showPrefix);
    this.element.append(box, this.cacheLine.element);
    this.listen();
    this.drawButton();
  }

  focus(): void {
    this.input.focus();
  }

  /** Puts the draft back that the host has kept; what was typed before comes behind it. */
  restore(draft: string): void {
    const typed = this.input.value;
    if (typed === '' || !this.isRestored) {
      this.input.value = [draft, typed].filter((text) => text !== '').join('\n');
    }
    const isNews = !this.isRestored && typed !== '';
    this.isRestored = true;
    if (isNews) this.keepDraft();
  }

  /** Puts a text in, as if it had been typed. */
  propose(text: string): void {
    this.input.value = text;
    this.keepDraft();
    this.focus();
  }

  setStreaming(isStreaming: boolean): void {
    if (this.isStreaming === isStreaming) return;
    this.isStreaming = isStreaming;
    this.drawButton();
    if (!isStreaming) this.say('');
  }

  /** Sending waits while images are made ready. */
  setPreparing(isPreparing: boolean): void {
    if (this.isPreparing === isPreparing) return;
    this.isPreparing = isPreparing;
    this.drawButton();
    if (!isPreparing) this.say('');
  }

  /** The host has the draft with this text; what was typed since then stays. */
  sent(text: string): void {
    if (this.input.value !== text) return;
    this.input.value = '';
    this.keepDraft();
    this.say('');
  }

  /** The draft could not be sent, for this reason. */
  notSent(draftId: number, reason: string): void {
    if (draftId === this.draftId) this.say(reason);
  }

  /** What the next message will probably cost. */
  showForecast(forecast: ForecastView): void {
    const { hasDraft, refusal } = forecast;
    this.forecast.textContent = hasDraft ? rangeOf(forecast, this.hooks.format()) : '';
    this.forecast.title = hasDraft ? detailsOf(forecast, this.hooks.format()) : '';
    this.forecast.classList.toggle('over', hasDraft && refusal !== undefined);
    this.cacheLine.show(forecast);
  }

  showWarming(usd: number | undefined | null): void {
    this.cacheLine.showWarming(usd);
  }

  /** Sends the draft, as Enter does. */
  submit(): void {
    if (this.isPreparing) {
      this.say(t('The images are being prepared.'));
      return;
    }
    this.draftId += 1;
    this.hooks.send(this.input.value, this.draftId);
  }

  private listen(): void {
    this.input.addEventListener('input', () => {
      this.keepDraft();
      this.say('');
    });
    this.input.addEventListener('keydown', (event) => {
      // An Enter that ends the composition of a letter belongs to the input method.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      // A key that is held down is one wish.
      if (!event.repeat) this.submit();
    });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.isStreaming) this.hooks.stop();
      else this.submit();
    });
  }

  private drawButton(): void {
    // One button in one place, so that focus stays on it when an answer begins and ends.
    this.button.textContent = this.isStreaming ? t('Stop') : t('Send');
    this.button.className = this.isStreaming ? 'secondary' : 'primary';
    this.button.disabled = this.isPreparing && !this.isStreaming;
    this.button.title = this.button.disabled ? t('The images are being prepared.') : '';
  }

  private keepDraft(): void {
    // Before, it would take the place of the draft that the host has kept.
    if (!this.isRestored) return;
    this.hooks.keep(this.input.value);
    // What was foreseen for a message that is gone says nothing any more.
    if (this.input.value.trim() === '') this.forecast.textContent = '';
  }

  private say(sentence: string): void {
    this.hint.textContent = sentence;
  }
}

function rangeOf({ lowUsd, highUsd, refusal }: ForecastView, format: Format): string {
  if (lowUsd === undefined || highUsd === undefined) return t('unpriced');
  const range = format.usdRange(lowUsd, highUsd);
  return refusal === undefined ? range : t('{0} · over budget', range);
}

function detailsOf(forecast: ForecastView, format: Format): string {
  const { promptTokens, cachedTokens, outputTokens, reason, refusal } = forecast;
  const { low, high } = outputTokens;
  const sentence = t(
    '{0} {1} tokens in, {2} of them probably cached; {3} to {4} out, as answers usually are.',
    reason,
    format.integer(promptTokens),
    format.integer(cachedTokens),
    format.integer(low),
    format.integer(high),
  );
  return refusal === undefined ? sentence : `${refusal}\n${sentence}`;
}
