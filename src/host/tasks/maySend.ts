import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { whyKept } from '../../core/prompt/taskScreening';

/** Asks before a text leaves that is kept back otherwise, for here the user has named its file. */
export async function maySend(path: string, text: string): Promise<boolean> {
  const kept = await whyKept(path, text);
  if (!kept) return true;
  const send = t('Send Anyway');
  const question = t('{0} holds what looks like a secret ({1}).', path, kept.detail ?? kept.reason);
  return (await vscode.window.showWarningMessage(question, send)) === send;
}
