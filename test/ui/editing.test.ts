import assert from 'node:assert/strict';
import path from 'node:path';
import { access, writeFile } from 'node:fs/promises';
import type { MessageRequest } from '../../src/core/api/events';
import { waitFor } from '../workbench/waitFor';
import {
  goToLine,
  lens,
  refactor,
  replacing,
  saved,
  says,
  selectLines,
  tidy,
  waitForNoText,
  waitForText,
} from './editing';
import { requestsTo } from './reading';
import { openChat, openFile, useStage } from './support';

const ROUND = ["  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);"];
const ROUNDED = [
  "  const isWhole = unit === 'piece';",
  '  return isWhole ? Math.ceil(amount) : Math.round(amount);',
];
const FACTOR = ['  const factor = servings / recipe.servings;'];
const GUARDED = [...FACTOR, "  if (factor === 0) throw new RangeError('Nobody eats.');"];

describe('tasks on the selection', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  function bodies(): MessageRequest[] {
    const requests = requestsTo(stage().simulator, '/v1/messages');
    return requests.map(({ body }) => body as MessageRequest);
  }

  function lastMessage(): string {
    return JSON.stringify(bodies().at(-1)?.messages.at(-1)?.content ?? '');
  }

  afterEach(async () => tidy(stage()));

  it('ask what is to change and with which model, and stream the change into the code', async () => {
    const { workbench, simulator } = stage();
    await openFile(stage(), 'scale.ts');
    await selectLines(stage(), 16, 18);
    simulator.script(says(replacing(ROUND, ROUNDED)));
    await workbench.runCommand('Stanza: Refactor…');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: /Opus .*\$0\.\d+ to \$0\.\d+/ }).waitFor();
    assert.match(await rows.first().innerText(), /Deep/);
    assert.equal(await rows.count(), 3);
    await workbench.page.keyboard.type('Name the condition');
    await workbench.page.keyboard.press('Enter');
    await lens(stage(), 'Accept').waitFor();
    await waitForText(stage(), 'scale.ts', ROUNDED[0] ?? '');
    await lens(stage(), /Claude Opus \d.*, \$0\.\d{4}/).waitFor();
    assert.match(bodies().at(-1)?.model ?? '', /opus/);
    assert.match(lastMessage(), /Name the condition/);
  });

  it('save a file without what was not accepted, and with it afterwards', async () => {
    const before = await saved(stage(), 'src/scale.ts');
    await openFile(stage(), 'scale.ts');
    await selectLines(stage(), 16, 18);
    stage().simulator.script(says(replacing(ROUND, ROUNDED)));
    await refactor(stage(), 'Name the condition');
    await lens(stage(), 'Accept').waitFor();
    await stage().workbench.runCommand('File: Save');
    await waitForText(stage(), 'scale.ts', 'const isWhole');
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
    await lens(stage(), 'Accept').click();
    await lens(stage(), 'Accept').waitFor({ state: 'hidden' });
    await stage().workbench.runCommand('File: Save');
    await waitFor('the file on the disk', async () =>
      (await saved(stage(), 'src/scale.ts')).includes('const isWhole'),
    );
    await writeFile(path.join(stage().folder, 'src/scale.ts'), before);
  });

  it('explain the symbol at the cursor in the chat, with a link to its lines', async () => {
    const { workbench, simulator } = stage();
    await openFile(stage(), 'scale.ts');
    await goToLine(stage(), 17);
    // The language server takes its time to start.
    await workbench.page.locator('.breadcrumbs-control', { hasText: 'roundForUnit' }).waitFor();
    simulator.script(says('Nobody buys half an onion.'));
    await workbench.runCommand('Stanza: Explain');
    const chat = await openChat(stage());
    await chat.lastAnswer('done');
    assert.match(bodies().at(-1)?.model ?? '', /haiku/);
    await chat.conversation.getByText('Explain roundForUnit').waitFor();
    await goToLine(stage(), 1);
    await chat.frame.getByRole('button', { name: /Open src\/scale\.ts, lines 15 to 18/ }).click();
    await waitFor('the lines to be selected', async () =>
      (await workbench.page.locator('.statusbar').innerText()).includes('Ln 18'),
    );
  });

  it('fix what the editor marks, from the light bulb', async () => {
    const { workbench, simulator } = stage();
    await openFile(stage(), 'format.ts');
    await goToLine(stage(), 5);
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 40_000 });
    const wrong =
      '  const width: number = String(Math.max(...ingredients.map(({ name }) => name.length)));';
    const right = '  const width = Math.max(...ingredients.map(({ name }) => name.length));';
    simulator.script(says(replacing([wrong], [right])));
    await workbench.page.keyboard.press('End');
    for (let step = 0; step < 8; step += 1)
      await workbench.page.keyboard.press('Control+ArrowLeft');
    await goToLine(stage(), 5);
    await workbench.page.keyboard.press('Control+ArrowRight');
    await workbench.page.keyboard.press('Control+ArrowRight');
    await workbench.page.keyboard.press('Control+.');
    await workbench.page.getByText('Fix with Claude').first().click();
    await waitForText(stage(), 'format.ts', right);
    assert.match(lastMessage(), /not assignable to type/);
    assert.match(bodies().at(-1)?.model ?? '', /sonnet/);
  });

  it('write tests into a new file beside, at the place that the project’s tests have', async () => {
    const { workbench, simulator, folder } = stage();
    await openFile(stage(), 'units.ts');
    simulator.script(
      says("```ts\nimport { test } from 'node:test';\n\ntest('it is true', () => {});\n```"),
    );
    await workbench.runCommand('Stanza: Write Tests');
    await waitForText(stage(), 'units.test.ts', "test('it is true'");
    await lens(stage(), 'Accept').click();
    await lens(stage(), 'Accept').waitFor({ state: 'hidden' });
    await workbench.page.locator('.tab[data-resource-name="units.test.ts"]').click();
    await workbench.runCommand('File: Save');
    await waitFor('the file', async () =>
      access(path.join(folder, 'test', 'units.test.ts')).then(
        () => true,
        () => false,
      ),
    );
    assert.match(await saved(stage(), 'test/units.test.ts'), /it is true/);
  });

  it('document what is selected, from the menu of the editor', async () => {
    const { workbench, simulator } = stage();
    await openFile(stage(), 'scale.ts');
    await selectLines(stage(), 3, 13);
    simulator.script(
      says(
        replacing(
          ['export function scale(recipe: Recipe, servings: number): Recipe {'],
          ['/** Scales. */', 'export function scale(recipe: Recipe, servings: number): Recipe {'],
        ),
      ),
    );
    const line = workbench.page.locator('.view-line', { hasText: 'export function scale' }).first();
    await line.click({ button: 'right', position: { x: 120, y: 8 } });
    await workbench.page.getByRole('menuitem', { name: 'Stanza' }).hover();
    await workbench.page.getByRole('menuitem', { name: 'Document' }).click();
    await waitForText(stage(), 'scale.ts', '/** Scales. */');
    assert.match(bodies().at(-1)?.model ?? '', /haiku/);
  });

  it('are taken back by one undo, and brought back by one redo', async () => {
    const { workbench, simulator } = stage();
    await openFile(stage(), 'scale.ts');
    simulator.script(says([replacing(FACTOR, GUARDED), replacing(ROUND, ROUNDED)].join('\n')));
    await selectLines(stage(), 3, 13);
    await refactor(stage(), 'Guard it');
    await lens(stage(), 'Accept All').waitFor();
    await goToLine(stage(), 1);
    await workbench.page.keyboard.press('Control+Z');
    await waitForNoText(stage(), 'scale.ts', 'Nobody eats');
    await waitForNoText(stage(), 'scale.ts', 'const isWhole');
    await lens(stage(), 'Accept').waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('Control+Shift+Z');
    await waitForText(stage(), 'scale.ts', 'Nobody eats');
    await waitForText(stage(), 'scale.ts', 'const isWhole');
    await lens(stage(), 'Accept All').waitFor();
  });

  it('are reviewed change by change, by lens and by keys, and listed', async () => {
    const { workbench, simulator } = stage();
    const { page } = workbench;
    await openFile(stage(), 'scale.ts');
    simulator.script(says([replacing(FACTOR, GUARDED), replacing(ROUND, ROUNDED)].join('\n')));
    await selectLines(stage(), 3, 13);
    await refactor(stage(), 'Guard it');
    await lens(stage(), 'Accept All').waitFor();
    await workbench.runCommand('Stanza: Focus on Pending Changes View');
    await page.getByRole('treeitem', { name: /if \(factor === 0\)/ }).waitFor();
    await page.getByRole('treeitem', { name: /const isWhole/ }).click();
    await workbench.runCommand('View: Focus Active Editor Group');
    await goToLine(stage(), 1);
    await page.keyboard.press('Shift+Alt+KeyS');
    await page.keyboard.press('n');
    await waitFor('the first change', async () =>
      (await page.locator('.statusbar').innerText()).includes('Ln 5'),
    );
    await page.keyboard.press('Shift+Alt+KeyS');
    await page.keyboard.press('x');
    await waitForNoText(stage(), 'scale.ts', 'Nobody eats');
    await lens(stage(), '−1 +2').click();
    await page.locator('.monaco-diff-editor').waitFor();
    await page.getByRole('button', { name: 'Accept All Changes' }).first().click();
    await page.getByRole('treeitem', { name: /const isWhole/ }).waitFor({ state: 'hidden' });
    await waitForText(stage(), 'scale.ts', 'const isWhole');
  });

  it('can be stopped: whole changes stay, the half one goes', async () => {
    const { simulator } = stage();
    await openFile(stage(), 'scale.ts');
    const rest = Array.from({ length: 200 }, (_, index) => `  // line ${index}`);
    const answer = [replacing(ROUND, ROUNDED), replacing(FACTOR, [...FACTOR, ...rest])].join('\n');
    simulator.script(says(answer, { wordsPerSecond: 60 }));
    await selectLines(stage(), 3, 13);
    await refactor(stage(), 'Guard it');
    await waitForText(stage(), 'scale.ts', '// line 2');
    await lens(stage(), 'Stop').click();
    await waitForNoText(stage(), 'scale.ts', '// line 2');
    await waitForText(stage(), 'scale.ts', 'const isWhole');
    await lens(stage(), 'Accept').waitFor();
  });

  for (const [what, answer, sentence] of [
    ['no code', says('It is fine as it is.'), /held no change of scale\.ts/],
    ['two blocks of code', says('```ts\na\n```\nor\n```ts\nb\n```'), /several blocks of code/],
    ['nothing', says(' '), /was empty/],
    ['lines that are not there', says(replacing(['nowhere'], ['x'])), /are not in scale\.ts/],
    [
      'half a change',
      says(replacing(ROUND, ROUNDED).slice(0, -25), { stopReason: 'max_tokens' }),
      /in the middle of a change/,
    ],
    [
      'another file',
      says(replacing(['a'], ['b']).replace('<edit>', '<edit path="src/main.ts">')),
      /of another file was left out/,
    ],
  ] as const) {
    it(`leave the code as it is where the answer holds ${what}, and say so`, async () => {
      const { workbench, simulator } = stage();
      await openFile(stage(), 'scale.ts');
      await selectLines(stage(), 16, 18);
      simulator.script(answer);
      await refactor(stage(), 'Change it');
      await waitFor('a sentence', async () =>
        (await workbench.notifications()).some((each) => sentence.test(each)),
      );
      await waitForText(stage(), 'scale.ts', ROUND[0] ?? '');
      assert.equal(await workbench.page.locator('.tab.dirty').count(), 0);
    });
  }

  it('ask before a file leaves that holds a secret', async () => {
    const { workbench, folder } = stage();
    const key = `sk-ant-api03-${'aB3'.repeat(31)}-${'xY7'.repeat(2)}AA`;
    await writeFile(path.join(folder, 'src', 'keys.ts'), `const key = '${key}';\n`);
    const count = bodies().length;
    await openFile(stage(), 'keys.ts');
    await workbench.runCommand('Stanza: Document');
    await waitFor('the question', async () =>
      (await workbench.notifications()).some((each) => /looks like a secret/.test(each)),
    );
    assert.equal(bodies().length, count);
    await workbench.page.getByRole('button', { name: 'Send Anyway' }).click();
    await waitFor('the request', async () => bodies().length === count + 1);
  });
});
