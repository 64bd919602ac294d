import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import type { Page } from 'playwright-core';
import type { Model, ModelLine } from '../../src/core/models/model';
import { BUNDLED_MODELS } from '../../src/core/models/table';
import { pageTexts } from '../../src/core/screenshot/pageTexts';
import { fitted, visualTokens } from '../../src/shared/imageSize';
import type { ImageTier, Size } from '../../src/shared/imageSize';
import { SCREENS } from '../fixtures/screens';
import type { Screen } from '../fixtures/screens';
import { launchBrowser } from '../workbench/browser';
import { repositoryRoot } from '../workbench/repository';
import type { Report } from './report';
import { median, summary } from './statistics';
import type { Row } from './table';

const runs = 5;
const versions = ['screen', 'good', 'mediocre', 'bad'] as const;
type Version = (typeof versions)[number];

/** As the tests of the screens have it. */
const goodGoalPercent = 85;

const workerFile = path.join(repositoryRoot, 'src/webview/screenshot/compareWorker.ts');

/** The screen that the images of a round are counted for. */
const roundScreen = 'pricing';
const screenshotSize = { width: 1440, height: 900 };
const sharpSize = { width: 2880, height: 1800 };

/** What was found of a page, and how long it took. */
type Looked = {
  readonly score: number;
  readonly totalMs: number;
  /** The longest time in which the page's thread served nothing else. */
  readonly blockMs: number;
  readonly idleMs: number;
  /** What would be sent to have the code made better. */
  readonly pictures: readonly Size[];
};

type Measured = {
  readonly percent: Readonly<Record<Version, number>>;
  readonly totalMs: number;
  readonly blockMs: number;
  readonly idleMs: number;
};

/** Compares as the panel does, without a host. It is text, since it runs in the page. */
const probe = `
  import { workerOf } from './src/webview/images/workers';
  import { Comparer } from './src/webview/screenshot/comparer';
  import { Comparing } from './src/webview/screenshot/comparing';
  import { canvasOf } from './src/webview/screenshot/reference';

  // A timer that is wanted sooner comes after so many milliseconds all the same.
  const leastMs = 4;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  async function blockDuring(work) {
    let blockMs = 0;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      blockMs = Math.max(blockMs, nowMs - lastMs - leastMs);
      lastMs = nowMs;
    }, leastMs);
    const result = await work();
    await pause(leastMs * 5);
    clearInterval(timer);
    return { blockMs, result };
  }

  let canvas;
  const comparer = new Comparer(() => Promise.resolve(workerOf(globalThis.compareWorker)));
  export async function read(base64) {
    const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
    canvas = await canvasOf(new Blob([bytes], { type: 'image/png' }));
  }
  export async function look(html, window, tier) {
    let compared;
    const comparing = new Comparing({
      reference: async () => ({ chip: { id: 'bench', crop: undefined }, canvas }),
      want: () => ({ tier: tier ?? 'standard', isOneOfMany: false }),
      show: () => {},
      report: (reported) => (compared = reported),
      fail: (_, reason) => { throw new Error(reason); },
    }, comparer);
    await pause(100);
    const { blockMs, result: totalMs } = await blockDuring(async () => {
      const startedMs = performance.now();
      const withPictures = tier !== undefined;
      await comparing.draw({ number: 1, html, window, missing: [], withPictures });
      return performance.now() - startedMs;
    });
    const { blockMs: idleMs } = await blockDuring(() => pause(totalMs));
    const pictures = compared.pictures.map(({ width, height }) => ({ width, height }));
    return { score: compared.score, totalMs, blockMs, idleMs, pictures };
  }`;

/** How well pages are told apart by their pictures, how long that takes, and what images cost. */
export async function measureScreens(report: Report): Promise<Row[]> {
  report('Screens and their answers');
  const profile = await mkdtemp(path.join(tmpdir(), 'stanza-bench-screens-'));
  const context = await launchBrowser(profile, screenshotSize);
  try {
    const page = await context.newPage();
    await page.goto('about:blank');
    const worker = await scriptOf({ entryPoints: [workerFile] });
    await page.evaluate(`globalThis.compareWorker = ${JSON.stringify(worker)}; undefined`);
    await page.evaluate(await probeScript());
    const photographer = await context.newPage();
    const measured: Measured[] = [];
    for (const screen of SCREENS) {
      await readScreenshot(page, photographer, screen);
      measured.push(await measureScreen(page, screen));
    }
    return [...rowsAbout(measured), ...(await tokenRows(page, photographer))];
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function scriptOf(input: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...input,
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'chrome138',
    logLevel: 'error',
  });
  return outputFiles?.[0]?.text ?? '';
}

async function probeScript(): Promise<string> {
  const stdin = { contents: probe, resolveDir: repositoryRoot };
  const text = await scriptOf({ stdin, globalName: 'stanzaBenchScreens' });
  // What is declared in an evaluated text is not global in every browser.
  return `${text}; globalThis.stanzaBenchScreens = stanzaBenchScreens; undefined`;
}

/** The browser's own picture of a screen becomes what is compared with. */
async function readScreenshot(page: Page, photographer: Page, screen: Screen): Promise<void> {
  const { width, height } = screen;
  await photographer.bringToFront();
  await photographer.setViewportSize({ width, height });
  await photographer.setContent(await htmlOf(screen, 'screen'));
  const picture = await photographer.screenshot();
  await page.bringToFront();
  await page.evaluate(`stanzaBenchScreens.read('${picture.toString('base64')}')`);
}

