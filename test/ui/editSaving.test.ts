import assert from 'node:assert/strict';
import { waitFor } from '../workbench/waitFor';
import {
  lens,
  refactor,
  replacing,
  saved,
  says,
  selectLines,
  waitForReview,
  waitForText,
} from './editing';
import { openFile, useStage } from './support';
import type { Stage } from './support';

const OLD_LINE = "  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);";
const NEW_LINE = '  return amount; // as it is';

async function changeScale(stage: Stage): Promise<void> {
  await openFile(stage, 'src/scale.ts');
  await selectLines(stage, 16, 18);
  stage.simulator.script(says(replacing([OLD_LINE], [NEW_LINE])));
  await refactor(stage, 'Change it.');
  await waitForReview(stage);
}

describe('changes that were not accepted', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  it('are there again after a reload, and not on the disk', async () => {
    const before = await saved(stage(), 'src/scale.ts');
    await changeScale(stage());
    // VS Code keeps what is not saved, but takes a second for it.
    await stage().workbench.page.waitForTimeout(3000);
    await stage().workbench.reload();
    await openFile(stage(), 'src/scale.ts');
    await waitForText(stage(), 'scale.ts', NEW_LINE);
    await lens(stage(), 'Accept').waitFor();
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
    await stage().workbench.runCommand('Stanza: Reject All Changes');
    await waitForText(stage(), 'scale.ts', OLD_LINE);
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
  });
});

describe('changes where files are saved by themselves', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 200 },
  });

  it('do not reach the disk before they are accepted, and then by themselves', async () => {
    const before = await saved(stage(), 'src/scale.ts');
    await changeScale(stage());
    await stage().workbench.page.waitForTimeout(2000);
    assert.equal(await saved(stage(), 'src/scale.ts'), before);
    await waitForText(stage(), 'scale.ts', NEW_LINE);
    await lens(stage(), 'Accept').click();
    await waitFor('the file to be saved', async () =>
      (await saved(stage(), 'src/scale.ts')).includes(NEW_LINE),
    );
  });
});
