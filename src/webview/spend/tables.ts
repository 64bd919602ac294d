import { t } from '@vscode/l10n';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import type { SpendGroup, SpendStrategy, SpendSum } from '../../shared/spendProtocol';
import { difference, dollars, dollarsOf } from './amounts';

/** So many rows are shown; the rest is one more. */
const MOST_ROWS = 20;

interface Table {
  /** What screen readers call it. */
  readonly label: string;
  /** Stands over the first column. */
  readonly title: string | TemplateResult;
  /** The names of the columns after the first; all of them hold numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly name: string | TemplateResult;
  readonly cells: readonly string[];
}

/** A name at the left, and numbers at the right. */
export function tableTemplate({ label, title, columns, rows }: Table): TemplateResult {
  return html`<table aria-label=${label}>
    <thead>
      <tr>
        <th scope="col">${title}</th>
        ${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(rowTemplate)}
    </tbody>
  </table>`;
}

function rowTemplate({ name, cells }: Row): TemplateResult {
  return html`<tr>
    <th scope="row" title=${typeof name === 'string' ? name : ''}>${name}</th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

/** Requests and dollars by model, task, conversation or branch. */
export function groupTable(
  title: string,
  groups: readonly SpendGroup[],
  format: Format,
): TemplateResult {
  const rowOf = (name: string, sum: SpendSum): Row => ({
    name,
    cells: [format.integer(sum.requests), dollarsOf(sum, format)],
  });
  const rest = groups.slice(MOST_ROWS);
  return titledTable({
    label: title,
    columns: [t('Requests'), t('Cost')],
    rows: [
      ...groups.slice(0, MOST_ROWS).map((group) => rowOf(group.name, group)),
      ...(rest.length === 0 ? [] : [rowOf(t('Others'), sumOf(rest))]),
    ],
  });
}

/** What the same requests would have cost in other ways, the first being how it was. */
export function strategyTable(
  strategies: readonly SpendStrategy[],
  format: Format,
): TemplateResult {
  const asItWas = strategies[0]?.usd ?? 0;
  return html`${titledTable({
      label: t('The same period, otherwise'),
      columns: [t('Difference'), t('Cost')],
      rows: strategies.map(({ name, usd }) => ({
        name,
        cells: [difference(usd - asItWas, format), dollars(usd, format)],
      })),
    })}
    <p class="dim note">
      ${t('With the same token counts on each model; in truth each counts and answers differently.')}
    </p>`;
}

/** A table whose title is a heading too, so that one can jump to it. */
function titledTable(table: Omit<Table, 'title'>): TemplateResult {
  return tableTemplate({
    ...table,
    title: html`<span role="heading" aria-level="2">${table.label}</span>`,
  });
}

function sumOf(groups: readonly SpendGroup[]): SpendSum {
  const of = (read: (group: SpendGroup) => number): number =>
    groups.reduce((sum, group) => sum + read(group), 0);
  return {
    requests: of(({ requests }) => requests),
    usd: of(({ usd }) => usd),
    estimatedUsd: of(({ estimatedUsd }) => estimatedUsd),
    estimatedRequests: of(({ estimatedRequests }) => estimatedRequests),
    unpricedRequests: of(({ unpricedRequests }) => unpricedRequests),
  };
}
