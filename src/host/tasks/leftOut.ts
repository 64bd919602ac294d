import { t } from '@vscode/l10n';
import type { LeftOut } from './editWriting';

/** A sentence on what was not written and why; undefined where everything was. */
export function leftOutSentence(leftOut: readonly LeftOut[], file: string): string | undefined {
  const [first] = leftOut;
  if (!first) return undefined;
  const reason = reasonOf(first, file);
  return leftOut.length === 1
    ? reason
    : t('{0} ({1} more were left out.)', reason, leftOut.length - 1);
}

function reasonOf(leftOut: LeftOut, file: string): string {
  switch (leftOut) {
    case 'empty':
      return t('The answer was empty; {0} is as it was.', file);
    case 'noCode':
      return t('The answer held no change of {0}.', file);
    case 'twoCandidates':
      return t('The answer held several blocks of code, so none was put into {0}.', file);
    case 'cut':
      return t('The answer ended in the middle of a change, which was left out.');
    case 'undone':
      return t('The change was undone while it was written, so the rest was left out.');
    case 'notFound':
      return t('A change was left out: the lines that it replaces are not in {0}.', file);
    case 'ambiguous':
      return t(
        'A change was left out: the lines that it replaces are in {0} more than once.',
        file,
      );
    case 'changed':
      return t('The lines were changed while Claude answered, so they were left as they are.');
    case 'conflict':
      return t('A change was left out: {0} has changed in the same lines meanwhile.', file);
    case 'notAllowed':
      return t(
        'A file that the answer names was left out: it is outside of this workspace, or not for code.',
      );
    case 'otherFile':
      // Its name is the model's, and a notification would make links of what stands in it.
      return t('A change of another file was left out, for the task was about {0}.', file);
  }
}
