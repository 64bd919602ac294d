import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { SpendViewMessage } from '../../shared/spendProtocol';
import type { SpendHostMessage, SpendReport } from '../../shared/spendProtocol';
import { WebPanel } from '../webPanel';

type ExportFormat = 'csv' | 'json';

/** Show Spend: asks for the report of a period. */
export class SpendPanel {
  private readonly panel: WebPanel<SpendHostMessage, SpendViewMessage>;
  /** The period that was chosen, and the one that is shown. */
  private periodId: string | undefined;
  private shownPeriodId: string | undefined;

  constructor(
    extensionUri: vscode.Uri,
    private readonly report: (periodId: string | undefined) => Promise<SpendReport>,
    private readonly exportRows: (
      format: ExportFormat,
      periodId: string | undefined,
    ) => Promise<string>,
    log: Log,
  ) {
    const page = {
      viewType: 'stanza.spend',
      bundle: 'spend',
      title: t('Spend'),
      name: 'Show Spend',
      said: SpendViewMessage,
      handle: (message: SpendViewMessage) => this.handle(message),
      read: () => this.read(),
      onDidClose: () => this.forget(),
    };
    this.panel = new WebPanel(extensionUri, page, log);
  }

  register(): vscode.Disposable {
    return this.panel.register();
  }

  show(): void {
    this.panel.show();
  }

  /** Something was spent. */
  refresh(): void {
    this.panel.refresh();
  }

  private forget(): void {
    this.periodId = undefined;
    this.shownPeriodId = undefined;
  }

  private async handle(message: SpendViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.panel.send();
        return;
      case 'period':
        this.periodId = message.id;
        await this.panel.send();
        return;
      case 'export':
        await this.exportTo(message.format);
        return;
      case 'setBudget':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'stanza.budget');
        return;
    }
  }

  /** Reads the report, which is shown unless another period was chosen in the meantime. */
  private async read(): Promise<SpendHostMessage> {
    const { periodId } = this;
    const report = await this.report(periodId);
    if (periodId === this.periodId) this.shownPeriodId = report.period.id;
    return { type: 'report', report };
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
