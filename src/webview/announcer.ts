import { t } from '@vscode/l10n';
import type { AnswerHead } from '../shared/chatProtocol';
import type { Format } from '../shared/format';

/** How often what has arrived is read out, at the most. */
const INTERVAL_MS = 4000;

/**
 * The one live region. The stream itself is not live, since a screen reader would stumble from
 * word to word; finished paragraphs are read out instead, a few seconds apart.
 */
export class Announcer {
  readonly element: HTMLElement;
  private waiting: string[] = [];
  private timer: number | undefined;

  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'visually-hidden';
    this.element.role = 'status';
    this.element.ariaLive = 'polite';
  }

  /** Says a sentence, after what is waiting. */
  say(sentence: string): void {
    this.waiting.push(sentence);
    this.flush();
  }

  /** Reads out a part of an answer, where somebody listens. */
  read(text: string): void {
    if (!document.body.classList.contains('vscode-using-screen-reader')) return;
    this.waiting.push(text);
    this.timer ??= window.setTimeout(() => this.flush(), INTERVAL_MS);
  }

  private flush(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.element.textContent = this.waiting.join('\n');
    this.waiting = [];
  }
}

/** What is said when an answer begins, and when it ends. */
export function sentenceOn({ state, meter, failure, note }: AnswerHead, format: Format): string {
  switch (state) {
    case 'streaming':
      return t('Claude is responding.');
    case 'done':
    case 'stopped': {
      const cost = meter?.costUsd === undefined ? '' : format.usd(meter.costUsd);
      return [note ?? t('Response complete.'), cost].join(' ').trim();
    }
    case 'failed':
      return failure?.message ?? t('The answer failed.');
  }
}
