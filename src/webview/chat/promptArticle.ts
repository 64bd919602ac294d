import { t } from '@vscode/l10n';
import type { ReferenceView, TurnView } from '../../shared/chatProtocol';
import type { SentImage } from '../../shared/imageProtocol';
import { revealHiddenInName } from '../markdown/hiddenCharacters';
import { post } from '../vscodeApi';

/** What the user has said, the images before it, and the lines of a file that it is about. */
export function promptArticle({ id, prompt, images, reference }: TurnView): HTMLElement {
  const article = document.createElement('article');
  article.className = 'prompt';
  article.tabIndex = -1;
  article.ariaLabel = t('You');
  if (images.length > 0) article.append(imageList(images));
  article.append(prompt);
  if (reference) article.append(referenceButton(id, reference));
  return article;
}

function imageList(images: readonly SentImage[]): HTMLElement {
  const list = document.createElement('ul');
  list.className = 'sent-images';
  list.append(
    ...images.map(({ thumbnail, width, height }, index) => {
      const image = new Image();
      image.decoding = 'async';
      image.src = thumbnail;
      image.alt = t('Image {0}, {1} by {2} pixels', index + 1, width, height);
      const item = document.createElement('li');
      item.append(image);
      return item;
    }),
  );
  return list;
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
