import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { remediesFor } from '../../core/conversation/outcome';
import type { Remedy } from '../../core/conversation/outcome';
import { costUsd } from '../../core/cost/cost';
import type { Failure } from '../../core/failure';
import type { Answer } from '../../core/conversation/conversation';
import type { Prices } from '../../core/models/prices';
import type { Format } from '../../shared/format';
import { raiseBudget } from '../raiseBudget';

/** How the user wants to go on after a failure. */
export type Again = 'again' | 'anyway' | undefined;

/** Tells why a task came to nothing, and does what the user chooses to do about it. */
export async function tellFailure({ kind, message }: Failure): Promise<Again> {
  const remedies = remediesFor(kind);
  const labels = remedies.map(labelOf);
  const chosen = await vscode.window.showErrorMessage(message, ...labels);
  const remedy = chosen === undefined ? undefined : remedies[labels.indexOf(chosen)];
  switch (remedy) {
    case 'retry':
      return 'again';
    case 'sendAnyway':
      return 'anyway';
    case 'raiseBudget':
      return (await raiseBudget()) ? 'again' : undefined;
    case 'setApiKey':
      await vscode.commands.executeCommand('stanza.setApiKey');
      return undefined;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'stanza');
      return undefined;
    case 'newConversation':
      await vscode.commands.executeCommand('stanza.newConversation');
      return undefined;
    case undefined:
      return undefined;
  }
}

function labelOf(remedy: Remedy): string {
  switch (remedy) {
    case 'retry':
      return t('Try Again');
    case 'sendAnyway':
      return t('Send Anyway');
    case 'raiseBudget':
      return t('Raise Budget…');
    case 'setApiKey':
      return t('Set API Key…');
    case 'openSettings':
      return t('Open Settings');
    case 'newConversation':
      return t('New Conversation');
  }
}

/** The model that answered and what it cost, such as "Claude Haiku 4.5, $0.0012". */
export function priceOf({ modelName, end }: Answer, prices: Prices, format: Format): string {
  if (!end?.usage || end.model === undefined) return modelName;
  const usd = costUsd(end.usage, prices.pricingOf(end.model));
  if (usd === undefined) return t('{0}, unpriced', modelName);
  return `${modelName}, ${end.usageIsExact ? '' : '≈ '}${format.usd(usd)}`;
}

/** Shows an answer whose text could not become a change, so that nothing that was paid is lost. */
export async function showAnswer({ end, partialText }: Answer): Promise<void> {
  const words = end?.content.flatMap((block) => (block.type === 'text' ? block.text : [])) ?? [];
  const content = words.join('\n\n') || partialText;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
