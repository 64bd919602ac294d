import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Api } from './core/api/api';
import { ConversationStore } from './core/conversation/store';
import { Ledger } from './core/cost/ledger';
import { placeSnippet } from './core/edit/snippet';
import { Catalogue } from './core/models/catalogue';
import { PriceBook } from './core/models/prices';
import type { Clock, NewId } from './core/ports';
import { Briefing } from './core/prompt/briefing';
import { Spending } from './core/spending';
import { Access } from './host/access';
import { ChatView } from './host/chat/chatView';
import { CodeUser } from './host/chat/codeUse';
import { DraftImages } from './host/chat/draftImages';
import { ChatSession } from './host/chat/session';
import { CodeActions } from './host/codeActions';
import { registerCommands } from './host/commands';
import { Baseline } from './host/edit/baseline';
import { ChangesView } from './host/edit/changesView';
import { ContextKeys } from './host/edit/contextKeys';
import { Decorations } from './host/edit/decorations';
import { Edits } from './host/edit/edits';
import { Lenses } from './host/edit/lenses';
import { Review } from './host/edit/review';
import { LastEditor } from './host/lastEditor';
import { LineFiles } from './host/lineFiles';
import { logTo } from './host/log';
import { readConsent } from './host/consent';
import { openFile, openJson } from './host/openEditor';
import { readPlace } from './host/place';
import { PrefixPanel } from './host/prefix/prefixPanel';
import { readPrefixView, readRequestJson } from './host/prefix/prefixView';
import { AutoSaveHold } from './host/save/autoSaveHold';
import { PendingKeeper } from './host/save/pendingKeeper';
import { PendingStore } from './host/save/pendingStore';
import { SaveGuard } from './host/save/saveGuard';
import { ImageDropProvider } from './host/screenshot/imageDrop';
import { ScreenshotMemory } from './host/screenshot/screenshotMemory';
import { ScreenshotPanel } from './host/screenshot/screenshotPanel';
import { excludedFiles, readPriceOverrides, readSetting, settings } from './host/settings';
import { SpendPanel } from './host/spend/spendPanel';
import { exportRows, readReport } from './host/spend/spendReport';
import { SpendItem } from './host/spendItem';
import { SelectionTasks } from './host/tasks/selectionTasks';
import { TaskRunner } from './host/tasks/taskRunner';
import { WindowMemory } from './host/windowMemory';
import { WorkspaceFolders } from './host/workspace/workspaceFolders';
import { formatFor } from './shared/format';

let end: (() => Promise<void>) | undefined;

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
  const spendChanged = () => {
    spendItem.update();
    spendPanel.refresh();
  };
  const spending = new Spending({ api, ledger, settings, readPlace });

  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  const memory = new WindowMemory(storage);
  const workspace = new WorkspaceFolders({ storageFolder: storage, exclude: excludedFiles, log });
  const consent = () => readConsent(workspace, memory);
  const briefing = new Briefing({ workspace, consent, settings });
  const preparation = { settings, catalogue, briefing, spending, ledger, clock };
  const prefixPanel = new PrefixPanel(
    context.extensionUri,
    {
      read: async () => readPrefixView(preparation, await chat.next(), await consent()),
      openFile: (file) => openFile(workspace.uriOf(file)),
      openRequest: async () => openJson(await readRequestJson(preparation, await chat.next())),
      setConsent: (send) => chat.setConsent(send),
    },
    log,
  );

  const edits = new Edits();
  const lastEditor = new LastEditor();
  const codeUser = new CodeUser({ edits, lastEditor, placeSnippet });
  const chatView = new ChatView(
    context.extensionUri,
    () => chat,
    (use) => codeUser.use(use),
    (screenshot) => screenshots.show([screenshot]),
    log,
  );
  const chat = new ChatSession(
    {
      ...preparation,
      log,
      api,
      prices,
      store,
      newId,
      consent,
      warmsAhead: () => readSetting('cache.prewarm'),
      hasKey: () => access.hasKey(),
      onDidOpen: (id) => spendItem.showConversation(id),
      onDidChangeNext: () => {
        prefixPanel.refresh();
        screenshots.refresh();
      },
      memory,
      draftImages: new DraftImages(path.join(storage, 'draftImages'), log),
    },
    (title) => chatView.showTitle(title),
  );

  const autoSave = new AutoSaveHold({
    // Profiles share the folder, but not their settings.
    folder: path.join(context.globalStorageUri.fsPath, 'autosave', profileId(context, newId)),
    windowId: newId(),
    processId: process.pid,
    log,
  });
  const keeper = new PendingKeeper(edits, new PendingStore(path.join(storage, 'pending'), log));
  const turnParts = { ...preparation, log, api, store, newId };
  const runner = new TaskRunner({
    ...turnParts,
    edits,
    prices,
    format: formatFor(vscode.env.language),
  });
  const tasks = new SelectionTasks({ ...turnParts, session: chat, workspace }, runner);
  const screenshots = new ScreenshotPanel(
    context.extensionUri,
    {
      ...turnParts,
      edits,
      prices,
      format: formatFor(vscode.env.language),
      runner,
      workspace,
      consent,
      hasKey: () => access.hasKey(),
      draftImages: new DraftImages(path.join(storage, 'screenshotImages'), log),
      memory: new ScreenshotMemory(storage, log),
    },
    log,
  );
  const review = new Review(edits);
  end = async () => {
    await Promise.all([chat.stop(), runner.end()]);
    await Promise.all([ledger.flush(), keeper.flush()]);
  };

  context.subscriptions.push(
    channel,
    access,
    spendItem,
    workspace,
    workspace.onDidChange(() => void chat.refreshForecast()),
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
      workspace.reset();
      void chat.refreshForecast();
    }),
    spendPanel.register(),
    prefixPanel.register(),
    screenshots.register(),
    new ImageDropProvider((images) => screenshots.show(images), log).register(),
    edits,
    lastEditor,
    autoSave,
    new SaveGuard(edits, autoSave),
    keeper,
    new Decorations(edits),
    new Baseline(edits),
    new Lenses(edits),
    new ChangesView(edits),
    new ContextKeys(edits),
    CodeActions.register(),
    ...registerCommands(
      { session: chat, access, spend: spendPanel, prefix: prefixPanel, screenshots, tasks, review },
      log,
    ),
  );
  spendItem.update();
  // What is pending again holds automatic saving off before the setting is put back.
  keeper
    .begin()
    .then(() => autoSave.recover())
    .catch((error: unknown) => log.error('Pending changes could not be taken up.', error));
}

/** Tells the user's profiles apart. */
function profileId({ globalState }: vscode.ExtensionContext, newId: NewId): string {
  const known = globalState.get<string>('profile');
  if (known !== undefined) return known;
  const id = newId();
  void globalState.update('profile', id);
  return id;
}

/** Ends what streams, so that all that has arrived of it is on the disk. */
export async function deactivate(): Promise<void> {
  await end?.();
}
