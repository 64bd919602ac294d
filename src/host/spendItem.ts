import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Ledger, Spend } from '../core/cost/ledger';
import type { Log } from '../core/ports';
import type { Format } from '../shared/format';

/** The one status bar item: today's dollars. */
export class SpendItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  constructor(
    private readonly ledger: Ledger,
    private readonly format: Format,
    private readonly log: Log,
  ) {
    this.item = vscode.window.createStatusBarItem(
      'stanza.spend',
      vscode.StatusBarAlignment.Right,
      100,
    );
    this.item.name = 'Stanza Spend';
    this.item.command = 'stanza.chat.focus';
  }

  /** Shows what the ledger holds. */
  update(): void {
    this.ledger.today().then(
      (spend) => this.show(spend),
      (error: unknown) => this.showUnreadable(error),
    );
  }

  /** Reads the ledger anew: another window may have written to it. */
  refresh(): void {
    this.ledger.refresh().catch((error: unknown) => this.showUnreadable(error));
  }

  dispose(): void {
    this.item.dispose();
  }

  private showUnreadable(error: unknown): void {
    this.log.error('The ledger could not be read.', error);
    this.item.text = '$(credit-card) $?';
    this.item.tooltip = t(
      'The record of what was spent could not be read. See the output "Stanza".',
    );
    this.item.show();
  }

  private show({ usd, estimated, unpriced }: Spend): void {
    const amount = this.format.usd(usd);
    this.item.text = `$(credit-card) ${estimated ? '≈ ' : ''}${amount}`;
    const lines = [t('Stanza: {0} spent today', amount)];
    if (estimated)
      lines.push(t('≈: an answer was cut or is still streaming; its cost is estimated.'));
    if (unpriced > 0) lines.push(t('Answers of models without a known price: {0}', unpriced));
    this.item.tooltip = lines.join('\n');
    this.item.accessibilityInformation = { label: lines.join('. ') };
    this.item.show();
  }
}
