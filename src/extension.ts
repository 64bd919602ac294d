import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Api } from './core/api/api';
import { ConversationStore } from './core/conversation/store';
import { Ledger } from './core/cost/ledger';
import { Catalogue } from './core/models/catalogue';
import type { Clock, NewId } from './core/ports';
import { Access } from './host/access';
import { ChatView } from './host/chat/chatView';
import { ChatSession } from './host/chat/session';
import { registerCommands } from './host/commands';
import { LineFiles } from './host/lineFiles';
import { logTo } from './host/log';
import { settings } from './host/settings';
import { SpendItem } from './host/spendItem';
import { WindowMemory } from './host/windowMemory';
import { formatFor } from './shared/format';

let session: ChatSession | undefined;

/** Makes the parts and joins them. Nothing is read, loaded or sent before it is needed. */
export function activate(context: vscode.ExtensionContext): void {
  l10n.config({ contents: vscode.l10n.bundle ?? {} });
  const clock: Clock = { now: () => new Date() };
  const newId: NewId = randomUUID;
  const channel = vscode.window.createOutputChannel('Stanza', { log: true });
  const log = logTo(channel);
  const files = new LineFiles(context.globalStorageUri.fsPath);

  const access = new Access(context.secrets, process.env);
  const api = new Api(() => access.read(), log);
  const catalogue = new Catalogue((signal) => api.listModels(signal), log);
  const store = new ConversationStore(files, clock, newId, log);
  const ledger = new Ledger(files, clock, newId, log, () => spendItem.update());
  const spendItem = new SpendItem(ledger, formatFor(vscode.env.language), log);

  const chatView = new ChatView(context.extensionUri, () => chat, log);
  const chat = new ChatSession(
    {
      settings,
      catalogue,
      api,
      ledger,
      store,
      clock,
      newId,
      log,
      hasKey: () => access.hasKey(),
      memory: new WindowMemory((context.storageUri ?? context.globalStorageUri).fsPath),
    },
    (title) => chatView.showTitle(title),
  );
  session = chat;

  context.subscriptions.push(
    channel,
    access,
    spendItem,
    access.onDidChange(() => {
      catalogue.reset();
      void chat.keyChanged();
    }),
    vscode.window.registerWebviewViewProvider(ChatView.id, chatView),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) spendItem.refresh();
    }),
    ...registerCommands({ session: chat, access }, log),
  );
  spendItem.update();
}

/** Ends a streaming answer, so that what has arrived of it is on the disk. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
