import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type {
  AnswerHead,
  AnswerMeter,
  CodeUse,
  FailureAction,
  MissView,
} from '../../shared/chatProtocol';
import type { Format } from '../../shared/format';
import { UseCodeEvent } from '../markdown/codeBlock';
import { MarkdownStream } from '../markdown/markdownStream';

/** What an answer asks of the page around it. */
export interface AnswerHooks {
  readonly format: Format;
  readonly act: (action: FailureAction) => void;
  readonly useCode: (use: CodeUse) => void;
  /** A part of the answer has come to its end and will not change any more. */
  readonly onSettled: (text: string) => void;
}

/** One answer: its thinking, its text, how it ended and what it cost. */
export class AnswerArticle {
  readonly element: HTMLElement;
  private readonly above = document.createElement('div');
  private readonly text = document.createElement('div');
  private readonly below = document.createElement('div');
  private readonly stream: MarkdownStream;
  private thinking = '';
  private hasText = false;
  private ended = false;

  constructor(
    private head: AnswerHead,
    private readonly hooks: AnswerHooks,
  ) {
    this.element = document.createElement('article');
    this.element.className = 'answer';
    this.element.tabIndex = -1;
    this.element.ariaLabel = 'Claude';
    this.text.className = 'markdown';
    this.text.addEventListener(UseCodeEvent.type, (event) => {
      if (event instanceof UseCodeEvent) hooks.useCode(event.use);
    });
    this.element.append(this.above, this.text, this.below);
    this.stream = new MarkdownStream(this.text, hooks.onSettled);
    this.draw();
  }

  /** Whether text has arrived that is not drawn yet. */
  get isBehind(): boolean {
    return this.stream.isBehind || (this.isOver && !this.ended);
  }

  get turnId(): string {
    return this.head.turnId;
  }

  /** Whether nothing has arrived. */
  get isEmpty(): boolean {
    return this.thinking === '' && !this.hasText;
  }

  get isStreaming(): boolean {
    return this.head.state === 'streaming';
  }

  add(thinking: string, text: string): void {
    this.thinking += thinking;
    this.stream.append(text);
    const isFirstText = text !== '' && !this.hasText;
    this.hasText ||= text !== '';
    if (thinking !== '' || isFirstText) this.draw();
  }

  update(head: AnswerHead): void {
    this.head = head;
    this.draw();
  }

  /** Draws a little of what has arrived; see Frames. */
  step(): void {
    if (this.stream.isBehind) this.stream.step();
    if (this.stream.isBehind || !this.isOver || this.ended) return;
    this.ended = true;
    this.stream.end();
    this.draw();
  }

  private get isOver(): boolean {
    return this.head.state !== 'streaming';
  }

  private draw(): void {
    const { head } = this;
    // While text is still being drawn, the answer is streaming for the reader.
    const state = this.isOver && !this.ended ? 'streaming' : head.state;
    this.element.dataset['state'] = state;
    render(this.thinkingTemplate(), this.above);
    render(state === 'streaming' ? this.progressTemplate() : this.endTemplate(), this.below);
  }

  private thinkingTemplate() {
    if (this.thinking === '') return nothing;
    const { thinkingMs, thinkingTokens } = this.head;
    const { format } = this.hooks;
    const parts = [
      thinkingMs === undefined
        ? t(this.isOver || this.hasText ? 'Thinking' : 'Thinking…')
        : t('Thought for {0}', format.seconds(thinkingMs)),
    ];
    if (thinkingTokens) parts.push(t('{0} tokens', format.integer(thinkingTokens)));
    return html`<details class="thinking">
      <summary>${parts.join(' · ')}</summary>
      <div class="thinking-text">${this.thinking}</div>
    </details>`;
  }

  private progressTemplate() {
    if (this.hasText && !this.head.progress) return nothing;
    return html`<p class="progress">
      ${this.head.progress ?? t('Waiting for {0}…', this.head.modelName)}
    </p>`;
  }

  private endTemplate() {
    const { note, failure, meter, reason } = this.head;
    return html`
      ${note ? html`<p class="note">${note}</p>` : nothing}
      ${failure ? this.failureTemplate(failure) : nothing}
      ${meter ? html`<p class="meter">${this.meterTemplate(meter)}</p>` : nothing}
      ${meter?.miss ? html`<p class="aside">${this.missTemplate(meter.miss)}</p>` : nothing}
      ${reason?.includes(';') ? html`<p class="aside">${reason}</p>` : nothing}
    `;
  }

  private failureTemplate({ message, actions }: NonNullable<AnswerHead['failure']>) {
    return html`<div class="failure" role="group" aria-label=${t('Error')}>
      <p><span class="codicon codicon-error" aria-hidden="true"></span> ${message}</p>
      <div class="failure-actions">
        ${actions.map(
          (action) =>
            html`<button type="button" class="secondary" @click=${() => this.hooks.act(action)}>
              ${labelOf(action)}
            </button>`,
        )}
      </div>
    </div>`;
  }

  private missTemplate({ reason, tokens, costUsd }: MissView): TemplateResult {
    const { format } = this.hooks;
    const what =
      costUsd === undefined
        ? t('{0} tokens were not in the cache any more.', format.integer(tokens))
        : t(
            '{0} tokens were not in the cache any more, which cost {1}.',
            format.integer(tokens),
            format.usd(costUsd),
          );
    return html`<span class="missed">${what}</span> <span>${reason}</span>`;
  }

  private meterTemplate(meter: AnswerMeter): TemplateResult {
    const { format } = this.hooks;
    const { modelName, durationMs } = this.head;
    const approximately = meter.estimated ? '≈ ' : '';
    const cost =
      meter.costUsd === undefined ? t('unpriced') : approximately + format.usd(meter.costUsd);
    const tokens = t(
      '{0} in, {1} out',
      format.integer(meter.promptTokens),
      approximately + format.integer(meter.outputTokens),
    );
    const cached = t('{0} cached', format.percent(meter.cachedShare));
    return html`<span>${modelName.replace(/^Claude /, '')}</span> <span>${cost}</span>
      <span title=${t('Tokens of the prompt and of the answer')}>${tokens}</span>
      <span class=${meter.cachedShare > 0 ? 'cached' : ''}>${cached}</span>
      ${meter.savedUsd >= 0.00005 ? html`<span>${t('saved {0}', format.usd(meter.savedUsd))}</span>` : nothing}
      ${durationMs === undefined ? nothing : html`<span>${format.seconds(durationMs)}</span>`}`;
  }
}

function labelOf(action: FailureAction): string {
  switch (action) {
    case 'retry':
      return t('Retry');
    case 'sendAnyway':
      return t('Send Once Anyway');
    case 'raiseBudget':
      return t('Change Budget…');
    case 'setApiKey':
      return t('Set API Key');
    case 'openSettings':
      return t('Open Settings');
    case 'newConversation':
      return t('New Conversation');
  }
}
