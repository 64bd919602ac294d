import * as vscode from 'vscode';
import type { CacheTtl, RawBudgets, Settings, Tier } from '../core/ports';
import { tierFor } from '../core/tasks';

/** The settings that Stanza contributes, by their names after "stanza.", with their types. */
interface SettingTypes {
  readonly apiBaseUrl: string;
  readonly 'models.quick': string;
  readonly 'models.standard': string;
  readonly 'models.deep': string;
  readonly 'cache.ttl': string;
  readonly 'cache.prewarm': boolean;
  readonly 'workspace.send': string;
  readonly 'workspace.include': readonly unknown[];
  readonly 'workspace.exclude': readonly unknown[];
  readonly 'workspace.maxTokens': number;
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
  tier: (task) => tierFor(task, vscode.workspace.getConfiguration('stanza').get<unknown>('tasks')),
  budgets: (): RawBudgets => {
    const section = vscode.workspace.getConfiguration('stanza.budget');
    const read = (name: keyof RawBudgets): unknown => section.get<unknown>(name);
    return { perRequest: read('perRequest'), perDay: read('perDay'), perMonth: read('perMonth') };
  },
  cacheTtl: () => {
    const ttl = readSetting('cache.ttl');
    return isTtl(ttl) ? ttl : 'auto';
  },
  include: () => patterns('workspace.include'),
  maxFileTokens: () => Math.max(0, readSetting('workspace.maxTokens')),
};

/** Patterns of files that are never sent, whatever the workspace says. */
export function excludedFiles(): readonly string[] {
  return patterns('workspace.exclude');
}

function patterns(name: 'workspace.include' | 'workspace.exclude'): readonly string[] {
  return readSetting(name).flatMap((pattern) => (typeof pattern === 'string' ? pattern : []));
}

function isTtl(text: string): text is CacheTtl {
  return text === '5m' || text === '1h';
}

/** `stanza.prices` as it was written; the price book names what is wrong with it. */
export function readPriceOverrides(): unknown {
  return vscode.workspace.getConfiguration('stanza').get<unknown>('prices');
}

const DEFAULT_LINES: Readonly<Record<Tier, string>> = {
  quick: 'haiku',
  standard: 'sonnet',
  deep: 'opus',
};
