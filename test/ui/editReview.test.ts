import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { waitFor } from '../workbench/waitFor';
import {
  goToLine,
  lens,
  lensButton,
  refactor,
  replacing,
  says,
  selectLines,
  shownLines,
  tidy,
  waitForNoText,
  waitForReview,
  waitForStatus,
  waitForText,
} from './editing';
import { openFile, useStage } from './support';

/** Two changes of src/units.ts, far enough from each other to stay two. */
const SYMBOLS = "const symbols: Record<Unit, string> = { gram: 'g', millilitre: 'ml', piece: '' };";
const NEW_SYMBOLS = SYMBOLS.replace("piece: ''", "piece: 'pcs'");
const ROUNDING = '  return Math.round(value * 100) / 100;';
const NEW_ROUNDING = ['  const factor = 1000;', '  return Math.round(value * factor) / factor;'];
const TWO_CHANGES = [replacing([SYMBOLS], [NEW_SYMBOLS]), replacing([ROUNDING], NEW_ROUNDING)].join(
  '\n',
);

/** One change of src/scale.ts, in line 17. */
const SCALE_LINE = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";
const SCALE_CHANGE = replacing([SCALE_LINE], ['  return amount; // as it is']);

describe('the review of changes', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  afterEach(() => tidy(stage()));

  async function keys(...pressed: readonly string[]): Promise<void> {
    for (const key of pressed) await stage().workbench.page.keyboard.press(key);
  }

  async function changeUnits(
    more: Parameters<typeof says>[1] = {},
    answer = TWO_CHANGES,
  ): Promise<string> {
    await openFile(stage(), 'src/units.ts');
    await waitForText(stage(), 'units.ts', ROUNDING);
    const before = await shownLines(stage(), 'units.ts');
    await selectLines(stage(), 1, 21);
    stage().simulator.script(says(answer, more));
    await refactor(stage(), 'Finer.');
    return before;
  }

  async function changeBoth(): Promise<void> {
    await changeUnits();
    await waitForReview(stage());
    await openFile(stage(), 'src/scale.ts');
    await selectLines(stage(), 16, 18);
    stage().simulator.script(says(SCALE_CHANGE));
    await refactor(stage(), 'Coarser.');
    await waitForText(stage(), 'scale.ts', '// as it is');
    await waitForReview(stage());
  }

  function listed(): Locator {
    return stage()
      .workbench.page.locator('.pane', { hasText: 'Pending Changes' })
      .locator('.monaco-list-row');
  }

  async function showList(): Promise<void> {
    await stage().workbench.runCommand('Stanza: Focus on Pending Changes View');
    await listed().first().waitFor();
  }

  it('accepts one by its lens, and rejects the other by keys', async () => {
    await changeUnits();
    await waitForText(stage(), 'units.ts', NEW_ROUNDING.join('\n'));
    await waitForReview(stage());
    await lens(stage(), 'Reject All').waitFor();
    await lensButton(stage(), 'Accept').click();
    await lens(stage(), 'Reject All').waitFor({ state: 'detached' });
    await goToLine(stage(), 20);
    await keys('Shift+Alt+S', 'x');
    await waitForText(stage(), 'units.ts', ROUNDING);
    await waitForText(stage(), 'units.ts', NEW_SYMBOLS);
    await lens(stage(), 'Accept').waitFor({ state: 'detached' });
  });

  it('goes through the changes of all files, forth and back, and accepts or rejects all', async () => {
    await changeBoth();
    await keys('Shift+Alt+S', 'n');
    await waitForStatus(stage(), 'Ln 9, Col 1');
    await keys('Shift+Alt+S', 'n');
    await waitForStatus(stage(), 'Ln 20, Col 1');
    await keys('Shift+Alt+S', 'n');
    await waitForStatus(stage(), 'Ln 17, Col 1');
    await keys('Shift+Alt+S', 'p');
    await waitForStatus(stage(), 'Ln 20, Col 1');
    await stage().workbench.runCommand('Stanza: Reject All Changes');
    await waitForText(stage(), 'units.ts', ROUNDING);
    await waitForText(stage(), 'units.ts', SYMBOLS);
    await openFile(stage(), 'src/scale.ts');
    await waitForText(stage(), 'scale.ts', SCALE_LINE);
  });

  it('lists the changes, and accepts and rejects in the list', async () => {
    await changeBoth();
    await showList();
    await waitFor('three changes below two files', async () => (await listed().count()) === 5);
    const texts = (await listed().allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    assert.match(texts.join('\n'), /scale\.ts.*Changes: 1/);
    assert.match(texts.join('\n'), /units\.ts.*Changes: 2/);
    assert.match(texts.join('\n'), /const symbols.*Line 9: −1 \+1/);
    assert.match(texts.join('\n'), /const factor = 1000;.*Line 20: −1 \+2/);
    const row = listed().filter({ hasText: 'const factor' });
    await row.click();
    await waitForStatus(stage(), 'Ln 20, Col 1');
    await row.hover();
    await row.getByRole('button', { name: /^Accept Change/ }).click();
    await row.waitFor({ state: 'detached' });
    await waitForText(stage(), 'units.ts', NEW_ROUNDING.join('\n'));
    const file = listed().filter({ hasText: 'units.ts' });
    await file.hover();
    await file.getByRole('button', { name: /^Reject All Changes/ }).click();
    await file.waitFor({ state: 'detached' });
    await waitForText(stage(), 'units.ts', SYMBOLS);
    await waitForText(stage(), 'units.ts', NEW_ROUNDING.join('\n'));
    await stage().workbench.runCommand('Stanza: Accept All Changes');
    await waitFor('an empty list', async () => (await listed().count()) === 0);
  });

  it('shows the changes side by side, and is done there too', async () => {
    const { page } = stage().workbench;
    await changeUnits();
    await waitForReview(stage());
    await lensButton(stage(), '−1 \\+2').click();
    await page.locator('.tab', { hasText: 'units.ts (Pending Changes)' }).waitFor();
    const original = page.locator('.monaco-diff-editor .original');
    await original.getByText('value * 100').first().waitFor();
    const modified = page.locator('.monaco-diff-editor .modified');
    await modified.getByText('value * factor').first().waitFor();
    await modified.getByText('value * factor').first().click();
    const actions = page.locator('.editor-group-container .editor-actions');
    await actions.getByRole('button', { name: /^Reject Change/ }).click();
    await modified.getByText('value * 100').first().waitFor();
    await modified.getByText('pcs').first().waitFor();
    await actions.getByRole('button', { name: /^Accept All Changes/ }).click();
    await original.getByText('pcs').first().waitFor();
  });

  it('is undone by one step and done again by one, with its lenses', async () => {
    const before = await changeUnits({ wordsPerSecond: 40 });
    await waitForText(stage(), 'units.ts', NEW_ROUNDING.join('\n'));
    await waitForReview(stage());
    await waitForNoText(stage(), 'units.ts', ROUNDING);
    await lens(stage(), '−1 \\+2').waitFor();
    await goToLine(stage(), 1);
    const after = await shownLines(stage(), 'units.ts');
    await keys('Control+Z');
    await waitFor(
      'the file as it was',
      async () => (await shownLines(stage(), 'units.ts')) === before,
    );
    await lens(stage(), 'Accept').waitFor({ state: 'detached' });
    await keys('Control+Y');
    await waitFor('the changes', async () => (await shownLines(stage(), 'units.ts')) === after);
    await lens(stage(), 'Accept').waitFor();
    await lens(stage(), '−1 \\+2').waitFor();
  });

  it('keeps what is typed while the answer streams, also when all is rejected', async () => {
    const { page } = stage().workbench;
    const prose = `\n${'That is all of it. '.repeat(30)}`;
    await changeUnits({ wordsPerSecond: 12 }, TWO_CHANGES + prose);
    await waitForText(stage(), 'units.ts', NEW_SYMBOLS);
    await goToLine(stage(), 3);
    await page.keyboard.type('// typed while it streamed', { delay: 20 });
    // It still streams.
    await lens(stage(), 'Stop').waitFor();
    await waitForReview(stage());
    await waitForText(stage(), 'units.ts', '// typed while it streamed');
    await waitForText(stage(), 'units.ts', NEW_ROUNDING.join('\n'));
    await lensButton(stage(), 'Reject All').click();
    await waitForText(stage(), 'units.ts', ROUNDING);
    await waitForText(stage(), 'units.ts', SYMBOLS);
    await waitForText(stage(), 'units.ts', '// typed while it streamed');
    await keys('Control+Home', 'ArrowDown', 'ArrowDown', 'Home', 'Shift+End', 'Delete');
  });

  it('has whole changes alone where the answer was stopped', async () => {
    const steps = Array.from({ length: 80 }, (_, step) => `  // step ${step}`);
    const [first = ''] = NEW_ROUNDING;
    const changes = [replacing([SYMBOLS], [NEW_SYMBOLS]), replacing([ROUNDING], [first, ...steps])];
    await changeUnits({ wordsPerSecond: 6 }, changes.join('\n'));
    await waitForText(stage(), 'units.ts', NEW_ROUNDING[0] ?? '');
    await lensButton(stage(), 'Stop').click();
    await waitForReview(stage());
    await waitForNoText(stage(), 'units.ts', NEW_ROUNDING[0] ?? '');
    await waitForText(stage(), 'units.ts', ROUNDING);
    await waitForText(stage(), 'units.ts', NEW_SYMBOLS);
    await lens(stage(), '−1 \\+1').waitFor();
  });
});
