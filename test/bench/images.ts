import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { waitFor } from '../workbench/waitFor';
import { openBenchWindow, startChat } from './chat';
import type { Report } from './report';
import { median, summary } from './statistics';
import type { Row } from './table';

const runs = 7;
const size = { width: 4000, height: 3000 };
const readyGoalMs = 1000;
const blockGoalMs = 50;
/** What the page and the host still do once the tokens are shown, such as keeping the file. */
const afterwardsMs = 500;

/** An image that was attached, from the choice of its file to its tokens on the screen. */
type Attaching = {
  readonly readyMs: number;
  /** The longest time in which the page's thread served nothing else. */
  readonly blockMs: number;
};

/**
 * A screenshot of an editor on a large display: lines of coloured text beside a side bar. It is
 * text, since it runs in the page.
 */
const drawScreenshot = `(async () => {
  const canvas = new OffscreenCanvas(${size.width}, ${size.height});
  const context = canvas.getContext('2d');
  const fill = (color, ...area) => {
    context.fillStyle = color;
    context.fillRect(...area);
  };
  fill('#1f1f1f', 0, 0, ${size.width}, ${size.height});
  fill('#181818', 0, 0, 700, ${size.height});
  context.font = '26px monospace';
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const word = () => Math.abs(random(36 ** 6)).toString(36).slice(0, 2 + random(8));
  const colors = ['#cccccc', '#9cdcfe', '#c586c0', '#ce9178', '#6a9955'];
  for (let y = 40; y < ${size.height}; y += 38) {
    context.fillStyle = '#cccccc';
    context.fillText(word() + '.ts', 60 + random(3) * 30, y);
    for (let x = 800 + random(5) * 64; x < 1600 + random(2200);) {
      const text = word();
      context.fillStyle = colors[random(colors.length)];
      context.fillText(text, x, y);
      x += context.measureText(text + ' ').width;
    }
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
})()`;

/**
 * Notes when a file is chosen and when the tokens of its image have been painted. A timer tells
 * how long the thread, which the page shares with the workbench, served nothing else meanwhile.
 */
const probe = `(() => {
  // A timer that is wanted sooner comes after so many milliseconds all the same.
  const leastMs = 4;
  const seen = { readyMs: 0, blockMs: 0 };
  let startedMs = 0;
  let timer;
  const start = () => {
    clearInterval(timer);
    Object.assign(seen, { readyMs: 0, blockMs: 0 });
    startedMs = performance.now();
    let lastMs = startedMs;
    timer = setInterval(() => {
      const nowMs = performance.now();
      seen.blockMs = Math.max(seen.blockMs, nowMs - lastMs - leastMs);
      lastMs = nowMs;
    }, leastMs);
  };
  let wasShown = false;
  new MutationObserver(() => {
    const chips = document.querySelector('.image-chips');
    const isShown = chips?.textContent.includes('tokens') ?? false;
    const isNews = isShown && !wasShown;
    wasShown = isShown;
    if (!isNews) return;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (seen.readyMs = performance.now() - startedMs);
      channel.port2.postMessage(null);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  document.addEventListener('change', ({ target }) => target.type === 'file' && start(), {
    capture: true,
  });
  window.stanzaBenchImages = { start, look: () => ({ ...seen }) };
})()`;

/** How soon a large screenshot can be sent, and whether the window can be used meanwhile. */
export async function measureImages(report: Report): Promise<Row[]> {
  report('A large screenshot');
  const folder = await mkdtemp(path.join(tmpdir(), 'stanza-bench-images-'));
  const window = await openBenchWindow();
  try {
    const { frame } = await startChat(window);
    const file = path.join(folder, 'screenshot.png');
    const base64 = await frame.evaluate<string>(drawScreenshot);
    await writeFile(file, Buffer.from(base64, 'base64'));
    await frame.evaluate(probe);
    // The first one starts the worker, and makes the engine compile what it runs.
    await attach(frame, file);
    const all: Attaching[] = [];
    const idleMs: number[] = [];
    for (let run = 1; run <= runs; run += 1) {
      const attaching = await attach(frame, file);
      all.push(attaching);
      idleMs.push(await idleBlock(frame, attaching.readyMs + afterwardsMs));
    }
    return rowsAbout(all, idleMs, (base64.length / 4) * 3);
  } finally {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Attaches a file, and removes it again. */
async function attach(frame: Frame, file: string): Promise<Attaching> {
  await frame.locator('input[type="file"]').setInputFiles(file);
  await waitFor('the tokens of the image', async () => (await look(frame)).readyMs > 0);
  await frame.page().waitForTimeout(afterwardsMs);
  const attaching = await look(frame);
  await frame.getByRole('button', { name: 'Remove screenshot.png' }).click();
  await frame.locator('.image-tray').waitFor({ state: 'hidden' });
  return attaching;
}

/** The same while nothing happens: other programs hold up a thread too. */
async function idleBlock(frame: Frame, durationMs: number): Promise<number> {
  await frame.page().waitForTimeout(afterwardsMs);
  await frame.evaluate('stanzaBenchImages.start()');
  await frame.page().waitForTimeout(durationMs);
  return (await look(frame)).blockMs;
}

async function look(frame: Frame): Promise<Attaching> {
  return frame.evaluate<Attaching>('stanzaBenchImages.look()');
}

function rowsAbout(all: readonly Attaching[], idleMs: readonly number[], bytes: number): Row[] {
  const ready = all.map(({ readyMs }) => readyMs);
  const blocks = all.map(({ blockMs }) => blockMs);
  const what = '12-megapixel PNG, from the file to ready to be sent';
  return [
    {
      what,
      how: `a screenshot full of text, ${(bytes / 1e6).toFixed(1)} MB, from its choice to the frame that shows its tokens`,
      result: summary(ready, 'ms'),
      goal: 'within 1 s',
      met: median(ready) <= readyGoalMs,
    },
    {
      what: `${what}: longest block`,
      how: 'of the thread that the chat shares with the workbench, by a timer of 4 ms, until half a second later',
      result: `${summary(blocks, 'ms')}; idle for as long ${summary(idleMs, 'ms')}`,
      goal: 'at most 50 ms',
      met: median(blocks) <= blockGoalMs,
    },
  ];
}
