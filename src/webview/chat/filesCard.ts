import { t } from '@vscode/l10n';
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { FilesQuestion } from '../../shared/chatProtocol';
import type { Format } from '../../shared/format';

/** Asks whether files of the workspace may be sent, before the first one leaves. */
export class FilesCard {
  readonly element = document.createElement('section');

  constructor(
    private readonly format: () => Format,
    private readonly answer: (send: boolean) => void,
  ) {
    this.element.className = 'files-card';
    this.element.ariaLabel = t('Files of this workspace');
    this.element.hidden = true;
  }

  ask(question: FilesQuestion): void {
    this.element.hidden = false;
    render(this.template(question), this.element);
  }

  hide(): void {
    this.element.hidden = true;
    render(nothing, this.element);
  }

  private template({ files, mapped, leftOut, tokens, firstUsd, laterUsd }: FilesQuestion) {
    const format = this.format();
    return html`<h2>${t('Send files of this workspace to Claude?')}</h2>
      <p>
        ${t('Stanza would send these with your messages: {0} tokens.', format.integer(tokens))}
        ${
          firstUsd === undefined || laterUsd === undefined
            ? nothing
            : t(
                'About {0} the first time, {1} with each message after it.',
                format.usd(firstUsd),
                format.usd(laterUsd),
              )
        }
      </p>
      <ul class="files">
        ${files.map((file) => fileTemplate(file.path, file.tokens, format))}
        ${mapped > 0 ? html`<li>${t('A map of {0} files: paths and names of symbols', format.integer(mapped))}</li>` : nothing}
      </ul>
      ${
        leftOut > 0
          ? html`<p class="dim">
              ${t(
                'Left out by your ignore rules, as secret, binary, generated or too large: {0}.',
                format.integer(leftOut),
              )}
            </p>`
          : nothing
      }
      <p class="actions">
        <button type="button" class="primary" @click=${() => this.answer(true)}>
          ${t('Send Files')}
        </button>
        <button type="button" class="secondary" @click=${() => this.answer(false)}>
          ${t('Send Without Files')}
        </button>
      </p>
      <p class="dim">
        ${t('It is asked once for each workspace. Show What Is Sent lists everything, at any time.')}
      </p>`;
  }
}

function fileTemplate(path: string, tokens: number, format: Format): TemplateResult {
  return html`<li>
    <span class="path">${path}</span> <span class="dim">${format.integer(tokens)}</span>
  </li>`;
}
