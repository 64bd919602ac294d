import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { waitFor } from '../workbench/waitFor';
import {
  asked,
  goToLine,
  lens,
  lensButton,
  pickerInput,
  refactor,
  replacing,
  save,
  saved,
  says,
  selectLines,
  shownLines,
  tidy,
  waitForReview,
  waitForSaved,
  waitForStatus,
  waitForSymbol,
  waitForText,
} from './editing';
import { focusedEditor, openChat, openFile, useStage } from './support';

const OLD_LINE = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";
const NEW_LINES = [
  "  if (unit === 'piece') return Math.ceil(amount);",
  '  // Nobody weighs half a gram either.',
  '  return Math.round(amount);',
];
const SIGNATURE = 'function roundForUnit(amount: number, unit: string): number {';
const SIMPLER = replacing([OLD_LINE], NEW_LINES);

describe('tasks on the selection', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  afterEach(() => tidy(stage()));

  function rows(): Locator {
    return stage().workbench.page.locator('.quick-input-list .monaco-list-row');
  }

  async function lastMessage(): Promise<string> {
    await waitFor('a request', async () => Promise.resolve(asked(stage()).length > 0));
    return JSON.stringify(asked(stage()).at(-1)?.messages.at(-1));
  }

  it('ask what is to change and with which model, each with its price', async () => {
    await openFile(stage(), 'src/scale.ts');
    await goToLine(stage(), 17);
    await waitForSymbol(stage(), 'roundForUnit');
    await stage().workbench.runCommand('Stanza: Refactor…');
    await stage().workbench.page.getByText('Refactor roundForUnit').first().waitFor();
    await waitFor('three prices', async () => {
      const names = await rows().allInnerTexts();
      return names.length === 3 && names.every((name) => /\$[\d.]+ to \$[\d.]+/.test(name));
    });
    const names = await rows().allInnerTexts();
    assert.match(names[0] ?? '', /Deep[\s\S]*Opus/);
    assert.match(names[1] ?? '', /Quick[\s\S]*Haiku/);
    assert.match(names[2] ?? '', /Standard[\s\S]*Sonnet/);
    assert.equal(asked(stage()).length, 0);
    stage().simulator.script(says(SIMPLER));
    await pickerInput(stage()).fill('without a ternary');
    await stage().workbench.page.keyboard.press('ArrowDown');
    await stage().workbench.page.keyboard.press('Enter');
    await waitForReview(stage());
    assert.match(await lastMessage(), /lines 15 to 18 of src\/scale\.ts[\s\S]*without a ternary/);
    assert.match(asked(stage())[0]?.model ?? '', /haiku/);
  });

  it('refactor in the editor, and write to the disk only what is accepted', async () => {
    const before = await saved(stage(), 'src/scale.ts');
    await openFile(stage(), 'src/scale.ts');
    await goToLine(stage(), 17);
    await waitForSymbol(stage(), 'roundForUnit');
    stage().simulator.script(
      says(`${SIMPLER}\n${'Nobody buys half. '.repeat(20)}`, { wordsPerSecond: 8 }),
    );
    await refactor(stage(), 'Without a ternary.');
    await lens(stage(), /Refactoring… Opus [\d.]+: \$[\d.]+ cold/).waitFor();
    await waitForText(stage(), 'scale.ts', NEW_LINES[0] ?? '');
    // It shows while it streams.
    await lens(stage(), 'Stop').waitFor();
    await waitForReview(stage());
    await lens(stage(), /Claude Opus [\d.]+, \$[\d.]+$/).waitFor();
    assert.match(asked(stage())[0]?.model ?? '', /opus/);
    assert.ok(!(await shownLines(stage(), 'scale.ts')).includes(OLD_LINE));

    await goToLine(stage(), 2);
    await stage().workbench.page.keyboard.type('// mine');
    await save(stage());
    const text = before.replace('\n\n', '\n// mine\n');
    await waitForSaved(stage(), 'src/scale.ts', text);
    await waitForText(stage(), 'scale.ts', NEW_LINES.join('\n'));
    await lensButton(stage(), 'Accept').click();
    await lens(stage(), 'Accept').waitFor({ state: 'detached' });
    await goToLine(stage(), 1);
    await save(stage());
    const accepted = text.replace(OLD_LINE, NEW_LINES.join('\n'));
    await waitForSaved(stage(), 'src/scale.ts', accepted);
  });

  it('explain in the chat, with a link to the lines, and leave the focus in the code', async () => {
    const { page } = stage().workbench;
    await openFile(stage(), 'src/units.ts');
    await goToLine(stage(), 20);
    await waitForSymbol(stage(), 'round');
    stage().simulator.script(says('It rounds to hundredths. '.repeat(8), { wordsPerSecond: 15 }));
    await page.keyboard.press('Shift+Alt+S');
    await page.keyboard.press('e');
    const frame = await stage().workbench.chatFrame();
    await frame.locator('[data-state="streaming"]').getByText('It rounds').waitFor();
    await goToLine(stage(), 1);
    await page.keyboard.type('// typed meanwhile ');
    await waitForText(stage(), 'units.ts', '// typed meanwhile ');
    const chat = await openChat(stage());
    await chat.lastAnswer('done');
    assert.match(asked(stage())[0]?.model ?? '', /haiku/);
    assert.match(await lastMessage(), /lines 19 to 21 of src\/units\.ts/);
    const link = chat.conversation.getByRole('button', { name: /src\/units\.ts/ });
    assert.match(await link.innerText(), /^src\/units\.ts:19-21\b/);
    await link.click();
    await waitForStatus(stage(), /Ln (19|21|22), Col/);
  });

  it('fix a problem by the light bulb, and tell Claude what it is', async () => {
    const { page } = stage().workbench;
    await openFile(stage(), 'src/format.ts');
    await page.locator('.squiggly-error').first().waitFor();
    await goToLine(stage(), 5, 9);
    const old =
      '  const width: number = String(Math.max(...ingredients.map(({ name }) => name.length)));';
    const mended = '  const width = Math.max(...ingredients.map(({ name }) => name.length));';
    stage().simulator.script(says(replacing([old], [mended])));
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Fix with Claude' }).click();
    await waitForReview(stage());
    await waitForText(stage(), 'format.ts', mended);
    assert.match(await lastMessage(), /- line 5: Type 'string' is not assignable to type 'number'/);
    assert.match(asked(stage())[0]?.model ?? '', /sonnet/);
  });

  it('say so where there is no problem to fix', async () => {
    await openFile(stage(), 'src/units.ts');
    await goToLine(stage(), 20);
    await waitForSymbol(stage(), 'round');
    await stage().workbench.runCommand('Stanza: Fix Problem');
    await waitForStatus(stage(), 'there is no problem to fix here');
    assert.equal(asked(stage()).length, 0);
  });

  it('write tests into the file that is there', async () => {
    const before = await saved(stage(), 'test/scale.test.ts');
    await openFile(stage(), 'src/scale.ts');
    await goToLine(stage(), 4);
    await waitForSymbol(stage(), 'scale');
    const added = [
      "test('keeps the name', () => {",
      '  assert.ok(scale(lentilSoup, 2).name);',
      '});',
    ];
    stage().simulator.script(says(replacing([], ['', ...added])));
    await stage().workbench.runCommand('Stanza: Write Tests');
    await waitForReview(stage());
    await waitForText(stage(), 'scale.test.ts', added.join('\n'));
    assert.match(await lastMessage(), /<file path=\\"test\/scale\.test\.ts\\">/);
    assert.equal(await saved(stage(), 'test/scale.test.ts'), before);
  });

  it('write tests into a new file, which is on the disk once it is accepted and saved', async () => {
    const file = path.join(stage().folder, 'test', 'format.test.ts');
    await openFile(stage(), 'src/format.ts');
    await goToLine(stage(), 6);
    await waitForSymbol(stage(), 'formatList');
    const lines = ["import { test } from 'node:test';", '', "test('pads names', () => {});"];
    stage().simulator.script(says(['```ts', ...lines, '```'].join('\n')));
    await stage().workbench.runCommand('Stanza: Write Tests');
    await waitForReview(stage());
    await waitForText(stage(), 'format.test.ts', lines.join('\n'));
    assert.equal(existsSync(file), false);
    await stage().workbench.runCommand('Stanza: Accept All Changes');
    await lens(stage(), 'Accept').waitFor({ state: 'detached' });
    await stage().workbench.page.locator('.tab[data-resource-name="format.test.ts"]').click();
    await focusedEditor(stage(), 'format.test.ts').waitFor();
    await save(stage());
    await waitForSaved(stage(), 'test/format.test.ts', `${lines.join('\n')}\n`);
  });

  it('document what is selected, from the menu of the editor', async () => {
    const { page } = stage().workbench;
    await openFile(stage(), 'src/format.ts');
    await selectLines(stage(), 4, 10);
    const first =
      'export function formatList(title: string, ingredients: readonly Ingredient[]): string {';
    stage().simulator.script(says(replacing([first], ['/** A list to print. */', first])));
    await page.keyboard.press('Shift+F10');
    const item = (name: RegExp): Locator =>
      page.locator('.monaco-menu .action-label').filter({ hasText: name }).last();
    await item(/^Stanza$/).hover();
    await item(/^Document$/).hover();
    // A menu that has just opened takes no click yet.
    await page.keyboard.press('Enter');
    await waitForReview(stage());
    await waitForText(stage(), 'format.ts', `/** A list to print. */\n${first}`);
    await lens(stage(), '\\+1').waitFor();
    assert.match(asked(stage())[0]?.model ?? '', /haiku/);
    assert.match(await lastMessage(), /lines 4 to 10 of src\/format\.ts/);
  });

  it('tell in the status bar what is to be reviewed and what it cost', async () => {
    await openFile(stage(), 'src/scale.ts');
    await goToLine(stage(), 17);
    await waitForSymbol(stage(), 'roundForUnit');
    stage().simulator.script(
      says(replacing([SIGNATURE], ['// Up, or to the nearest.', SIGNATURE])),
    );
    await stage().workbench.runCommand('Stanza: Document');
    const told = /Document roundForUnit\. Changes to review: 1\. Claude Haiku [\d.]+, \$[\d.]+\./;
    await waitForStatus(stage(), told);
  });
});
