import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ForecastView } from '../../shared/chatProtocol';
import type { Format } from '../../shared/format';

/** The line below the composer: whether the prefix is warm, how long still, and what cold costs. */
export class CacheLine {
  readonly element = document.createElement('div');
  private forecast: ForecastView | undefined;
  private warming: { readonly usd: number | undefined } | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly format: () => Format,
    private readonly showPrefix: () => void,
  ) {
    this.element.className = 'cache-line';
  }

  show(forecast: ForecastView): void {
    this.forecast = forecast;
    this.draw();
    clearInterval(this.timer);
    // Only what is warm changes by itself.
    if (forecast.warmUntilMs !== undefined) this.timer = setInterval(() => this.draw(), 1000);
  }

  /** The cache is being warmed for so many dollars; null once that is over. */
  showWarming(usd: number | undefined | null): void {
    this.warming = usd === null ? undefined : { usd };
    this.draw();
  }

  private draw(): void {
    if (!this.forecast) return;
    const leftMs = (this.forecast.warmUntilMs ?? 0) - Date.now();
    if (leftMs <= 0) clearInterval(this.timer);
    render(this.template(this.forecast, leftMs), this.element);
  }

  private template(forecast: ForecastView, leftMs: number): TemplateResult {
    const format = this.format();
    const { prefixTokens, reason } = forecast;
    return html`${this.warmthTemplate(forecast, leftMs)}
      <button
        type="button"
        class="link"
        title=${t('Show What Is Sent')}
        @click=${() => this.showPrefix()}
      >
        ${t('{0} tokens in prefix', format.compact(prefixTokens))}
      </button>
      ${leftMs > 0 ? html`<span>${t('cold: {0}', rangeOf(forecast.coldLowUsd, forecast.coldHighUsd, format))}</span>` : nothing}
      ${reason.includes(';') ? html`<span class="reason">${reason}</span>` : nothing}`;
  }

  private warmthTemplate(forecast: ForecastView, leftMs: number): TemplateResult {
    const format = this.format();
    if (this.warming) {
      const { usd } = this.warming;
      const price = usd === undefined ? t('unpriced') : format.usd(usd);
      return html`<span>${t('warming for {0}…', price)}</span>`;
    }
    if (leftMs > 0) {
      return html`<span class="cached"
          ><span class="codicon codicon-circle-filled" aria-hidden="true"></span> ${t(
            'warm {0}',
            format.countdown(leftMs),
          )}</span
        >${forecast.hasDraft ? nothing : html` <span>${t('next: {0}', rangeOf(forecast.lowUsd, forecast.highUsd, format))}</span>`}`;
    }
    return html`<span>${t('cold')}</span> ${
        forecast.hasDraft
          ? nothing
          : html`<span>${t('next: {0}', rangeOf(forecast.lowUsd, forecast.highUsd, format))}</span>`
      }`;
  }
}

function rangeOf(low: number | undefined, high: number | undefined, format: Format): string {
  return low === undefined || high === undefined ? t('unpriced') : format.usdRange(low, high);
}
