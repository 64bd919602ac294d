import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FileConsent } from '../../shared/prefixProtocol';
import type { PrefixPanelParts } from './prefixPanel';

/** What the instructions come to, roughly. */
const INSTRUCTIONS_TOKENS = 180;

/** Stands in for the real prefix until there is one: a request of nothing but the instructions. */
export function instructionsAlone(): PrefixPanelParts {
  let consent: FileConsent = vscode.workspace.workspaceFolders ? 'undecided' : 'noFolder';
  const unpriced = { lowUsd: undefined, highUsd: undefined };
  const instructions = {
    kind: 'instructions',
    label: t('Instructions'),
    why: t('what Claude is told before everything else'),
    tokens: INSTRUCTIONS_TOKENS,
    breakpoint: { ttl: '5m', warmUntilMs: undefined },
  } as const;
  return {
    read: () =>
      Promise.resolve({
        modelName: 'Claude',
        modelReason: t('The model is chosen when a message is sent.'),
        consent,
        parts: [instructions],
        tokens: INSTRUCTIONS_TOKENS,
        warmTokens: 0,
        next: unpriced,
        cold: unpriced,
        ttlReason: t('Five minutes, since nothing is known of your pauses yet.'),
        leftOut: [],
      }),
    openFile: async (path) => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      if (!folder || path.split('/').includes('..')) return;
      await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, path));
    },
    openRequest: async () => {
      const content = `${JSON.stringify({ system: instructions.label }, undefined, 2)}\n`;
      const document = await vscode.workspace.openTextDocument({ language: 'json', content });
      await vscode.window.showTextDocument(document);
    },
    setConsent: (send) => {
      consent = send ? 'agreed' : 'declined';
      return Promise.resolve();
    },
  };
}
