import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ScriptedAnswer } from '../simulator/script';
import { waitFor } from '../workbench/waitFor';
import {
  asked,
  lens,
  notification,
  replacing,
  saved,
  says,
  selectLines,
  shownLines,
  tidy,
  waitForReview,
  waitForText,
} from './editing';
import { openFile, useStage } from './support';

const FENCE = '```';
const FIRST = "import type { Recipe } from './recipe.ts';";
const LAST = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";

function fenced(code: string): string {
  return `${FENCE}ts\n${code}\n${FENCE}`;
}

describe('an answer that is no change as it should be', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let before: string;

  beforeEach(async () => {
    await openFile(stage(), 'src/scale.ts');
    await waitForText(stage(), 'scale.ts', LAST);
    before = await shownLines(stage(), 'scale.ts');
    await selectLines(stage(), 16, 18);
  });

  afterEach(() => tidy(stage()));

  async function answerWith(answer: ScriptedAnswer, sentence: string): Promise<void> {
    stage().simulator.script(answer);
    await stage().workbench.runCommand('Stanza: Document');
    await notification(stage(), sentence);
    await lens(stage(), 'Stop').waitFor({ state: 'detached' });
  }

  async function expectUnchanged(): Promise<void> {
    assert.equal(await shownLines(stage(), 'scale.ts'), before);
    assert.equal(await lens(stage(), 'Accept').count(), 0);
  }

  it('has no code: the file stays, and the answer can be read', async () => {
    await answerWith(says('It is documented well.'), 'The answer held no change of scale.ts.');
    await expectUnchanged();
    const said = await notification(stage(), 'The answer held no change of scale.ts.');
    await said.getByRole('button', { name: 'Show Answer' }).click();
    const { page } = stage().workbench;
    await page
      .locator('.editor-instance .view-line', { hasText: 'It is documented well.' })
      .waitFor();
  });

  it('is empty', async () => {
    await answerWith(says('\n'), 'The answer was empty; scale.ts is as it was.');
    await expectUnchanged();
  });

  it('has two blocks of code', async () => {
    const text = `Either\n\n${fenced('const one = 1;')}\n\nor\n\n${fenced('const two = 2;')}`;
    await answerWith(
      says(text),
      'The answer held several blocks of code, so none was put into scale.ts.',
    );
    await expectUnchanged();
  });

  it('is of another file', async () => {
    const text = replacing([LAST], ['  return 0;']).replace('<edit>', '<edit path="src/a.ts">');
    await answerWith(says(text), 'A change of another file was left out');
    await expectUnchanged();
  });

  it('quotes what is not there', async () => {
    await answerWith(
      says(replacing(['  return somethingElse(unit, amount);'], ['  return 0;'])),
      'A change was left out: the lines that it replaces are not in scale.ts.',
    );
    await expectUnchanged();
  });

  it('was cut in the middle of a change: those before it are there, and it is not', async () => {
    const whole = replacing([FIRST], ['// A whole change.', FIRST]);
    const half = replacing([LAST], ['  // Half a change.', '  return 0;']).replace(
      /\n<\/new>[\s\S]*$/,
      '',
    );
    await answerWith(
      says(`${whole}\n${half}`, { stopReason: 'max_tokens' }),
      'The answer ended in the middle of a change, which was left out.',
    );
    await waitForReview(stage());
    const expected = `// A whole change.\n${before}`;
    await waitFor(
      'the whole change alone',
      async () => (await shownLines(stage(), 'scale.ts')) === expected,
    );
  });
});

describe('what may not be sent', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.budget.perRequest': 0.000001 },
  });

  afterEach(() => tidy(stage()));

  function everythingSent(): string {
    return stage()
      .simulator.requests.map(({ body }) => JSON.stringify(body))
      .join('\n');
  }

  it('because it costs too much is sent only when the user says so once more', async () => {
    await openFile(stage(), 'src/scale.ts');
    await waitForText(stage(), 'scale.ts', LAST);
    await selectLines(stage(), 16, 18);
    stage().simulator.script(says(replacing([LAST], ['  return amount;'])));
    await stage().workbench.runCommand('Stanza: Document');
    const said = await notification(stage(), /budget/i);
    assert.equal(asked(stage()).length, 0);
    await said.getByRole('button', { name: 'Send Anyway' }).click();
    await waitForReview(stage());
    await waitForText(stage(), 'scale.ts', '  return amount;\n}');
    assert.equal(asked(stage()).length, 1);
  });

  it('because a secret is in the file is not sent before the user has agreed', async () => {
    const secret = ['sk', 'ant', 'api03', 'aZ3kQ9xLw2Rt7Yb5'.repeat(5)].join('-');
    await writeFile(
      path.join(stage().folder, 'src', 'keys.ts'),
      `export const KEY = '${secret}';\n`,
    );
    await openFile(stage(), 'src/keys.ts');
    await stage().workbench.runCommand('Stanza: Document');
    const said = await notification(stage(), 'src/keys.ts holds what looks like a secret');
    await said.getByRole('button', { name: 'Send Anyway' }).waitFor();
    await said.hover();
    await said.getByRole('button', { name: /^Clear Notification|^Close/ }).click();
    await waitFor('it to be gone', async () => (await said.count()) === 0);
    assert.ok(!everythingSent().includes(secret));
    assert.equal(asked(stage()).length, 0);
    assert.match(await saved(stage(), 'src/keys.ts'), /KEY/);
  });
});
