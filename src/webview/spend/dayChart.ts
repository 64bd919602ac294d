import { t } from '@vscode/l10n';
import { html, nothing, svg } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import type { SpendDay } from '../../shared/spendProtocol';
import { dollars } from './amounts';
import { barsOf, stepFor } from './bars';
import type { Bar, Step } from './bars';
import { tableTemplate } from './tables';

/** The lines of models from the bottom of a bar to its top. */
const LINES = ['haiku', 'sonnet', 'opus', 'fable', 'mythos', 'other'];

/** The chart is stretched to its place, so these are proportions and not pixels. */
const HEIGHT = 120;
const SLOT = 12;
const GAP = 1;
/** Few bars stay as slim as bars are. */
const LEAST_SLOTS = 14;

/** What was spent by day and model: stacked bars, and the same as a table. */
export function dayChart(
  days: readonly SpendDay[],
  format: Format,
  locale: string,
): TemplateResult {
  const step = stepFor(days);
  const bars = barsOf(days, step, locale);
  const lines = LINES.filter((line) => bars.some((bar) => usdOf(bar, line) > 0));
  return html`<figure class="chart">
    ${barsTemplate(bars, format)}
    <ul class="legend">
      ${lines.map(
        (line) =>
          html`<li><span class="swatch ${line}" aria-hidden="true"></span>${nameOf(line)}</li>`,
      )}
    </ul>
    <details>
      <summary>${t('As a table')}</summary>
      ${tableOf(bars, lines, step, format)}
    </details>
  </figure>`;
}

/** What the chart is called, by the width of its bars. */
export function chartTitle(days: readonly SpendDay[]): string {
  switch (stepFor(days)) {
    case 'day':
      return t('By day and model');
    case 'week':
      return t('By week and model');
    case 'month':
      return t('By month and model');
  }
}

function barsTemplate(bars: readonly Bar[], format: Format): TemplateResult {
  const most = Math.max(...bars.map(({ usd }) => usd), 0);
  const width = Math.max(bars.length, LEAST_SLOTS) * SLOT;
  const [first, last] = [bars[0], bars.at(-1)];
  return html`<div class="scale dim" aria-hidden="true">
      ${most > 0 ? dollars(most, format) : ''}
    </div>
    <svg
      role="img"
      aria-label=${summaryOf(bars, format)}
      viewBox="0 0 ${width} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      ${[0, HEIGHT / 2, HEIGHT].map(
        (y) => svg`<line class="level" x1="0" x2=${width} y1=${y} y2=${y}></line>`,
      )}
      ${bars.map((bar, index) => barTemplate(bar, index * SLOT, most, format))}
    </svg>
    <div class="scale dim" aria-hidden="true">
      <span>${first?.label}</span>
      ${last === first || bars.length < LEAST_SLOTS ? nothing : html`<span>${last?.label}</span>`}
    </div>`;
}

function barTemplate(bar: Bar, x: number, most: number, format: Format): TemplateResult<2> {
  let top = HEIGHT;
  const parts = LINES.flatMap((line) => {
    const usd = usdOf(bar, line);
    if (usd <= 0) return [];
    const height = (usd / most) * HEIGHT;
    top -= height;
    return svg`<rect class=${line} x=${x + GAP} y=${top} width=${SLOT - 2 * GAP} height=${height}></rect>`;
  });
  // Its ground makes the whole height of a bar answer to the mouse.
  return svg`<g>
    <title>${wordsOf(bar, format)}</title>
    <rect class="ground" x=${x} y="0" width=${SLOT} height=${HEIGHT}></rect>
    ${parts}
  </g>`;
}

/** What hovering over a bar tells, a line for each model. */
function wordsOf(bar: Bar, format: Format): string {
  const parts = LINES.toReversed().flatMap((line) => {
    const usd = usdOf(bar, line);
    return usd > 0 ? [`${nameOf(line)} ${dollars(usd, format)}`] : [];
  });
  return [`${bar.name}: ${dollars(bar.usd, format)}`, ...parts].join('\n');
}

function tableOf(
  bars: readonly Bar[],
  lines: readonly string[],
  step: Step,
  format: Format,
): TemplateResult {
  return tableTemplate({
    label: t('What was spent, as a table'),
    title: { day: t('Day'), week: t('Week'), month: t('Month') }[step],
    columns: [...lines.map(nameOf), t('Total')],
    rows: bars
      .filter(({ usd }) => usd > 0)
      .toReversed()
      .map((bar) => ({
        name: html`<time datetime=${bar.day}>${bar.name}</time>`,
        cells: [
          ...lines.map((line) => (usdOf(bar, line) > 0 ? dollars(usdOf(bar, line), format) : '–')),
          dollars(bar.usd, format),
        ],
      })),
  });
}

/** The chart for those who do not see it. */
function summaryOf(bars: readonly Bar[], format: Format): string {
  const total = bars.reduce((sum, { usd }) => sum + usd, 0);
  const highest = bars.toSorted((a, b) => b.usd - a.usd)[0];
  if (!highest || total === 0) return t('No dollars are known for this period.');
  return t(
    'Bars of what was spent, {0} in all. The most was {1}: {2}. The table below tells the rest.',
    dollars(total, format),
    dollars(highest.usd, format),
    highest.name,
  );
}

function usdOf({ byLine }: Bar, line: string): number {
  return byLine.find((part) => part.line === line)?.usd ?? 0;
}

function nameOf(line: string): string {
  return line === 'other' ? t('Other') : line.charAt(0).toUpperCase() + line.slice(1);
}
