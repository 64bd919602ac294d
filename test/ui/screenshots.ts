// npm run screenshots: takes the README's pictures in the real workbench, light and dark.
import path from 'node:path';
import { describeFailure } from '../workbench/failure';
import { repositoryRoot } from '../workbench/repository';
import { goToLine, lens, refactor, replacing, says, selectLines } from './editing';
import { SCREENS } from '../fixtures/screens';
import { asAnswer, openScreenshots, screenHtml } from './screenshotPage';
import { openChat, openFile, openStage } from './support';
import type { Stage } from './support';

const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const FENCE = '```';

const QUESTION = 'Why does the search run on every key, and how do I wait for a pause?';

const ANSWER = `Every \`input\` event calls \`runSearch\` directly (src/search.ts:23). Wrap it, so that only the last call within 200 ms runs:

${FENCE}ts
const later = debounce(runSearch, 200);
box.addEventListener('input', later);
${FENCE}

Cancel it when the view is disposed, or a late call touches a dead element.`;

const ROUND = ["  return unit === 'piece' ? Math.ceil(amount) : Math.round(amount);"];
const ROUNDED = [
  "  const isWhole = unit === 'piece';",
  '  return isWhole ? Math.ceil(amount) : Math.round(amount);',
];
const FACTOR = ['  const factor = servings / recipe.servings;'];
const GUARDED = [
  ...FACTOR,
  "  if (!Number.isFinite(factor)) throw new RangeError('No servings.');",
];

/** A screenshot of which a first answer has made something, and a second one most. */
async function takeScreenshotToCode(stage: Stage, kind: string): Promise<void> {
  const { workbench, simulator } = stage;
  const screen = SCREENS.find(({ name }) => name === 'product');
  if (!screen) throw new Error('There is no such screen.');
  const page = await openScreenshots(stage);
  const buffer = await page.pictureOf(screenHtml(screen, 'screen'), screen);
  await page.choose({ name: 'product.png', mimeType: 'image/png', buffer });
  for (const version of ['mediocre', 'good'] as const) {
    simulator.script(says(asAnswer(screenHtml(screen, version))));
  }
  await page.writeInto('product.html');
  await page.roundDone(1);
  await page.refine({ percent: 90, rounds: 3, dollars: 0.5 });
  await page.roundDone(2);
  await page.button('Refine').waitFor();
  const file = path.join(repositoryRoot, 'media', 'screenshots', `screenshot-${kind}.png`);
  await workbench.page.screenshot({ path: file });
  console.log(`Took ${path.relative(repositoryRoot, file)}.`);
}

async function takePictures(kind: string, colorTheme: string): Promise<void> {
  const { stage, end } = await openStage({
    colorTheme,
    viewport: { width: 1100, height: 720 },
    simulator: { wordsPerSecond: 300 },
    settings: {
      'workbench.activityBar.location': 'hidden',
      'workbench.sideBar.location': 'left',
      'stanza.workspace.send': 'always',
    },
  });
  try {
    const { workbench, simulator } = stage;
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    for (const name of ['shoppingList.ts', 'scale.ts']) await openFile(stage, name);
    const chat = await openChat(stage);
    simulator.script([
      {
        blocks: [
          { type: 'thinking', thinking: 'The listener calls the search without any delay.' },
          { type: 'text', text: ANSWER },
        ],
      },
    ]);
    await chat.ask(QUESTION);
    const clip = { x: 730, y: 0, width: 370, height: 720 };
    const file = path.join(repositoryRoot, 'media', 'screenshots', `chat-${kind}.png`);
    await workbench.page.screenshot({ path: file, clip });
    console.log(`Took ${path.relative(repositoryRoot, file)}.`);

    await chat.ask('Cancel it when the view goes away, and say why.');
    await chat.ask(`Here is the whole file. ${'const later = debounce(run, 200); '.repeat(400)}`);
    await chat.ask('And a test?');
    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    await workbench.runCommand('Stanza: Show What Is Sent');
    const prefix = await workbench.viewFrame('prefix');
    await prefix.getByText('In prefix order').first().waitFor();
    const prefixFile = path.join(repositoryRoot, 'media', 'screenshots', `prefix-${kind}.png`);
    await workbench.page.screenshot({ path: prefixFile });
    console.log(`Took ${path.relative(repositoryRoot, prefixFile)}.`);
    await takeEdit(stage, kind);
    await workbench.runCommand('Stanza: Show Spend');
    const spend = await workbench.viewFrame('spend');
    await spend.getByText('By task').first().waitFor();
    const spendFile = path.join(repositoryRoot, 'media', 'screenshots', `spend-${kind}.png`);
    await workbench.page.screenshot({ path: spendFile });
    console.log(`Took ${path.relative(repositoryRoot, spendFile)}.`);
    await takeScreenshotToCode(stage, kind);
  } finally {
    await end();
  }
}

/** A refactoring whose changes wait for a review. */
async function takeEdit(stage: Stage, kind: string): Promise<void> {
  const { workbench, simulator } = stage;
  await openFile(stage, 'scale.ts');
  simulator.script([says([replacing(ROUND, ROUNDED), replacing(FACTOR, GUARDED)].join('\n'))]);
  await selectLines(stage, 3, 13);
  await refactor(stage, 'Guard it against zero servings');
  await lens(stage, 'Accept All').waitFor();
  await goToLine(stage, 14);
  const file = path.join(repositoryRoot, 'media', 'screenshots', `edit-${kind}.png`);
  const clip = { x: 0, y: 0, width: 1100, height: 480 };
  await workbench.page.screenshot({ path: file, clip });
  console.log(`Took ${path.relative(repositoryRoot, file)}.`);
  await workbench.runCommand('Stanza: Reject All Changes');
}

async function main(): Promise<void> {
  for (const [kind, colorTheme] of Object.entries(THEMES)) await takePictures(kind, colorTheme);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
