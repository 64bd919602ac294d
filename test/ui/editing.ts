import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { ScriptedAnswer } from '../simulator/script';
import { waitFor } from '../workbench/waitFor';
import type { Stage } from './support';

/** An answer of this text. */
export function says(text: string, more: Omit<ScriptedAnswer, 'blocks'> = {}): ScriptedAnswer {
  return { ...more, blocks: [{ type: 'text', text }] };
}

/** The edit that replaces some lines by others, as a model writes it. */
export function replacing(old: readonly string[], lines: readonly string[]): string {
  return ['<edit>', '<old>', ...old, '</old>', '<new>', ...lines, '</new>', '</edit>'].join('\n');
}

/** The lines that an editor shows, by the name of its file. */
export async function shownLines({ workbench }: Stage, name: string): Promise<string> {
  const editor = workbench.page
    .locator(`.editor-instance[aria-label*="${name}"], .monaco-editor[data-uri$="${name}"]`)
    .first();
  const lines = await editor.locator('.view-line').evaluateAll((elements) =>
    elements
      .map((element) => ({
        top: Number.parseFloat((element as { style?: { top: string } }).style?.top ?? '0'),
        text: (element.textContent ?? '').replaceAll('\u00a0', ' '),
      }))
      .toSorted((one, other) => one.top - other.top)
      .map(({ text }) => text),
  );
  return lines.join('\n');
}

/** Waits until an editor shows some text. */
export async function waitForText(stage: Stage, name: string, text: string): Promise<void> {
  await waitFor(`"${text}" in ${name}`, async () => (await shownLines(stage, name)).includes(text));
}

export async function waitForNoText(stage: Stage, name: string, text: string): Promise<void> {
  await waitFor(
    `"${text}" to be gone from ${name}`,
    async () => !(await shownLines(stage, name)).includes(text),
  );
}

/** What stands above the code, by a part of its words. */
export function lens({ workbench }: Stage, words: string | RegExp): Locator {
  return workbench.page
    .locator('.codelens-decoration')
    .locator('a, span')
    .filter({ hasText: words })
    .first();
}

/** What is on the disk. */
export async function saved({ folder }: Stage, name: string): Promise<string> {
  return readFile(path.join(folder, name), 'utf8');
}

/** Puts the cursor into a line, by its number as people count. */
export async function goToLine({ workbench }: Stage, line: number): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget:visible input').first();
  await input.fill(`:${line}`);
  // On a busy machine Enter does nothing until the picker offers the line.
  const offer = new RegExp(`line ${line}\\b`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: offer }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Selects whole lines from one to another, as people count. */
export async function selectLines(stage: Stage, from: number, to: number): Promise<void> {
  await goToLine(stage, from);
  const { keyboard } = stage.workbench.page;
  await keyboard.press('Home');
  await keyboard.press('Home');
  for (let line = from; line < to; line += 1) await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+End');
}

/** Begins a refactoring of what is selected, by the words that are typed. */
export async function refactor({ workbench }: Stage, instruction: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Stanza: Refactor…');
  // The palette, which closes meanwhile, has an input too.
  const picker = page.locator('.quick-input-widget:visible', { hasText: /^\s*Refactor / });
  const input = picker.locator('input[type="text"], input.input').first();
  await input.fill(instruction);
  await page.keyboard.press('Enter');
}

/** Accepts nothing, and closes all editors without saving them. */
export async function tidy({ workbench }: Stage): Promise<void> {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Stanza: Reject All Changes').catch(() => undefined);
  await workbench.runCommand('File: Revert File').catch(() => undefined);
  await workbench.runCommand('View: Close All Editors');
}
