import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Tier } from '../../core/ports';
import { forecastTurn } from '../../core/turn';
import type { TurnParts } from '../../core/turn';
import { formatFor } from '../../shared/format';

const TIERS: readonly Tier[] = ['quick', 'standard', 'deep'];

interface TierItem extends vscode.QuickPickItem {
  readonly tier: Tier;
}

/** What is to be refactored. */
interface Refactoring {
  /** As people call it. */
  readonly name: string;
  /** The path by which Claude knows its file. */
  readonly path: string;
  /** The message for an instruction, by which the price is foreseen. */
  readonly message: (instruction: string) => string;
}

/**
 * Asks what is to change, and with which model, each with its price. Without words the code is to
 * become simpler.
 */
export async function askRefactoring(
  parts: TurnParts,
  { name, path, message }: Refactoring,
): Promise<{ readonly instruction: string; readonly tier: Tier } | undefined> {
  const picker = vscode.window.createQuickPick<TierItem>();
  picker.title = t('Refactor {0}', name);
  picker.placeholder = t('What is to change? Empty: make it simpler, with the same behaviour');
  picker.ignoreFocusOut = true;
  picker.busy = true;
  picker.items = itemsFor(
    parts,
    TIERS.map(() => ''),
  );
  const abort = new AbortController();
  const priced = Promise.all(
    TIERS.map(async (tier) => priceWith(parts, { text: message(''), path, tier }, abort.signal)),
  );
  priced.then(
    (prices) => {
      const [active] = picker.activeItems;
      picker.items = itemsFor(parts, prices);
      // Until the workbench has told which one is active, it is for the workbench to choose.
      if (active) picker.activeItems = picker.items.filter(({ tier }) => tier === active.tier);
      picker.busy = false;
    },
    () => (picker.busy = false),
  );
  try {
    return await new Promise((resolve) => {
      picker.onDidAccept(() => {
        const item = picker.activeItems[0] ?? picker.items[0];
        if (item) resolve({ instruction: picker.value.trim(), tier: item.tier });
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    abort.abort();
    picker.dispose();
  }
}

/** The task's own tier comes first. */
function itemsFor({ settings }: TurnParts, prices: readonly string[]): TierItem[] {
  const own = settings.tier('refactor');
  const items = TIERS.map((tier, index) => ({
    tier,
    label: labelOf(tier),
    description: prices[index] ?? '',
    // What is typed is the instruction, and filters nothing.
    alwaysShow: true,
  }));
  return items.toSorted((a, b) => Number(b.tier === own) - Number(a.tier === own));
}

function labelOf(tier: Tier): string {
  switch (tier) {
    case 'quick':
      return t('Quick');
    case 'standard':
      return t('Standard');
    case 'deep':
      return t('Deep');
  }
}

async function priceWith(
  parts: TurnParts,
  { text, path, tier }: { readonly text: string; readonly path: string; readonly tier: Tier },
  signal: AbortSignal,
): Promise<string> {
  const { prepared, forecast, refusal } = await forecastTurn(
    parts,
    parts.store.create(),
    { text },
    { signal, counts: false, task: 'refactor', tier, path },
  );
  const name = prepared.model.displayName;
  const { lowUsd, highUsd } = forecast;
  if (refusal) return `${name}: ${refusal.message}`;
  if (lowUsd === undefined || highUsd === undefined) return t('{0}, unpriced', name);
  const format = formatFor(vscode.env.language);
  return t('{0}, {1} to {2}', name, format.usd(lowUsd), format.usd(highUsd));
}