async function measureScreen(page: Page, screen: Screen): Promise<Measured> {
  const percent = { screen: 0, good: 0, mediocre: 0, bad: 0 };
  for (const version of versions) {
    percent[version] = (await look(page, screen, version)).score * 100;
  }
  // All of it has been compiled by now.
  const all: Looked[] = [];
  for (let run = 1; run <= runs; run += 1) all.push(await look(page, screen, 'good'));
  return {
    percent,
    totalMs: median(all.map(({ totalMs }) => totalMs)),
    blockMs: median(all.map(({ blockMs }) => blockMs)),
    idleMs: median(all.map(({ idleMs }) => idleMs)),
  };
}

async function look(
  page: Page,
  screen: Screen,
  version: Version,
  tier?: ImageTier,
): Promise<Looked> {
  const file = `${version}.html`;
  const html = await htmlOf(screen, version);
  const { still } = await pageTexts({ path: file, html }, () => Promise.resolve(undefined));
  const { width, height } = screen;
  const values = [still, { width, height }, ...(tier === undefined ? [] : [tier])];
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return page.evaluate<Looked>(`stanzaBenchScreens.look(${list})`);
}

async function htmlOf({ name }: Screen, version: Version): Promise<string> {
  const folder = path.join(repositoryRoot, 'test', 'fixtures', 'screens', name);
  return readFile(path.join(folder, `${version}.html`), 'utf8');
}

function rowsAbout(measured: readonly Measured[]): Row[] {
  const percent = (version: Version): number[] => measured.map((each) => each.percent[version]);
  const alike = (version: Version): string => summary(percent(version), '%', 1, 'screens');
  const ordered = measured.filter(
    ({ percent: { good, mediocre, bad } }) => bad < mediocre && mediocre < good,
  );
  const ms = (key: 'totalMs' | 'blockMs' | 'idleMs'): string =>
    summary(
      measured.map((each) => each[key]),
      'ms',
      0,
      'screens',
    );
  const answers = 'answers drawn and compared with the screenshot as the panel does';
  return [
    {
      what: 'Screens: how alike good answers come out',
      how: answers,
      result: alike('good'),
      goal: `each at least ${goodGoalPercent} %`,
      met: percent('good').every((each) => each >= goodGoalPercent),
    },
    info('Screens: how alike mediocre answers come out', answers, alike('mediocre')),
    info('Screens: how alike bad answers come out', answers, alike('bad')),
    info(
      'Screens: how true the drawing is',
      "the screen's own HTML drawn by Stanza, compared with Chromium's screenshot of it",
      alike('screen'),
    ),
    {
      what: 'Screens in the right order',
      how: 'a bad answer below a mediocre one, and that below a good one',
      result: `${ordered.length} of ${measured.length}`,
      goal: 'all',
      met: ordered.length === measured.length,
    },
    info(
      'Drawing a page and comparing it with its screenshot',
      `good answers, without the pictures that are sent; of each screen the median of ${runs} runs`,
      ms('totalMs'),
    ),
    info(
      'Drawing a page and comparing it: longest block',
      "of the page's main thread in the same runs, by a timer of 4 ms",
      `${ms('blockMs')}; idle for as long ${ms('idleMs')}`,
    ),
  ];
}

/** A row to be compared with. */
function info(what: string, how: string, result: string): Row {
  return { what, how, result, goal: '', met: undefined };
}

/** What images cost in tokens, by the sizes at which they are sent. */
async function tokenRows(page: Page, photographer: Page): Promise<Row[]> {
  const screen = SCREENS.find(({ name }) => name === roundScreen);
  if (!screen) throw new Error(`There is no screen ${roundScreen}.`);
  await readScreenshot(page, photographer, screen);
  const screenshot: string[] = [];
  const round: string[] = [];
  for (const line of ['sonnet', 'haiku'] as const) {
    const { imageTier, displayName } = newestOf(line);
    const sharp = visualTokens(fitted(sharpSize, imageTier));
    const told = (tokens: number): string =>
      `${displayName} ${tokens}, ${(tokens / sharp).toFixed(2)} of ${sharp}`;
    screenshot.push(told(visualTokens(fitted(screenshotSize, imageTier))));
    const { pictures } = await look(page, screen, 'mediocre', imageTier);
    const tokens = pictures.map((each) => visualTokens(each));
    const total = tokens.reduce((sum, each) => sum + each, 0);
    round.push(`${told(total)} (${tokens.join(' + ')})`);
  }
  const sharp = `beside one of ${describeSize(sharpSize)} as the model takes it`;
  return [
    info(
      `Tokens of a screenshot of ${describeSize(screenshotSize)}`,
      `by the size at which it is sent, ${sharp}`,
      screenshot.join('; '),
    ),
    info(
      "Tokens of a refining round's images",
      `the picture and the regions of a mediocre answer in a window of ${describeSize(screen)}, ${sharp}`,
      round.join('; '),
    ),
  ];
}

function newestOf(line: ModelLine): Model {
  const [model] = BUNDLED_MODELS.filter(
    (each) => each.line === line && each.lifecycle === 'active',
  ).toSorted((a, b) => b.releasedAtMs - a.releasedAtMs);
  if (!model) throw new Error(`There is no model of the line ${line}.`);
  return model;
}

function describeSize({ width, height }: Size): string {
  return `${width} × ${height}`;
}
