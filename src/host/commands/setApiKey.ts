import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandParts } from './commandParts';

/** Asks for the API key and keeps it in the editor's secret storage. */
export async function setApiKey({ access }: CommandParts): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: t('Anthropic API Key'),
    prompt: t(
      'It is kept in the secret storage of VS Code and sent with requests to Claude alone.',
    ),
    placeHolder: 'sk-ant-…',
    password: true,
    ignoreFocusOut: true,
    validateInput: problemWithKey,
  });
  if (key !== undefined) await access.storeKey(key.trim());
}

/** Only what cannot be a key at all; whether it is valid is for Anthropic to say. */
function problemWithKey(text: string): string | undefined {
  const key = text.trim();
  if (key === '') return t('Paste a key from the Anthropic Console, or press Escape.');
  return /^[\x21-\x7e]+$/.test(key) ? undefined : t('A key has no spaces and no special letters.');
}
