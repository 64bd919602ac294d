import { readFileSync } from 'node:fs';
import { openStage, takePicture } from './support';
import { says } from './editing';
import { chromium } from 'playwright-core';
import { provideChromium } from '../workbench/provision';
import { launchBrowser } from '../workbench/browser';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../workbench/waitFor';

void chromium;
void provideChromium;

async function main() {
  const dir = 'test/fixtures/screens';
  const name = process.argv[2] ?? 'pricing';
  const read = (v: string) => readFileSync(path.join(dir, name, `${v}.html`), 'utf8');
  const profile = mkdtempSync('/tmp/shot-');
  const context = await launchBrowser(profile, { width: 1200, height: 740 });
  const p = await context.newPage();
  await p.setContent(read('screen'));
  const png = await p.screenshot();
  await context.close();
  const { stage, end } = await openStage({
    simulator: { wordsPerSecond: Infinity },
    settings: process.argv[3] ? { 'workbench.colorTheme': process.argv[3] } : {},
  });
  try {
    const { workbench } = stage;
    const { page } = workbench;
    await workbench.runCommand('Stanza: Screenshot to Code…');
    const frame = await waitFor('frame', async () => {
      for (const f of page.frames())
        if (
          await f
            .locator('body[data-view="screenshot"]')
            .count()
            .catch(() => 0)
        )
          return f;
      return undefined;
    });
    await frame.locator('h1').waitFor();
    await frame
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name: `${name}.png`, mimeType: 'image/png', buffer: png }]);
    await frame.locator('.image-chips li:not([aria-busy])').waitFor();
    await page.waitForTimeout(1500);
    await takePicture(workbench, 'look 1');
    stage.simulator.script(
      says('```html\n' + read('mediocre') + '```\n', { wordsPerSecond: 150 } as never),
    );
    await frame.getByRole('button', { name: 'Write Code' }).click();
    await page.waitForTimeout(2500);
    await takePicture(workbench, 'look 1b');
    await frame
      .locator('.rounds tr[data-state="done"]')
      .waitFor({ timeout: 20000 })
      .catch((e) => console.log(String(e).slice(0, 200)));
    await page.waitForTimeout(1000);
    await takePicture(workbench, 'look 2');
    stage.simulator.script(says('```html\n' + read('good') + '```\n'));
    await frame.getByRole('button', { name: 'Open Preview' }).click();
    await page.waitForTimeout(1500);
    await takePicture(workbench, 'look 3');
    await frame.getByRole('button', { name: 'Refine' }).click();
    await frame
      .locator('.rounds tr[data-state="done"]')
      .nth(1)
      .waitFor({ timeout: 20000 })
      .catch((e) => console.log(String(e).slice(0, 200)));
    await page.waitForTimeout(1500);
    await takePicture(workbench, 'look 4');
    console.log(await frame.locator('.rounds').innerText());
  } finally {
    await end();
  }
}
main().then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  },
);
