import type { WorkbenchWindow } from '../workbench/open';
import { waitFor } from '../workbench/waitFor';

/** How long VS Code waited for an extension, in milliseconds, by its own clock. */
export type ActivationTimes = {
  readonly loadMs: number;
  readonly activateMs: number;
  /** Until the promise of `activate` had resolved. */
  readonly resolveMs: number;
};

/** Reads them from the page that "Developer: Startup Performance" opens. */
export async function readActivationTimes(
  window: WorkbenchWindow,
  extensionId: string,
): Promise<ActivationTimes | undefined> {
  const { page } = window;
  await window.runCommand('Developer: Startup Performance');
  const report = await waitFor('the startup report', async () => {
    // An editor draws only the lines that are in sight, so its text is taken as its user would.
    await page.locator('.monaco-editor .view-lines').first().click({ timeout: 5_000 });
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    const text: string = await page.evaluate('navigator.clipboard.readText()');
    return text.includes('Extension Activation Stats') ? text : undefined;
  });
  const row = report.split('\n').find((line) => line.startsWith(`| ${extensionId} `));
  if (row === undefined) return undefined;
  const [, , , load, activate, resolve] = row.split('|').map((cell) => cell.trim());
  return { loadMs: Number(load), activateMs: Number(activate), resolveMs: Number(resolve) };
}
