import { t } from '@vscode/l10n';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Format } from '../../shared/format';
import type { RefineLimits, Round, ScreenshotRunView } from '../../shared/screenshotProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { post } from '../vscodeApi';

interface RunHooks {
  readonly format: Format;
  /** The overlay, which draws itself. */
  readonly overlay: HTMLElement;
  /** As they were typed last. */
  readonly limits: RefineLimits;
  readonly setLimits: (limits: RefineLimits) => void;
  readonly attachResult: (file: File) => void;
}

/** What has come of the screenshot: the files, how near they are to it, each round, and more of it. */
export function runSection(run: ScreenshotRunView, hooks: RunHooks): TemplateResult {
  return html`<section class="run" aria-label=${t('Result')}>
    <h2>${t('Result')}</h2>
    <p class="files">
      ${run.files.map(
        (file, index) =>
          html`<button class="link" @click=${() => post({ type: 'openFile', index })}>
            ${revealHiddenInName(file)}
          </button>`,
      )}
      ${
        run.canDraw
          ? html`<button class="secondary" @click=${() => post({ type: 'showPreview' })}>
              ${t('Open Preview')}
            </button>`
          : nothing
      }
    </p>
    ${run.canDraw ? nothing : resultTemplate(hooks)} ${hooks.overlay}
    ${roundsTable(run, hooks.format)}
    ${run.ended === undefined ? nothing : html`<p class="ended">${run.ended}</p>`}
    ${refineTemplate(run, hooks)}
  </section>`;
}

/** What only another program can show is compared by a screenshot of it. */
function resultTemplate({ attachResult }: RunHooks): TemplateResult {
  const take = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const [file] = target.files ?? [];
    if (file) attachResult(file);
    target.value = '';
  };
  return html`<p class="dim">
      ${t(
        'This code cannot be shown here. Run it, and attach a screenshot of the same window to see how near it is.',
      )}
    </p>
    <label class="file-button secondary">
      ${t('Attach Screenshot of the Result')}
      <input type="file" class="visually-hidden" accept="image/*" @change=${take} />
    </label>`;
}

function roundsTable({ rounds }: ScreenshotRunView, format: Format): TemplateResult {
  const total = rounds.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  return html`<table class="rounds">
    <thead>
      <tr>
        <th scope="col">${t('Round')}</th>
        <th scope="col">${t('Model')}</th>
        <th scope="col" class="number">${t('Alike')}</th>
        <th scope="col" class="number">${t('Cost')}</th>
      </tr>
    </thead>
    <tbody>
      ${rounds.map((round) => roundRow(round, format))}
    </tbody>
    ${
      rounds.length > 1
        ? html`<tfoot>
            <tr>
              <th scope="row">${t('Together')}</th>
              <td></td>
              <td></td>
              <td class="number">${format.usd(total)}</td>
            </tr>
          </tfoot>`
        : nothing
    }
  </table>`;
}

function roundRow(round: Round, format: Format): TemplateResult {
  const { number, modelName, score, note } = round;
  return html`<tr data-state=${round.state}>
      <th scope="row">${format.integer(number)}</th>
      <td>${modelName ?? ''}</td>
      <td class="number">
        ${score === undefined ? stateName(round) : format.percent(Math.floor(score * 100) / 100)}
      </td>
      <td class="number">${costOf(round, format)}</td>
    </tr>
    ${
      note === undefined
        ? nothing
        : html`<tr class="note-row">
            <td></td>
            <td colspan="3">${note}</td>
          </tr>`
    }`;
}

function costOf({ usd, isEstimated, state }: Round, format: Format): string {
  // What was refused or stopped before it was answered has cost nothing.
  if (usd === undefined && (state === 'failed' || state === 'stopped')) return '–';
  if (usd === undefined) return state === 'writing' ? '' : t('unpriced');
  return `${isEstimated ? '≈ ' : ''}${format.usd(usd)}`;
}

function stateName({ state }: Round): string {
  switch (state) {
    case 'writing':
      return t('writing…');
    case 'comparing':
      return t('comparing…');
    case 'stopped':
      return t('stopped');
    case 'failed':
      return t('failed');
    case 'done':
      return '–';
  }
}

function refineTemplate(run: ScreenshotRunView, hooks: RunHooks): TemplateResult | typeof nothing {
  const { limits, setLimits, format } = hooks;
  if (run.isRunning || run.score === undefined) return nothing;
  const refine = (event: Event): void => {
    event.preventDefault();
    post({ type: 'refine', limits });
  };
  const price =
    run.next === undefined
      ? nothing
      : html`<span class="dim"
          >${t('{0} a round', format.usdRange(run.next.lowUsd, run.next.highUsd))}</span
        >`;
  return html`<form class="refine" @submit=${refine}>
    ${numberField(t('Until alike, %'), limits.score * 100, { min: 1, max: 100 }, (value) =>
      setLimits({ ...limits, score: value / 100 }),
    )}
    ${numberField(t('Most rounds'), limits.rounds, { min: 1, max: 10 }, (value) =>
      setLimits({ ...limits, rounds: Math.round(value) }),
    )}
    ${numberField(t('Most dollars'), limits.usd, { min: 0, max: 1000, step: 'any' }, (value) =>
      setLimits({ ...limits, usd: value }),
    )}
    <button type="submit" class="primary">${t('Refine')}</button>
    ${price}
  </form>`;
}

function numberField(
  name: string,
  value: number,
  { min, max, step = '1' }: { min: number; max: number; step?: string },
  set: (value: number) => void,
): TemplateResult {
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement && target.validity.valid && target.value !== '') {
      set(target.valueAsNumber);
    }
  };
  return html`<label>
    <span>${name}</span>
    <input
      type="number"
      required
      min=${min}
      max=${max}
      step=${step}
      .value=${String(Math.round(value * 100) / 100)}
      @change=${change}
    />
  </label>`;
}
