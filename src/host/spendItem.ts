import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { BUDGET_NAMES, readBudgets } from '../core/cost/budget';
import { savedByCachingUsd } from '../core/cost/cost';
import type { Ledger, Spend } from '../core/cost/ledger';
import { midnightOf } from '../core/cost/period';
import type { LedgerRow } from '../core/cost/row';
import { promptTokens } from '../core/cost/usage';
import { modelById } from '../core/models/catalogue';
import type { PriceBook } from '../core/models/prices';
import type { Clock, Log, RawBudgets } from '../core/ports';
import type { Format } from '../shared/format';
import { NEAR_BUDGET } from '../shared/spendProtocol';

/** While an answer streams, the number moves no more often than can be read. */
const INTERVAL_MS = 250;

interface SpendItemParts {
  readonly ledger: Ledger;
  readonly prices: PriceBook;
  readonly budgets: () => RawBudgets;
  readonly clock: Clock;
  readonly format: Format;
  readonly log: Log;
}

/** The one status bar item: today's dollars, and in its tooltip what they went to. */
export class SpendItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private conversation: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: SpendItemParts) {
    this.item = vscode.window.createStatusBarItem(
      'stanza.spend',
      vscode.StatusBarAlignment.Right,
      100,
    );
    this.item.name = 'Stanza Spend';
    this.item.command = 'stanza.showSpend';
  }

  /** The conversation that the tooltip speaks of. */
  showConversation(id: string): void {
    this.conversation = id;
    this.update();
  }

  /** Shows what the ledger holds. */
  update(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.read().catch((error: unknown) => this.showUnreadable(error));
    }, INTERVAL_MS);
  }

  /** Reads the ledger anew: another window may have written to it. */
  refresh(): void {
    this.parts.ledger.refresh().catch((error: unknown) => this.showUnreadable(error));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item.dispose();
  }

  private showUnreadable(error: unknown): void {
    this.parts.log.error('The ledger could not be read.', error);
    this.item.text = '$(credit-card) $?';
    this.item.tooltip = t(
      'The record of what was spent could not be read. See the output "Stanza".',
    );
    this.item.show();
  }

  private async read(): Promise<void> {
    const { ledger, format } = this.parts;
    const [today, month] = [await ledger.today(), await ledger.month()];
    const lines = [
      ...(await this.conversationLines()),
      t('Today: {0}', this.amount(today)),
      t('This month: {0}', this.amount(month)),
      ...this.budgetLines(today, month),
      ...(await this.todayLines()),
      ...this.warnings(today),
    ];
    this.item.text = `$(credit-card) ${today.estimated ? '≈ ' : ''}${format.usd(today.usd)}`;
    this.item.tooltip = lines.join('\n');
    this.item.accessibilityInformation = {
      label: t('Stanza: {0} spent today', this.amount(today)),
    };
    this.item.backgroundColor = this.isNear(today, month)
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.show();
  }

  private async conversationLines(): Promise<string[]> {
    const { ledger } = this.parts;
    const isOfIt = (row: LedgerRow): boolean => row.conversation === this.conversation;
    const last = (await ledger.recent()).findLast(isOfIt);
    if (!last) return [];
    const spend = await ledger.spend(isOfIt);
    return [
      t('This conversation, this month: {0}', this.amount(spend)),
      t('Model: {0}', modelById(last.model).displayName),
    ];
  }

  private budgetLines(today: Spend, month: Spend): string[] {
    const budgets = readBudgets(this.parts.budgets());
    if ('problem' in budgets) return [budgets.problem];
    const { perDay, perMonth } = budgets;
    const { format } = this.parts;
    const left = (budget: number, { usd }: Spend): string => format.usd(Math.max(0, budget - usd));
    return [
      ...(perDay === undefined
        ? []
        : [t('Left today: {0} of {1}', left(perDay, today), format.usd(perDay))]),
      ...(perMonth === undefined
        ? []
        : [t('Left this month: {0} of {1}', left(perMonth, month), format.usd(perMonth))]),
    ];
  }

  private async todayLines(): Promise<string[]> {
    const { ledger, prices, clock, format } = this.parts;
    const midnight = midnightOf(clock.now());
    const rows = (await ledger.recent()).filter(({ atMs }) => atMs >= midnight);
    let read = 0;
    let prompt = 0;
    let savedUsd = 0;
    for (const { usage, model, state } of rows) {
      if (!usage || state === 'open' || state === 'unbilled') continue;
      read += usage.cache_read_input_tokens ?? 0;
      prompt += promptTokens(usage);
      savedUsd += savedByCachingUsd(usage, prices.pricingOf(model));
    }
    if (prompt === 0) return [];
    return [
      t('Cached today: {0} of the input', format.percent(read / prompt)),
      savedUsd >= 0
        ? t('Caching saved {0} today', format.usd(savedUsd))
        : t('Caching has cost {0} more than it saved today', format.usd(-savedUsd)),
    ];
  }

  private warnings({ estimated, unpriced }: Spend): string[] {
    const { ledger, prices } = this.parts;
    return [
      ...(estimated
        ? [t('≈: an answer was cut or is still streaming; its cost is estimated.')]
        : []),
      ...(unpriced > 0 ? [t('Answers of models without a known price: {0}', unpriced)] : []),
      ...(ledger.isBehind
        ? [t('What was spent could not be written to the disk; it is tried again.')]
        : []),
      ...prices.problems(),
    ];
  }

  private isNear(today: Spend, month: Spend): boolean {
    const budgets = readBudgets(this.parts.budgets());
    if ('problem' in budgets) return true;
    const spent = { perRequest: 0, perDay: today.usd, perMonth: month.usd };
    return BUDGET_NAMES.some((name) => {
      const budget = budgets[name];
      return budget !== undefined && name !== 'perRequest' && spent[name] >= budget * NEAR_BUDGET;
    });
  }

  private amount({ usd, estimated }: Spend): string {
    return `${estimated ? '≈ ' : ''}${this.parts.format.usd(usd)}`;
  }
}
