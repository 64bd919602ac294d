import { t } from '@vscode/l10n';
import type { ReferenceView, TurnView } from '../../shared/chatProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { post } from '../vscodeApi';

/** What the user has said, and the lines of a file that it is about. */
export function promptArticle({ id, prompt, reference }: TurnView): HTMLElement {
  const article = document.createElement('article');
  article.className = 'prompt';
  article.tabIndex = -1;
  article.ariaLabel = t('You');
  article.textContent = prompt;
  if (reference) article.append(referenceButton(id, reference));
  return article;
}

function referenceButton(turnId: string, { label, name }: ReferenceView): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link reference';
  button.append(
    spanOf(revealHiddenInName(label), { ariaHidden: 'true' }),
    spanOf(revealHiddenInName(name), { className: 'visually-hidden' }),
  );
  button.addEventListener('click', () => post({ type: 'openLines', turnId }));
  return button;
}

/** What is seen and what is heard are not the same here, which a label alone must not be. */
function spanOf(text: string, properties: Partial<HTMLElement>): HTMLElement {
  return Object.assign(document.createElement('span'), { textContent: text, ...properties });
}
