import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { MessageRequest } from '../../src/core/api/events';
import type { ScriptedAnswer } from '../simulator/script';
import { waitFor } from '../workbench/waitFor';
import { requestsTo } from './reading';
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
        // Blanks, and how VS Code draws them in a selection.
        text: (element.textContent ?? '').replaceAll(/[\u00a0\u00b7]/g, ' '),
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

/** What stands above the code: by its words, its icon aside, or by a part of them. */
export function lens(stage: Stage, words: string | RegExp): Locator {
  return amongLenses(stage, 'a, span', words);
}

/** The same, once it does something: at first VS Code shows the words alone. */
export function lensButton(stage: Stage, words: string | RegExp): Locator {
  return amongLenses(stage, 'a', words);
}

function amongLenses({ workbench }: Stage, kind: string, words: string | RegExp): Locator {
  const pattern = typeof words === 'string' ? new RegExp(`^[^\\w+−]*${words}$`) : words;
  return workbench.page
    .locator('.codelens-decoration')
    .locator(kind)
    .filter({ hasText: pattern })
    .first();
}

/** What is on the disk. */
export async function saved({ folder }: Stage, name: string): Promise<string> {
  return readFile(path.join(folder, name), 'utf8');
}

/** Puts the cursor into a line, by its number as people count; the column counts from 1 too. */
export async function goToLine({ workbench }: Stage, line: number, column = 1): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget:visible input').first();
  await input.fill(`:${line}:${column}`);
  await accept(input);
  await waitForStatus({ workbench }, new RegExp(`Ln ${line}, Col ${column}\\b`));
  await page.locator('.monaco-editor.focused').first().waitFor();
}

/** Presses Enter until an input has taken it, which it may be too new or too busy for at first. */
async function accept(input: Locator): Promise<void> {
  await waitFor('the input to be taken', async () => {
    if (await input.isVisible()) await input.press('Enter', { timeout: 2000 });
    return input.waitFor({ state: 'hidden', timeout: 2000 }).then(
      () => true,
      () => false,
    );
  });
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
export async function refactor(stage: Stage, instruction: string): Promise<void> {
  await stage.workbench.runCommand('Stanza: Refactor…');
  const input = pickerInput(stage);
  await input.fill(instruction);
  await accept(input);
}

export function pickerInput({ workbench }: Stage): Locator {
  return workbench.page.locator('.quick-input-widget:visible input').first();
}

/** Waits until the changes of an answer wait for a review, which their lens says. */
export async function waitForReview(stage: Stage): Promise<void> {
  await lensButton(stage, 'Accept').waitFor();
  let restsSince = Date.now();
  await waitFor('the answer to end', async () => {
    const streams = (await lens(stage, 'Stop').count()) > 0;
    // For a moment there is neither, while VS Code draws them anew.
    const isDrawn = (await lens(stage, 'Accept').count()) > 0;
    if (streams || !isDrawn) restsSince = Date.now();
    return Date.now() - restsSince > 500;
  });
}

/** Waits until the language server knows the symbol in which the cursor stands. */
export async function waitForSymbol({ workbench }: Stage, name: string): Promise<void> {
  const words = new RegExp(`^${name}$`);
  await workbench.page.locator('.outline-element', { hasText: words }).waitFor();
}

/** Waits for a notification, and gives it. */
export async function notification({ workbench }: Stage, words: string | RegExp): Promise<Locator> {
  const found = workbench.page
    .locator('.notifications-toasts .notification-list-item')
    .filter({ hasText: words })
    .first();
  await found.waitFor();
  return found;
}

/** Waits until the status bar says something. */
export async function waitForStatus(
  { workbench }: Pick<Stage, 'workbench'>,
  words: string | RegExp,
): Promise<void> {
  await workbench.page.locator('.statusbar-item', { hasText: words }).first().waitFor();
}

/** The bodies of the requests for answers, oldest first. */
export function asked({ simulator }: Stage): MessageRequest[] {
  return requestsTo(simulator, '/v1/messages').map(({ body }) => body as MessageRequest);
}

/** Saves the editor that has the focus. */
export async function save({ workbench }: Stage): Promise<void> {
  await workbench.page.keyboard.press('Control+S');
}

/** Waits until a file on the disk has just this text. */
export async function waitForSaved(stage: Stage, name: string, text: string): Promise<void> {
  await waitFor(`${name} to be saved`, async () => (await saved(stage, name)) === text);
}

/** Rejects what waits for a review, and closes all editors as they are on the disk. */
export async function tidy(stage: Stage): Promise<void> {
  const { workbench } = stage;
  const { page } = workbench;
  await page.keyboard.press('Escape');
  await workbench.runCommand('Stanza: Stop');
  await lens(stage, 'Stop').waitFor({ state: 'detached' });
  await waitFor(
    'nothing to be left to review',
    async () => {
      const waiting = lens(stage, 'Accept');
      const isGone = waiting.waitFor({ state: 'detached', timeout: 1000 }).then(() => true);
      if (await isGone.catch(() => false)) return true;
      // Without a change that waits, the command is not there.
      await workbench.runCommand('Stanza: Reject All Changes');
      return false;
    },
    60_000,
  );
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('View: Close All Editors');
  const discard = page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" });
  const tabs = page.locator('.editor-group-container .tab');
  await waitFor('the editors to be closed', async () => {
    if ((await discard.count()) > 0) await discard.first().click({ timeout: 2000 });
    return (await tabs.count()) === 0;
  });
  stage.simulator.reset();
}
