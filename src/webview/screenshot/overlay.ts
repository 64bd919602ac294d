import { t } from '@vscode/l10n';
import type { Format } from '../../shared/format';
import type { Tile } from '../../shared/imageSize';
import type { Shown } from './comparing';

/** The screenshot and what the code shows above each other, with a slider between them. */
export class Overlay {
  readonly element = document.createElement('figure');
  private readonly stage = document.createElement('div');
  private readonly screenshot = document.createElement('canvas');
  private readonly result = document.createElement('canvas');
  private readonly edge = document.createElement('div');
  private readonly slider = document.createElement('input');
  private readonly marks = document.createElement('div');
  private readonly caption = document.createElement('figcaption');

  constructor(private readonly format: Format) {
    this.element.className = 'overlay';
    this.element.hidden = true;
    this.stage.className = 'overlay-stage';
    this.screenshot.ariaLabel = t('The screenshot');
    this.screenshot.role = 'img';
    this.result.ariaLabel = t('What the code shows');
    this.result.role = 'img';
    this.result.className = 'overlay-result';
    this.edge.className = 'overlay-edge';
    this.marks.className = 'overlay-marks';
    this.slider.type = 'range';
    this.slider.min = '0';
    this.slider.max = '100';
    this.slider.value = '50';
    this.slider.ariaLabel = t('Screenshot to the left, code to the right');
    this.slider.addEventListener('input', () => this.split());
    this.stage.append(this.screenshot, this.result, this.marks, this.edge, this.slider);
    this.element.append(this.caption, this.stage);
    this.split();
  }

  show({ screenshot, result, window, score, regions }: Shown): void {
    const { width, height } = window;
    draw(this.screenshot, screenshot, width, height);
    draw(this.result, result, width, height);
    this.marks.replaceChildren(...regions.map((region) => markOf(region, width, height)));
    this.caption.textContent = t(
      '{0} alike. The frames show where they differ most.',
      this.format.percent(Math.floor(score * 100) / 100),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** The code shows from the slider on. */
  private split(): void {
    const { value } = this.slider;
    this.slider.ariaValueText = t(
      '{0} of the screenshot',
      this.format.percent(Number(value) / 100),
    );
    this.result.style.setProperty('clip-path', `inset(0 0 0 ${value}%)`);
    this.edge.style.setProperty('inset-inline-start', `${value}%`);
  }
}

function draw(
  canvas: HTMLCanvasElement,
  source: OffscreenCanvas,
  width: number,
  height: number,
): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
}

function markOf({ x, y, width, height }: Tile, all: number, tall: number): HTMLElement {
  const mark = document.createElement('div');
  mark.style.setProperty('left', `${(x / all) * 100}%`);
  mark.style.setProperty('top', `${(y / tall) * 100}%`);
  mark.style.setProperty('width', `${(width / all) * 100}%`);
  mark.style.setProperty('height', `${(height / tall) * 100}%`);
  return mark;
}
