import { t } from '@vscode/l10n';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { WINDOW_WIDTHS, windowOfWidth } from '../../shared/screenWindow';
import type { ScreenshotForm, ScreenshotView } from '../../shared/screenshotProtocol';

interface FormHooks {
  readonly change: (changed: Partial<ScreenshotForm>) => void;
}

/** What the code is written with, where it goes, and what else is to be said. */
export function formTemplate(
  { stacks, detected }: ScreenshotView,
  form: ScreenshotForm,
  { change }: FormHooks,
): TemplateResult {
  return html`<div class="fields">
    <label>
      <span>${t('Written with')}</span>
      <select @change=${(event: Event) => change({ stack: valueOf(event) })}>
        ${repeat(
          stacks,
          ({ id }) => id,
          ({ id, name }) =>
            html`<option value=${id} .selected=${live(id === form.stack)}>
              ${id === detected ? t('{0} (this workspace)', name) : name}
            </option>`,
        )}
      </select>
    </label>
    <label>
      <span>${t('Into the file')}</span>
      <input
        type="text"
        spellcheck="false"
        .value=${live(form.path)}
        @input=${(event: Event) => change({ path: valueOf(event) })}
      />
    </label>
    ${form.window ? windowField(form.window, change) : nothing}
    <label class="words">
      <span>${t('What else Claude should know')}</span>
      <textarea
        rows="2"
        .value=${live(form.words)}
        @input=${(event: Event) => change({ words: valueOf(event) })}
      ></textarea>
    </label>
  </div>`;
}

/** Of a dense display, a screenshot has more pixels than its window. */
function windowField(
  window: NonNullable<ScreenshotForm['window']>,
  change: FormHooks['change'],
): TemplateResult {
  const { least, most } = WINDOW_WIDTHS;
  const set = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement) || !target.validity.valid) return;
    change({ window: windowOfWidth(window, target.valueAsNumber) });
  };
  return html`<label>
    <span>${t('Width of the window, in CSS pixels')}</span>
    <input
      type="number"
      required
      min=${least}
      max=${most}
      .value=${String(window.width)}
      @change=${set}
    />
  </label>`;
}

function valueOf({ target }: Event): string {
  const isField =
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement;
  return isField ? target.value : '';
}
