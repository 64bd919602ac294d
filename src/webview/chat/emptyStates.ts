import { t } from '@vscode/l10n';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** What stands in an empty conversation: three things to try. */
export function emptyTemplate(onPropose: (text: string) => void): TemplateResult {
  const proposals = [
    t('What does this regular expression match? '),
    t('Write a debounce function in TypeScript, with tests.'),
    t('Why would this promise never settle? '),
  ];
  return html`<h2>${t('Ask Claude about code')}</h2>
    <ul class="proposals">
      ${proposals.map(
        (text) =>
          html`<li>
            <button type="button" class="link" @click=${() => onPropose(text)}>
              ${text.trim()}
            </button>
          </li>`,
      )}
    </ul>
    <p class="dim">
      ${t('You pay Anthropic for the tokens. The cost is shown under each answer.')}
    </p>`;
}

/** What stands where there is no key yet: what to do about it. */
export function noKeyTemplate(onSetKey: () => void): TemplateResult {
  return html`<h2>${t('An API key is needed')}</h2>
    <p>
      ${t(
        'Stanza talks to Claude with your own key, from the Anthropic Console under API Keys. It is kept in the secret storage of VS Code.',
      )}
    </p>
    <p>
      <button type="button" class="primary" @click=${onSetKey}>${t('Set API Key')}</button>
    </p>`;
}
