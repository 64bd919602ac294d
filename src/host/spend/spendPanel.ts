import { t } from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { SpendViewMessage } from '../../shared/spendProtocol';
import type { SpendHostMessage, SpendReport } from '../../shared/spendProtocol';
import { pageHtml, webviewRoot } from '../chat/html';

/** The report is read anew no more often than this while an answer streams. */
const REFRESH_MS = 1000;

type ExportFormat = 'csv' | 'json';

/** Show Spend: one panel in the editor area, which asks for the report of a period. */
export class SpendPanel implements vscode.WebviewPanelSerializer {
  static readonly viewType = 'stanza.spend';

  private panel: vscode.WebviewPanel | undefined;
  /** The period that was chosen, and the one that is shown. */
  private periodId: string | undefined;
  private shownPeriodId: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly report: (periodId: string | undefined) => Promise<SpendReport>,
    private readonly exportRows: (
      format: ExportFormat,
      periodId: string | undefined,
    ) => Promise<string>,
    private readonly log: Log,
  ) {}

  /** Lets the panel come back after a reload. */
  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(SpendPanel.viewType, this);
  }

  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const { viewType } = SpendPanel;
    const column = vscode.ViewColumn.Active;
    this.fill(vscode.window.createWebviewPanel(viewType, t('Spend'), column));
  }

  /** Fills the panel of before the reload, unless the user was quicker and has another one. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) panel.dispose();
    else this.fill(panel);
    return Promise.resolve();
  }

  /** Something was spent. A hidden page is thrown away, and asks by itself when it is shown. */
  refresh(): void {
    if (!this.panel?.visible) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.panel?.visible) void this.send();
    }, REFRESH_MS);
  }

  private fill(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.extensionUri)],
    };
    const subscription = panel.webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidDispose(() => {
      subscription.dispose();
      this.forget();
    });
    panel.webview.html = pageHtml(panel.webview, this.extensionUri, {
      bundle: 'spend',
      title: t('Spend'),
    });
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.panel = undefined;
    this.periodId = undefined;
    this.shownPeriodId = undefined;
  }

  private receive(untrusted: unknown): void {
    const message = v.safeParse(SpendViewMessage, untrusted);
    if (!message.success) {
      this.log.warn('Show Spend sent a message of unknown form; it was dropped.');
      return;
    }
    this.handle(message.output).catch((error: unknown) => {
      this.log.error('Show Spend asked for something that failed.', error);
      void vscode.window.showErrorMessage(messageOf(error));
    });
  }

  private async handle(message: SpendViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.send();
        return;
      case 'period':
        this.periodId = message.id;
        await this.send();
        return;
      case 'export':
        await this.exportTo(message.format);
        return;
      case 'setBudget':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'stanza.budget');
        return;
    }
  }

  /** Sends the report, unless another period was chosen while it was read. */
  private async send(): Promise<void> {
    const { periodId } = this;
    const message = await this.read(periodId);
    if (periodId !== this.periodId) return;
    if (message.type === 'report') this.shownPeriodId = message.report.period.id;
    void this.panel?.webview.postMessage(message);
  }

  private async read(periodId: string | undefined): Promise<SpendHostMessage> {
    try {
      return { type: 'report', report: await this.report(periodId) };
    } catch (error) {
      this.log.error('The report of what was spent could not be made.', error);
      return { type: 'unreadable', reason: messageOf(error) };
    }
  }

  /** Asks for a place, writes the shown period there, and opens the file. */
  private async exportTo(format: ExportFormat): Promise<void> {
    const periodId = this.shownPeriodId;
    const target = await vscode.window.showSaveDialog({
      title: t('Export Spend'),
      defaultUri: proposedFile(format, periodId),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (!target) return;
    const text = await this.exportRows(format, periodId);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(target, { preview: true, preserveFocus: true });
  }
}

/** Such as `stanza-spend-month-2026-11.csv`; a colon is not allowed in every file's name. */
function proposedFile(format: ExportFormat, periodId = 'month'): vscode.Uri {
  const name = `stanza-spend-${periodId.replaceAll(':', '-')}.${format}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
