import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { clearApiKey } from './clearApiKey';
import type { CommandParts } from './commandParts';
import { newConversation } from './newConversation';
import { acceptAll, acceptHunk, nextHunk, previousHunk, rejectAll, rejectHunk } from './review';
import { screenshotToCode } from './screenshotToCode';
import { setApiKey } from './setApiKey';
import { showPrefix } from './showPrefix';
import { showSpend } from './showSpend';
import { stop } from './stop';
import { document, explain, fixProblem, refactor, writeTests } from './tasks';

/**
 * @param argument what a script, a keybinding or a menu hands over; to be checked
 * @param selected what else is selected where a menu was opened
 */
type Command = (parts: CommandParts, argument: unknown, selected: unknown) => Promise<void>;

/** Every command of the manifest. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'stanza.explain': explain,
  'stanza.refactor': refactor,
  'stanza.fixProblem': fixProblem,
  'stanza.writeTests': writeTests,
  'stanza.document': document,
  'stanza.screenshotToCode': screenshotToCode,
  'stanza.acceptHunk': acceptHunk,
  'stanza.rejectHunk': rejectHunk,
  'stanza.acceptAll': acceptAll,
  'stanza.rejectAll': rejectAll,
  'stanza.nextHunk': nextHunk,
  'stanza.previousHunk': previousHunk,
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
    vscode.commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
      try {
        await command(parts, argument, selected);
      } catch (error) {
        log.error(`${id} failed.`, error);
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    }),
  );
}
