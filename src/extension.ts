import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Api } from './core/api/api';
import { ConversationStore } from './core/conversation/store';
import { Ledger } from './core/cost/ledger';
import { Catalogue } from './core/models/catalogue';
import { PriceBook } from './core/models/prices';
import type { Clock, NewId } from './core/ports';
import { Spending } from './core/spending';
import { Access } from './host/access';
import { ChatView } from './host/chat/chatView';
import { ChatSession } from './host/chat/session';
import { registerCommands } from './host/commands';
import { LineFiles } from './host/lineFiles';
import { logTo } from './host/log';
import { readPlace } from './host/place';
import { instructionsAlone } from './host/prefix/instructionsAlone';
import { PrefixPanel } from './host/prefix/prefixPanel';
import { readPriceOverrides, settings } from './host/settings';
import { SpendPanel } from './host/spend/spendPanel';
import { exportRows, readReport } from './host/spend/spendReport';
import { SpendItem } from './host/spendItem';
import { WindowMemory } from './host/windowMemory';
import { formatFor } from './shared/format';

let session: ChatSession | undefined;
let openLedger: Ledger | undefined;

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
  const prices = new PriceBook(readPriceOverrides);
  const catalogue = new Catalogue((signal) => api.listModels(signal), log, prices);
  const store = new ConversationStore(files, clock, newId, log);
  const ledger = new Ledger(files, clock, newId, log, () => spendChanged(), prices);
  const spendItem = new SpendItem({
    ledger,
    prices,
    budgets: () => settings.budgets(),
    clock,
    format: formatFor(vscode.env.language),
    log,
  });
  const reportParts = { ledger, prices, catalogue, store, settings, clock };
  const spendPanel = new SpendPanel(
    context.extensionUri,
    (periodId) => readReport(reportParts, periodId),
    (format, periodId) => exportRows(reportParts, format, periodId),
    log,
  );
  const prefixPanel = new PrefixPanel(context.extensionUri, instructionsAlone(), log);
  const spendChanged = () => {
    spendItem.update();
    spendPanel.refresh();
  };
  const spending = new Spending({ api, ledger, settings, clock, readPlace });

  const chatView = new ChatView(context.extensionUri, () => chat, log);
  const chat = new ChatSession(
    {
      settings,
      catalogue,
      api,
      spending,
      prices,
      store,
      clock,
      newId,
      log,
      hasKey: () => access.hasKey(),
      onDidOpen: (id) => spendItem.showConversation(id),
      memory: new WindowMemory((context.storageUri ?? context.globalStorageUri).fsPath),
    },
    (title) => chatView.showTitle(title),
  );
  session = chat;
  openLedger = ledger;

  context.subscriptions.push(
    channel,
    access,
    spendItem,
    access.onDidChange(() => {
      catalogue.reset();
      chat
        .keyChanged()
        .catch((error: unknown) => log.error('The key could not be looked for.', error));
    }),
    vscode.window.registerWebviewViewProvider(ChatView.id, chatView),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) spendItem.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('stanza')) return;
      prices.reset();
      catalogue.reset();
      ledger.reprice();
      void chat.refreshForecast();
    }),
    spendPanel.register(),
    prefixPanel.register(),
    ...registerCommands({ session: chat, access, spend: spendPanel, prefix: prefixPanel }, log),
  );
  spendItem.update();
}

/** Ends a streaming answer, so that what has arrived of it is on the disk. */
export async function deactivate(): Promise<void> {
  await session?.stop();
  await openLedger?.flush();
}
