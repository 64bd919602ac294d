import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../workbench/waitFor';
import {
  asked,
  goToLine,
  lens,
  notification,
  refactor,
  replacing,
  says,
  selectLines,
  tidy,
  waitForReview,
  waitForText,
} from './editing';
import { openFile, useStage } from './support';

const OLD_LINE = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";
const NEW_LINE = '  return amount; // as it is';
const CHANGE = replacing([OLD_LINE], [NEW_LINE]);

describe('an answer that is no change', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  afterEach(async () => tidy(stage()));

  async function refactorScale(): Promise<void> {
    await openFile(stage(), 'src/scale.ts');
    await selectLines(stage(), 16, 18);
    await refactor(stage(), 'Change it.');
  }

  for (const [what, answer, sentence] of [
    ['no code', says('It is fine as it is.'), 'The answer held no change of scale.ts.'],
    ['two blocks of code', says('```ts\na\n```\nor\n```ts\nb\n```'), 'several blocks of code'],
    ['nothing', says(' '), 'The answer was empty; scale.ts is as it was.'],
    ['lines that are not there', says(replacing(['nowhere'], ['x'])), 'are not in scale.ts'],
    [
      'half a change',
      says(CHANGE.slice(0, -25), { stopReason: 'max_tokens' }),
      'ended in the middle of a change',
    ],
    [
      'a change of another file',
      says(CHANGE.replace('<edit>', '<edit path="src/main.ts">')),
      'A change of another file was left out',
    ],
  ] as const) {
    it(`but ${what} leaves the code as it is, and is told in a sentence`, async () => {
      stage().simulator.script(answer);
      await refactorScale();
      await notification(stage(), sentence);
      await waitForText(stage(), 'scale.ts', OLD_LINE);
      assert.equal(await lens(stage(), 'Accept').count(), 0);
    });
  }

  it('is shown as it is, where the user wants to see it', async () => {
    stage().simulator.script(says('Leave it alone.'));
    await refactorScale();
    const told = await notification(stage(), 'held no change');
    await told.getByRole('button', { name: 'Show Answer' }).click();
    await stage().workbench.page.getByText('Leave it alone.').first().waitFor();
  });
});

describe('a task that must not be sent', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.budget.perRequest': 0.000_001 },
  });

  afterEach(async () => tidy(stage()));

  it('asks before a file leaves that holds a secret', async () => {
    const { workbench, folder } = stage();
    const key = `ghp_${'aB3dE5fG7h'.repeat(3)}aB3dE5`;
    await writeFile(path.join(folder, 'src', 'keys.ts'), `export const key = '${key}';\n`);
    await openFile(stage(), 'src/keys.ts');
    await goToLine(stage(), 1);
    await workbench.runCommand('Stanza: Document');
    await notification(stage(), 'holds what looks like a secret');
    assert.equal(asked(stage()).length, 0);
  });

  it('says what a budget refuses, and is sent once anyway if the user says so', async () => {
    stage().simulator.script(says(CHANGE));
    await openFile(stage(), 'src/scale.ts');
    await selectLines(stage(), 16, 18);
    await refactor(stage(), 'Change it.');
    const told = await notification(stage(), /may cost/);
    assert.equal(asked(stage()).length, 0);
    await told.getByRole('button', { name: 'Send Anyway' }).click();
    await waitForReview(stage());
    await waitFor('one request', async () => Promise.resolve(asked(stage()).length === 1));
  });
});
