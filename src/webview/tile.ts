import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** A figure with what it is above it, and what explains it below; for a list of them. */
export function tile(
  title: string,
  amount: string,
  below: string | TemplateResult,
): TemplateResult {
  return html`<div class="tile">
    <dt>${title}</dt>
    <dd class="amount">${amount}</dd>
    <dd class="below">${below}</dd>
  </div>`;
}
