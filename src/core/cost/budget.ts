import { t } from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import { makeFailure } from '../failure';
import type { Failure } from '../failure';
import type { RawBudgets } from '../ports';
import type { Forecast } from './forecast';
import type { Committed } from './ledger';

/** The limits that the user has set, in dollars; undefined for none. */
export interface Budgets {
  readonly perRequest: number | undefined;
  readonly perDay: number | undefined;
  readonly perMonth: number | undefined;
}

export type BudgetName = keyof Budgets;

export const BUDGET_NAMES: readonly BudgetName[] = ['perRequest', 'perDay', 'perMonth'];

/** An answer that is given fewer tokens than this is of no use. */
const FEWEST_OUTPUT_TOKENS = 256;

/** Sums of fractions of a cent differ in their last digits. */
const ROUNDING_USD = 1e-9;

/** What a request may do: how long its answer may be and what is kept back, or why it stays. */
export type Allowance =
  | { readonly maxTokens: number; readonly reservedUsd: number | undefined }
  | { readonly refusal: Failure };

/** The budgets, or a sentence on one that is none; nothing is sent then. */
export function readBudgets(raw: RawBudgets): Budgets | { readonly problem: string } {
  const wrong = BUDGET_NAMES.find((name) => !isBudget(raw[name]));
  if (wrong !== undefined) {
    return {
      problem: t(
        'The setting stanza.budget.{0} is {1}, which is no budget: it takes dollars from 0 up, or null for no limit.',
        wrong,
        JSON.stringify(raw[wrong]),
      ),
    };
  }
  return {
    perRequest: asUsd(raw.perRequest),
    perDay: asUsd(raw.perDay),
    perMonth: asUsd(raw.perMonth),
  };
}

/** Whether the user has set any limit, a wrong one included. */
export function hasBudget(raw: RawBudgets): boolean {
  return BUDGET_NAMES.some((name) => raw[name] !== null && raw[name] !== undefined);
}

/** The budget that leaves the least, and how much that is; undefined where none is set. */
export function tightest(
  { perRequest, perDay, perMonth }: Budgets,
  { todayUsd, monthUsd }: Committed,
): { readonly name: BudgetName; readonly budgetUsd: number; readonly leftUsd: number } | undefined {
  const spent = { perRequest: 0, perDay: todayUsd, perMonth: monthUsd };
  const set = { perRequest, perDay, perMonth };
  return BUDGET_NAMES.flatMap((name) => {
    const budgetUsd = set[name];
    return budgetUsd === undefined
      ? []
      : [{ name, budgetUsd, leftUsd: Math.max(0, budgetUsd - spent[name]) }];
  }).toSorted((a, b) => a.leftUsd - b.leftUsd)[0];
}

/**
 * Holds a request against the budgets. Its answer is made shorter where that keeps it within what
 * is left; it is refused where not even an answer of the usual length would fit.
 */
export function allow(
  forecast: Forecast,
  rawBudgets: RawBudgets,
  committed: Committed,
  { anyway }: { anyway: boolean },
): Allowance {
  const whole = { maxTokens: forecast.maxTokens, reservedUsd: forecast.worstUsd };
  if (anyway) return whole;
  const budgets = readBudgets(rawBudgets);
  if ('problem' in budgets) return { refusal: overBudget(budgets.problem) };
  const limit = tightest(budgets, committed);
  if (!limit) return whole;
  const { worstUsd, inputWorstUsd, outputTokenUsd } = forecast;
  if (worstUsd === undefined || inputWorstUsd === undefined || outputTokenUsd === undefined) {
    return { refusal: overBudget(unpricedSentence()) };
  }
  if (worstUsd <= limit.leftUsd) return whole;
  const maxTokens = Math.floor((limit.leftUsd - inputWorstUsd) / outputTokenUsd);
  const usual = Math.max(FEWEST_OUTPUT_TOKENS, forecast.outputTokens.high);
  if (maxTokens < Math.min(usual, forecast.maxTokens)) {
    const neededUsd = inputWorstUsd + usual * outputTokenUsd;
    return { refusal: overBudget(sentence(limit, neededUsd)) };
  }
  return { maxTokens, reservedUsd: inputWorstUsd + maxTokens * outputTokenUsd };
}

/** Whether a request still fits, now that its place among those of other windows is known. */
export function stillFits(
  reservedUsd: number | undefined,
  rawBudgets: RawBudgets,
  before: Committed,
): Failure | undefined {
  const budgets = readBudgets(rawBudgets);
  if ('problem' in budgets) return overBudget(budgets.problem);
  const limit = tightest(budgets, before);
  if (!limit) return undefined;
  if (reservedUsd === undefined) return overBudget(unpricedSentence());
  if (reservedUsd <= limit.leftUsd + ROUNDING_USD) return undefined;
  return overBudget(sentence(limit, reservedUsd));
}

function sentence(
  { name, budgetUsd, leftUsd }: { name: BudgetName; budgetUsd: number; leftUsd: number },
  neededUsd: number,
): string {
  const format = formatFor('en');
  const needed = format.usd(neededUsd);
  const budget = format.usd(budgetUsd);
  const left = format.usd(leftUsd);
  switch (name) {
    case 'perRequest':
      return t('Not sent: it may cost {0}, and your budget is {1} per request.', needed, budget);
    case 'perDay':
      return t(
        'Not sent: it may cost {0}, and {1} is left of your budget of {2} per day.',
        needed,
        left,
        budget,
      );
    case 'perMonth':
      return t(
        'Not sent: it may cost {0}, and {1} is left of your budget of {2} per month.',
        needed,
        left,
        budget,
      );
  }
}

function unpricedSentence(): string {
  return t('Not sent: the model has no known price, so that your budget cannot be kept.');
}

function overBudget(message: string): Failure {
  return makeFailure('overBudget', message);
}

function isBudget(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (typeof value === 'number' && Number.isFinite(value) && value >= 0)
  );
}

function asUsd(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
