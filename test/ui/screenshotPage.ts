import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { Screen } from '../fixtures/screens';
import { repositoryRoot } from '../workbench/repository';
import { waitFor } from '../workbench/waitFor';
import type { Stage } from './support';

export interface ImageFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The panel Screenshot to Code, by its accessible names. */
export class ScreenshotPage {
  readonly chips: Locator;
  readonly file: Locator;
  readonly stack: Locator;
  readonly width: Locator;
  readonly rounds: Locator;
  /** Writes the code, for the first time or anew; not while it runs. */
  readonly begin: Locator;

  constructor(
    readonly frame: Frame,
    private readonly stage: Stage,
  ) {
    this.chips = frame.getByRole('list', { name: 'Attached images' }).getByRole('listitem');
    this.file = frame.getByRole('textbox', { name: 'Into the file' });
    this.stack = frame.getByRole('combobox', { name: 'Written with' });
    this.width = frame.getByRole('spinbutton', { name: 'Width of the window' });
    this.rounds = frame.locator('.rounds tbody tr[data-state]');
    this.begin = frame.getByRole('button', { name: /^Write (?:Code|Anew)$/, disabled: false });
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** What was asked for is folded once there is a result. */
  async unfold(): Promise<void> {
    const asked = this.frame.locator('details.asked');
    if ((await asked.getAttribute('open')) === null) await asked.locator('summary').click();
  }

  async choose(...files: readonly ImageFile[]): Promise<void> {
    await this.unfold();
    const before = await this.chips.count();
    await this.frame.locator('.attach input[type="file"]').setInputFiles([...files]);
    await this.ready(before + files.length);
  }

  /** Waits until so many images are there, ready to be sent, and their window is known. */
  async ready(count: number): Promise<void> {
    await waitFor(`${count} images to be ready`, async () => {
      // An image that comes unfolds it too, so that a click may fold it again.
      await this.unfold();
      const busy = await this.frame.locator('.image-chips [aria-busy]').count();
      const measured = count === 0 || (await this.width.count()) > 0;
      return (await this.chips.count()) === count && busy === 0 && measured;
    });
  }

  /** Begins anew with these images alone. */
  async chooseOnly(...files: readonly ImageFile[]): Promise<void> {
    await this.unfold();
    for (let left = await this.chips.count(); left > 0; left -= 1) {
      await this.chips
        .first()
        .getByRole('button', { name: /^Remove/ })
        .click();
      await this.ready(left - 1);
    }
    await this.choose(...files);
  }

  /** Begins, and waits until the result is the one of this file. */
  async writeInto(file: string): Promise<void> {
    await this.unfold();
    await this.file.fill(file);
    await this.begin.click();
    await this.button(file).waitFor();
  }

  /** Waits until a round is done, and gives how alike it came out, in percent. */
  async roundDone(number: number): Promise<number> {
    const row = this.rounds.nth(number - 1).and(this.frame.locator('[data-state="done"]'));
    await row.waitFor();
    return Number.parseInt(await row.locator('td').nth(1).innerText(), 10);
  }

  async refine(limits: { percent: number; rounds: number; dollars: number }): Promise<void> {
    for (const [name, value] of [
      ['Until alike, %', limits.percent],
      ['Most rounds', limits.rounds],
      ['Most dollars', limits.dollars],
    ] as const) {
      await this.frame.getByRole('spinbutton', { name }).fill(String(value));
    }
    await this.button('Refine').click();
  }

  /** Dollars of each round, as the table says. */
  async costs(): Promise<number[]> {
    const cells = await this.rounds.locator('td:nth-child(4)').allInnerTexts();
    return cells.map((text) => Number(text.replace(/[^\d.]/g, '')));
  }

  /** Takes a picture of an HTML page in a window of its own. */
  async pictureOf(html: string, { width, height }: Omit<Screen, 'name'>): Promise<Buffer> {
    const page = await this.stage.workbench.page.context().newPage();
    try {
      await page.setViewportSize({ width, height });
      await page.setContent(html);
      return await page.screenshot();
    } finally {
      await page.close();
    }
  }
}

/** Shows the panel. */
export async function openScreenshots(stage: Stage): Promise<ScreenshotPage> {
  await stage.workbench.runCommand('Stanza: Screenshot to Code…');
  return screenshotPage(stage);
}

/** The panel, once it is there. */
export async function screenshotPage(stage: Stage): Promise<ScreenshotPage> {
  const frame = await stage.workbench.viewFrame('screenshot');
  await frame.locator('main:not([aria-busy])').waitFor();
  return new ScreenshotPage(frame, stage);
}

export type Version = 'screen' | 'good' | 'mediocre' | 'bad';

/** A page of the corpus: what was to be built, or an answer that a model could give. */
export function screenHtml({ name }: Screen, version: Version): string {
  return readFileSync(
    path.join(repositoryRoot, 'test', 'fixtures', 'screens', name, `${version}.html`),
    'utf8',
  );
}

/** A page as a model answers with it. */
export function asAnswer(html: string): string {
  return `\`\`\`html\n${html}\`\`\`\n`;
}
