import * as vscode from 'vscode';
import type { RawBudgets, Settings, Tier } from '../core/ports';

/** The settings that Stanza contributes, by their names after "stanza.", with their types. */
interface SettingTypes {
  readonly apiBaseUrl: string;
  readonly 'models.quick': string;
  readonly 'models.standard': string;
  readonly 'models.deep': string;
}

/**
 * A setting as the user has it. All of them have application scope, which keeps workspaces out:
 * VS Code does not look there for their values.
 */
export function readSetting<Name extends keyof SettingTypes>(name: Name): SettingTypes[Name] {
  const section = vscode.workspace.getConfiguration('stanza');
  const value = section.get<SettingTypes[Name]>(name);
  const fallback = section.inspect<SettingTypes[Name]>(name)?.defaultValue;
  // Settings are edited by hand: a value of another type counts as not set.
  const usable = typeof value === typeof fallback ? value : fallback;
  if (usable === undefined) throw new Error(`The manifest has no setting stanza.${name}.`);
  return usable;
}

export const settings: Settings = {
  model: (tier: Tier) => readSetting(`models.${tier}`).trim() || DEFAULT_LINES[tier],
  budgets: (): RawBudgets => {
    const section = vscode.workspace.getConfiguration('stanza.budget');
    const read = (name: keyof RawBudgets): unknown => section.get<unknown>(name);
    return { perRequest: read('perRequest'), perDay: read('perDay'), perMonth: read('perMonth') };
  },
};

/** `stanza.prices` as it was written; the price book names what is wrong with it. */
export function readPriceOverrides(): unknown {
  return vscode.workspace.getConfiguration('stanza').get<unknown>('prices');
}

const DEFAULT_LINES: Readonly<Record<Tier, string>> = {
  quick: 'haiku',
  standard: 'sonnet',
  deep: 'opus',
};
