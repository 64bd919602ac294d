import { t } from '@vscode/l10n';
import { html, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import type { Format } from '../../shared/format';
import type { PrefixHostMessage, PrefixView } from '../../shared/prefixProtocol';
import { post } from '../vscodeApi';
import { consentTemplate } from './consent';
import { figuresTemplate } from './figures';
import { leftOutTemplate } from './leftOut';
import { partsTable } from './partsTable';
import { expiries } from './warmth';

const TICK_MS = 1000;

/** Show What Is Sent: the next request as it comes from the host, or why there is none. */
export class PrefixPage {
  private view: PrefixView | undefined;
  /** Whether a long conversation is unfolded. */
  private isOpen = false;
  /** How many breakpoints were warm when the page was drawn last. */
  private warmCount = 0;

  constructor(
    private readonly main: HTMLElement,
    private readonly format: Format,
  ) {
    this.draw(html`<p class="dim">${t('Reading what would be sent…')}</p>`);
    setInterval(() => this.tick(), TICK_MS);
  }

  receive(message: PrefixHostMessage): void {
    switch (message.type) {
      case 'prefix':
        this.view = message.prefix;
        this.drawView(message.prefix);
        return;
      case 'unreadable':
        this.view = undefined;
        this.draw(unreadableTemplate(message.reason));
        return;
    }
  }

  /** Counts down while anything is warm, and asks anew when something has gone cold. */
  private tick(): void {
    if (!this.view || this.warmCount === 0) return;
    const before = this.warmCount;
    this.drawView(this.view);
    if (this.warmCount < before) post({ type: 'ready' });
  }

  private drawView(view: PrefixView): void {
    const nowMs = Date.now();
    this.warmCount = expiries(view.parts, nowMs).length;
    const consent = this.main.querySelector('.consent');
    const hadFocus = consent?.contains(document.activeElement) ?? false;
    this.draw(this.viewTemplate(view, nowMs));
    // The button that was pressed has gone; its successor has the focus then, not nobody.
    if (hadFocus && !this.main.contains(document.activeElement)) this.focusConsent();
  }

  private focusConsent(): void {
    this.main.querySelector<HTMLElement>('.consent button')?.focus();
  }

  private draw(content: TemplateResult): void {
    render(
      html`<h1>${t('What Is Sent')}</h1>
        ${content}`,
      this.main,
    );
  }

  private viewTemplate(view: PrefixView, nowMs: number): TemplateResult {
    const { format, isOpen } = this;
    const toggle = () => this.toggle();
    // Hundreds of rows are not compared each second for the sake of a countdown above them.
    const table = guard([view, isOpen, this.warmCount], () =>
      partsTable(view.parts, { format, nowMs, isOpen, toggle }),
    );
    return html`<p class="model dim">${view.modelReason}</p>
      ${figuresTemplate(view, nowMs, format)} ${consentTemplate(view.consent)} ${table}
      <p class="dim">${view.ttlReason}</p>
      ${leftOutTemplate(view.leftOut, format)}
      <div class="actions">
        <button class="secondary" @click=${() => post({ type: 'openRequest' })}>
          ${t('Open Request as JSON')}
        </button>
        <button class="secondary" @click=${() => post({ type: 'openSettings' })}>
          ${t('Settings')}
        </button>
      </div>`;
  }

  private toggle(): void {
    this.isOpen = !this.isOpen;
    if (this.view) this.drawView(this.view);
  }
}

function unreadableTemplate(reason: string): TemplateResult {
  return html`<div class="problems" role="alert">
      ${t('What is sent could not be read: {0}', reason)}
    </div>
    <button class="link" @click=${() => post({ type: 'ready' })}>${t('Try Again')}</button>`;
}
