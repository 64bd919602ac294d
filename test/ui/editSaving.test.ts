import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../workbench/waitFor';
import {
  goToLine,
  lens,
  lensButton,
  refactor,
  replacing,
  saved,
  says,
  selectLines,
  tidy,
  waitForReview,
  waitForSaved,
  waitForText,
} from './editing';
import { openFile, reloadWith, useStage } from './support';

const OLD_LINE = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";
const NEW_LINE = '  return Math.ceil(amount);';

describe('changes that wait for a review', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 200 },
  });
  let before: string;

  beforeEach(async () => {
    before = await saved(stage(), 'src/scale.ts');
    await openFile(stage(), 'src/scale.ts');
    await waitForText(stage(), 'scale.ts', OLD_LINE);
    await selectLines(stage(), 16, 18);
    stage().simulator.script(says(replacing([OLD_LINE], [NEW_LINE])));
    await refactor(stage(), 'Always up.');
    await waitForText(stage(), 'scale.ts', NEW_LINE);
    await waitForReview(stage());
  });

  afterEach(() => tidy(stage()));

  async function waitForAutoSave(value: string): Promise<void> {
    const { dataFolder } = stage().workbench.server;
    const file = path.join(dataFolder, 'data', 'User', 'settings.json');
    await waitFor(`auto save to be ${value}`, async () =>
      (await readFile(file, 'utf8')).includes(`"files.autoSave": "${value}"`),
    );
  }

  it('are there again after a reload, and can still be rejected', async () => {
    const { workbench } = stage();
    const tab = workbench.page.locator('.tab[data-resource-name="scale.ts"]');
    await reloadWith(workbench, tab, () => openFile(stage(), 'src/scale.ts'));
    await waitForText(stage(), 'scale.ts', NEW_LINE);
    await lens(stage(), 'Accept').waitFor();
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
    await waitForAutoSave('off');
    await lensButton(stage(), 'Reject').click();
    await waitForText(stage(), 'scale.ts', OLD_LINE);
    await lens(stage(), 'Accept').waitFor({ state: 'detached' });
    await waitForAutoSave('afterDelay');
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
  });

  it('are not saved by themselves, and auto save is back once they are accepted', async () => {
    const { workbench } = stage();
    await waitForAutoSave('off');
    await goToLine(stage(), 2);
    await workbench.page.keyboard.type('// mine');
    // Nothing is to happen, for longer than auto save would take.
    await workbench.page.waitForTimeout(3000);
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
    await workbench.runCommand('Stanza: Accept All Changes');
    await waitForAutoSave('afterDelay');
    await goToLine(stage(), 2);
    await workbench.page.keyboard.type('// and ');
    const text = before.replace('\n\n', '\n// and // mine\n').replace(OLD_LINE, NEW_LINE);
    await waitForSaved(stage(), 'src/scale.ts', text);
  });
});
