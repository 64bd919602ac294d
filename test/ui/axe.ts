import assert from 'node:assert/strict';
import { source as axeSource } from 'axe-core';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../workbench/open';

/** One theme of each kind that VS Code knows, by the name that a page is told of the kind. */
const THEMES = {
  'vscode-light': 'Light Modern',
  'vscode-high-contrast': 'Dark High Contrast',
  'vscode-high-contrast-light': 'Light High Contrast',
  'vscode-dark': 'Dark Modern',
};

/** Only the view is ours; axe looks at the frame that holds it. */
export async function expectNoViolations(frame: Frame): Promise<void> {
  await frame.evaluate(axeSource);
  const violations = await frame.evaluate<string[]>(
    `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => id + ': ' + node.html + ' ' + (node.failureSummary ?? ''))))`,
  );
  assert.deepEqual(violations, []);
}

/** The same in a theme of each kind, one after the other. */
export async function expectNoViolationsInAnyTheme(
  { page, runCommand }: Pick<Workbench, 'page' | 'runCommand'>,
  frame: Frame,
): Promise<void> {
  for (const [kind, name] of Object.entries(THEMES)) {
    await runCommand('Preferences: Color Theme');
    await page.locator('.quick-input-widget:visible input').first().fill(name);
    const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name });
    await row.waitFor();
    await page.keyboard.press('Enter');
    // A theme that is only looked at shows too.
    await page.locator('.quick-input-widget:visible').waitFor({ state: 'detached' });
    await frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
    await expectNoViolations(frame);
  }
}
