import { t } from '@vscode/l10n';
import type { WantedImages } from '../../shared/imageProtocol';
import type { Size } from '../../shared/imageSize';
import type { Compared, Drawing } from '../../shared/screenshotProtocol';
import { drawn } from '../images/make';
import { Comparer } from './comparer';
import { compareCanvases, picturesOf } from './compareCanvases';
import type { Found } from './compareCanvases';
import { pictureOf } from './pagePicture';
import type { Reference } from './reference';

interface ComparingHooks {
  /** The screenshot that a run is about; undefined where it is not there any more. */
  readonly reference: () => Promise<Reference | undefined>;
  readonly want: () => WantedImages;
  /** The code's picture is there, and what was found. */
  readonly show: (shown: Shown) => void;
  readonly report: (compared: Compared) => void;
  readonly fail: (drawing: number, reason: string) => void;
}

/** What the overlay shows. */
export interface Shown extends Found {
  readonly screenshot: OffscreenCanvas;
  readonly result: OffscreenCanvas;
  readonly window: Size;
}

/** Draws pages and holds them against the screenshot, always the newest that there is. */
export class Comparing {
  private next: Drawing | undefined;
  private isRunning = false;

  constructor(
    private readonly hooks: ComparingHooks,
    private readonly comparer = new Comparer(),
  ) {}

  /** A page is to be drawn; those before it do not matter any more. */
  async draw(drawing: Drawing): Promise<void> {
    this.next = drawing;
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      for (let page = this.take(); page; page = this.take()) await this.work(page);
    } finally {
      this.isRunning = false;
    }
  }

  /** The user has a screenshot of the result instead. */
  async compareWith(result: OffscreenCanvas, window: Size): Promise<void> {
    const whole = { x: 0, y: 0, width: result.width, height: result.height };
    await this.finish(drawn(result, whole, window), { number: 0, window, withPictures: true });
  }

  private take(): Drawing | undefined {
    const { next } = this;
    this.next = undefined;
    return next;
  }

  private async work(drawing: Drawing): Promise<void> {
    try {
      const picture = await pictureOf(drawing.html, drawing.window);
      const { width, height } = drawing.window;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (context) context.fillStyle = '#fff';
      context?.fillRect(0, 0, width, height);
      // At its own size first: made smaller at once, it would be drawn and not shrunk.
      context?.drawImage(picture, 0, 0);
      await this.finish(canvas, drawing);
    } catch (error) {
      this.hooks.fail(drawing.number, error instanceof Error ? error.message : String(error));
    }
  }

  private async finish(
    result: OffscreenCanvas,
    { number, window, withPictures }: Pick<Drawing, 'number' | 'window' | 'withPictures'>,
  ): Promise<void> {
    const { hooks } = this;
    const reference = await hooks.reference();
    if (!reference) {
      hooks.fail(number, t('the screenshot is not there any more'));
      return;
    }
    const screenshot = reference.canvas;
    const found = await compareCanvases(this.comparer, screenshot, result, window);
    hooks.show({ ...found, screenshot, result, window });
    const { score, regions } = found;
    const pictures = withPictures
      ? await picturesOf(screenshot, result, { window, regions, want: hooks.want() })
      : [];
    hooks.report({ drawing: number, score, regions, pictures });
  }
}
