import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { BUDGET_NAMES, readBudgets } from '../core/cost/budget';
import type { BudgetName } from '../core/cost/budget';
import { settings } from './settings';

/** Asks which budget is to be raised and to what, and keeps it; true when one was changed. */
export async function raiseBudget(): Promise<boolean> {
  const budgets = readBudgets(settings.budgets());
  const names = BUDGET_NAMES.filter((name) => 'problem' in budgets || budgets[name] !== undefined);
  const picked = await pickBudget(names);
  if (!picked) return false;
  const current = 'problem' in budgets ? undefined : budgets[picked];
  const text = await vscode.window.showInputBox({
    title: labelOf(picked),
    prompt: t('Dollars from 0 up. Leave it empty for no limit.'),
    value: current === undefined ? '' : String(Math.max(1, current * 2)),
    validateInput: problemWith,
  });
  if (text === undefined) return false;
  const value = text.trim() === '' ? null : Number(text);
  await vscode.workspace
    .getConfiguration('stanza.budget')
    .update(picked, value, vscode.ConfigurationTarget.Global);
  return true;
}

async function pickBudget(names: readonly BudgetName[]): Promise<BudgetName | undefined> {
  if (names.length === 1) return names[0];
  const items = names.map((name) => ({ label: labelOf(name), name }));
  const item = await vscode.window.showQuickPick(items, {
    placeHolder: t('Which budget is to be changed?'),
  });
  return item?.name;
}

function labelOf(name: BudgetName): string {
  switch (name) {
    case 'perRequest':
      return t('Budget per request');
    case 'perDay':
      return t('Budget per day');
    case 'perMonth':
      return t('Budget per month');
  }
}

function problemWith(text: string): string | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? undefined : t('A budget is a number from 0 up.');
}
