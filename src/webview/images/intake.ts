import { t } from '@vscode/l10n';

type TakeFiles = (files: readonly File[]) => void;

/** Takes files that are pasted anywhere in the page, or dropped on it. */
export function takeFiles(take: TakeFiles): void {
  document.addEventListener('paste', (event) => {
    const files = pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  document.addEventListener('dragover', (event) => {
    const isFiles = hasFiles(event.dataTransfer);
    document.body.classList.toggle('dropping', isFiles);
    if (isFiles) event.preventDefault();
  });
  document.addEventListener('dragleave', (event) => {
    // Between two elements of the page there is one to which the pointer goes.
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** The button that lets files be chosen. */
export function attachButton(take: TakeFiles): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon attach';
  button.ariaLabel = t('Attach Image');
  button.title = t('Attach Image');
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-file-media';
  icon.ariaHidden = 'true';
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  input.accept = 'image/png,image/jpeg,image/webp,image/gif,image/bmp,image/avif';
  input.addEventListener('change', () => {
    take([...(input.files ?? [])]);
    // The same file can be chosen again.
    input.value = '';
  });
  button.addEventListener('click', () => input.click());
  button.append(icon);
  const wrapper = document.createElement('span');
  wrapper.className = 'attach-wrapper';
  wrapper.append(button, input);
  return wrapper;
}

/** A copied part of a document may bring a picture of itself; then its text is what is meant. */
function pastedFiles(data: DataTransfer | null): readonly File[] {
  const files = [...(data?.files ?? [])];
  const text = data?.getData('text/plain').trim() ?? '';
  // A file manager adds the names of the files as text.
  return text === '' || files.some(({ name }) => text.includes(name)) ? files : [];
}

function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}
