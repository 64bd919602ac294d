import * as vscode from 'vscode';
import type { CommandParts } from './commandParts';

/** Starts a conversation with an empty history, and shows the chat. */
export async function newConversation({ session }: CommandParts): Promise<void> {
  await session.newConversation();
  await vscode.commands.executeCommand('stanza.chat.focus');
}
