import { t } from '@vscode/l10n';
import type { CodeUse } from '../../shared/chatProtocol';
import type { CodeInfo } from '../../shared/codeInfo';
import { revealHiddenInName } from './hiddenCharacters';

const COPIED_MS = 1500;

/** What can be done with the code of a block. */
export interface CodeActions {
  readonly copy: () => Promise<void>;
  readonly use: (use: CodeUse['use']) => void;
}

/** A button that is a word where there is room, and an icon where there is not. */
interface Labelled {
  readonly icon: string;
  readonly label: string;
  /** The whole of what it does; it holds the label, for those who speak to their computer. */
  readonly name: string;
}

/** The line above a block of code: what it is, and what can be done with it. */
export class CodeHeader {
  readonly element = document.createElement('div');
  private readonly title = document.createElement('div');
  private readonly uses: readonly HTMLElement[];

  constructor(private readonly actions: CodeActions) {
    this.element.className = 'code-header';
    this.title.className = 'code-name';
    this.uses = [
      this.useButton('newFile', {
        icon: 'new-file',
        label: t('New File'),
        name: t('Open Code as New File'),
      }),
      this.useButton('insert', {
        icon: 'insert',
        label: t('Insert'),
        name: t('Insert Code at Cursor'),
      }),
      this.useButton('apply', {
        icon: 'git-pull-request-go-to-changes',
        label: t('Apply'),
        name: t('Apply Code'),
      }),
    ];
    this.element.append(this.title, this.copyButton(), ...this.uses);
  }

  name({ language, path }: CodeInfo): void {
    const name = revealHiddenInName(path || language) || t('code');
    // Where the place is short, the folder gives way, since the name of the file tells more.
    const fileStart = name.lastIndexOf('/') + 1;
    this.title.replaceChildren(
      pieceOf('folder', name.slice(0, fileStart)),
      pieceOf('file', name.slice(fileStart)),
    );
    this.title.title = name;
  }

  /** From now on the code is whole. */
  offerUses(): void {
    for (const button of this.uses) button.hidden = false;
  }

  private useButton(use: CodeUse['use'], labelled: Labelled): HTMLElement {
    const button = buttonOf(labelled);
    button.hidden = true;
    button.addEventListener('click', () => this.actions.use(use));
    return button;
  }

  private copyButton(): HTMLElement {
    const idle = { icon: 'copy', label: t('Copy'), name: t('Copy Code') };
    const button = buttonOf(idle);
    button.addEventListener('click', () => {
      void this.actions.copy().then(() => {
        button.replaceChildren(...facesOf({ icon: 'check', label: t('Copied') }));
        setTimeout(() => button.replaceChildren(...facesOf(idle)), COPIED_MS);
      });
    });
    return button;
  }
}

/** A path goes from left to right, also where its names do not. */
function pieceOf(className: string, text: string): HTMLElement {
  const piece = document.createElement('bdi');
  piece.dir = 'ltr';
  piece.className = className;
  piece.textContent = text;
  return piece;
}

function buttonOf(labelled: Labelled): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.ariaLabel = labelled.name;
  button.title = labelled.name;
  button.append(...facesOf(labelled));
  return button;
}

function facesOf({ icon, label }: Pick<Labelled, 'icon' | 'label'>): HTMLElement[] {
  const picture = document.createElement('span');
  picture.className = `codicon codicon-${icon}`;
  picture.ariaHidden = 'true';
  const word = document.createElement('span');
  word.className = 'label';
  word.textContent = label;
  return [picture, word];
}
