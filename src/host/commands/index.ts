import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { clearApiKey } from './clearApiKey';
import type { CommandParts } from './commandParts';
import { newConversation } from './newConversation';
import { setApiKey } from './setApiKey';
import { showPrefix } from './showPrefix';
import { showSpend } from './showSpend';
import { stop } from './stop';

type Command = (parts: CommandParts) => Promise<void>;

/** Every command of the manifest. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'stanza.newConversation': newConversation,
  'stanza.stop': stop,
  'stanza.showSpend': showSpend,
  'stanza.showPrefix': showPrefix,
  'stanza.setApiKey': setApiKey,
  'stanza.clearApiKey': clearApiKey,
};

/** Registers them all. What one throws is shown here, and nowhere else. */
export function registerCommands(parts: CommandParts, log: Log): vscode.Disposable[] {
  return Object.entries(COMMANDS).map(([id, command]) =>
    vscode.commands.registerCommand(id, async () => {
      try {
        await command(parts);
      } catch (error) {
        log.error(`${id} failed.`, error);
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    }),
  );
}
