import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import type { SpendHostMessage, SpendReport } from '../../shared/spendProtocol';
import { post } from '../vscodeApi';
import { dollarsOf, requestsOf } from './amounts';
import { chartTitle, dayChart } from './dayChart';
import { groupTable, strategyTable } from './tables';
import { tilesTemplate } from './tiles';

/** Show Spend: a report as it comes from the host, or why there is none. */
export class SpendPage {
  constructor(
    private readonly main: HTMLElement,
    private readonly format: Format,
    private readonly locale: string,
  ) {
    this.draw(html`<p class="dim">${t('Reading what was spent…')}</p>`);
  }

  receive(message: SpendHostMessage): void {
    switch (message.type) {
      case 'report':
        this.draw(this.reportTemplate(message.report));
        return;
      case 'unreadable':
        this.draw(unreadableTemplate(message.reason));
        return;
    }
  }

  private draw(content: TemplateResult): void {
    render(
      html`<h1>${t('Spend')}</h1>
        ${content}`,
      this.main,
    );
  }

  private reportTemplate(report: SpendReport): TemplateResult {
    return html`${headTemplate(report)} ${problemsTemplate(report)}
    ${tilesTemplate(report, this.format)}
    ${
      report.total.requests === 0
        ? html`<p class="dim">
            ${t('No request was made in this period. Each one will appear here with its cost.')}
          </p>`
        : this.detailsTemplate(report)
    }`;
  }

  private detailsTemplate(report: SpendReport): TemplateResult {
    const { format, locale } = this;
    const sum = `${dollarsOf(report.total, format)} · ${requestsOf(report.total, format)}`;
    return html`<div class="columns">
      <div class="column">
        <section>
          <div class="heading">
            <h2>${chartTitle(report.days)}</h2>
            <span class="sum">${sum}</span>
          </div>
          ${dayChart(report.days, format, locale)}
        </section>
        <section>${strategyTable(report.strategies, format)}</section>
        <section class="longest">
          ${groupTable(t('By conversation'), report.byConversation, format)}
        </section>
      </div>
      <div class="column">
        <section>${groupTable(t('By task'), report.byTask, format)}</section>
        <section>${groupTable(t('By model'), report.byModel, format)}</section>
        <section>${groupTable(t('By branch'), report.byBranch, format)}</section>
      </div>
    </div>`;
  }
}

function headTemplate({ period, periods, pricesAsOf, total }: SpendReport): TemplateResult {
  return html`<div class="head dim">
    <label class="visually-hidden" for="period">${t('Period')}</label>
    <select id="period" @change=${choosePeriod}>
      ${periods.map(
        ({ id, name }) => html`<option value=${id} .selected=${id === period.id}>${name}</option>`,
      )}
    </select>
    <span>${t('prices of {0}', pricesAsOf)}</span>
    <span>${t('your Anthropic bill is authoritative')}</span>
    ${
      total.requests === 0
        ? nothing
        : html`${exportLink('csv', t('Export CSV'))} ${exportLink('json', t('Export JSON'))}`
    }
  </div>`;
}

function exportLink(format: 'csv' | 'json', title: string): TemplateResult {
  return html`<button class="link" @click=${() => post({ type: 'export', format })}>
    ${title}
  </button>`;
}

function choosePeriod({ target }: Event): void {
  if (target instanceof HTMLSelectElement) post({ type: 'period', id: target.value });
}

function problemsTemplate({ problems }: SpendReport): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<ul class="problems" aria-label=${t('Problems')}>
    ${problems.map((problem) => html`<li>${problem}</li>`)}
  </ul>`;
}

function unreadableTemplate(reason: string): TemplateResult {
  return html`<div class="problems" role="alert">
      ${t('What was spent could not be read: {0}', reason)}
    </div>
    <button class="link" @click=${() => post({ type: 'ready' })}>${t('Try Again')}</button>`;
}
