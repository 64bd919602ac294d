import assert from 'node:assert/strict';
import { source as axeSource } from 'axe-core';
import type { Frame } from 'playwright-core';

/** One theme of each kind that VS Code knows. */
export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high contrast dark': 'Default High Contrast',
  'high contrast light': 'Default High Contrast Light',
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
