import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ConversationStore } from '../../core/conversation/store';
import { readBudgets } from '../../core/cost/budget';
import { toCsv, toJson } from '../../core/cost/export';
import type { Ledger } from '../../core/cost/ledger';
import { rowsOfPeriod } from '../../core/cost/period';
import { reportOf } from '../../core/cost/report';
import type { Catalogue } from '../../core/models/catalogue';
import { modelById } from '../../core/models/catalogue';
import type { PriceBook } from '../../core/models/prices';
import { PRICES_AS_OF } from '../../core/models/table';
import type { Clock, Settings } from '../../core/ports';
import type { SpendGroup, SpendReport } from '../../shared/spendProtocol';

/** The page sums up the others. */
const SHOWN_CONVERSATIONS = 20;

export interface SpendReportParts {
  readonly ledger: Ledger;
  readonly prices: PriceBook;
  readonly catalogue: Catalogue;
  readonly store: ConversationStore;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** What Show Spend shows of a period; without one, of this month. */
export async function readReport(
  { ledger, prices, catalogue, store, settings, clock }: SpendReportParts,
  periodId: string | undefined,
): Promise<SpendReport> {
  const rows = await ledger.all();
  const budgets = readBudgets(settings.budgets());
  const idOf = async (line: string): Promise<string> => (await catalogue.resolve(line)).id;
  const report = await reportOf(rows, {
    now: clock.now(),
    periodId,
    prices,
    pricesAsOf: new Intl.DateTimeFormat(vscode.env.language, {
      dateStyle: 'long',
      timeZone: 'UTC',
    }).format(new Date(PRICES_AS_OF)),
    locale: vscode.env.language,
    lineOf: (id) => modelById(id).line ?? 'other',
    modelName: (id) => modelById(id).displayName,
    taskName,
    strategyModels: {
      haiku: await idOf('haiku'),
      sonnet: await idOf('sonnet'),
      opus: await idOf('opus'),
    },
    budgets:
      'problem' in budgets ? {} : { perDayUsd: budgets.perDay, perMonthUsd: budgets.perMonth },
    problems: [
      ...('problem' in budgets ? [budgets.problem] : []),
      ...prices.problems(),
      ...[...ledger.unreadableLines].map(([file, count]) =>
        t('{0}: {1} lines could not be read and are left out.', file, count),
      ),
    ],
  });
  return { ...report, byConversation: await withTitles(report.byConversation, store) };
}

/** A year has thousands of conversations; only the files of those that are shown are opened. */
async function withTitles(
  groups: readonly SpendGroup[],
  store: ConversationStore,
): Promise<SpendGroup[]> {
  const titles = await store.titles(groups.slice(0, SHOWN_CONVERSATIONS).map(({ key }) => key));
  return groups.map((group) => ({
    ...group,
    name: titles.get(group.key) ?? t('a deleted conversation'),
  }));
}

/** The requests of a period as a file. */
export async function exportRows(
  { ledger, prices, clock }: SpendReportParts,
  format: 'csv' | 'json',
  periodId: string | undefined,
): Promise<string> {
  const rows = rowsOfPeriod(await ledger.all(), periodId, clock.now());
  return format === 'csv' ? toCsv(rows, prices) : toJson(rows, prices, PRICES_AS_OF);
}

function taskName(task: string): string {
  switch (task) {
    case 'chat':
      return t('Chat');
    case 'explain':
      return t('Explain');
    case 'refactor':
      return t('Refactor');
    case 'fix':
      return t('Fix Problem');
    case 'tests':
      return t('Write Tests');
    case 'document':
      return t('Document');
    case 'screenshot':
      return t('Screenshot to Code');
    case 'prewarm':
      return t('Warming the cache ahead');
    case 'keepAlive':
      return t('Keeping the cache warm');
    default:
      return task;
  }
}
