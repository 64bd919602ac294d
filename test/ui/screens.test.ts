import assert from 'node:assert/strict';
import { SCREENS } from '../fixtures/screens';
import { says } from './editing';
import { asAnswer, openScreenshots, screenHtml } from './screenshotPage';
import type { ScreenshotPage } from './screenshotPage';
import { useStage } from './support';

describe('screens of the corpus', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let page: ScreenshotPage;

  before(async () => {
    page = await openScreenshots(stage());
  });

  beforeEach(() => stage().simulator.reset());

  for (const screen of SCREENS) {
    it(`${screen.name}: a bad answer, a mediocre and a good one are told apart`, async () => {
      const { simulator } = stage();
      const picture = await page.pictureOf(screenHtml(screen, 'screen'), screen);
      await page.chooseOnly({
        name: `${screen.name}.png`,
        mimeType: 'image/png',
        buffer: picture,
      });
      for (const version of ['bad', 'mediocre', 'good'] as const) {
        simulator.script(says(asAnswer(screenHtml(screen, version))));
      }
      await page.writeInto(`${screen.name}.html`);
      const bad = await page.roundDone(1);
      await page.refine({ percent: 100, rounds: 2, dollars: 5 });
      const mediocre = await page.roundDone(2);
      const good = await page.roundDone(3);
      assert.ok(bad < mediocre, `bad ${bad}, mediocre ${mediocre}`);
      assert.ok(mediocre < good, `mediocre ${mediocre}, good ${good}`);
      assert.ok(good >= 85, `good ${good}`);
      const costs = await page.costs();
      const billed = simulator.bill().totalUsd;
      const shown = costs.reduce((sum, usd) => sum + usd, 0);
      assert.ok(Math.abs(shown - billed) < 0.0002, `${shown} shown, ${billed} billed`);
    });
  }
});
