import { t } from '@vscode/l10n';
import { html, render } from 'lit/html.js';
import { between, moved, resized } from '../../shared/cropRectangle';
import type { Point } from '../../shared/cropRectangle';
import type { Crop } from '../../shared/imageProtocol';
import type { Size } from '../../shared/imageSize';

/** What was chosen: a part of the image, or undefined for all of it. */
export interface CropChoice {
  readonly crop: Crop | undefined;
}

/** With an arrow key the rectangle moves by this share of the image's longer side. */
const KEY_STEP = 0.02;

const CORNERS = ['north west', 'north east', 'south west', 'south east'] as const;
type Corner = (typeof CORNERS)[number];

/** Asks which part of an image is to be sent, with the pointer or with the keyboard. */
export class CropDialog {
  private readonly dialog = document.createElement('dialog');
  private readonly picture = new Image();
  private readonly area = document.createElement('div');
  private readonly frame = document.createElement('div');
  private readonly numbers = document.createElement('output');
  private crop: Crop = { x: 0, y: 0, width: 1, height: 1 };
  private choice: CropChoice | undefined;

  constructor(private readonly name: string) {
    this.dialog.className = 'crop-dialog';
    this.dialog.ariaLabel = t('Crop {0}', name);
    this.area.className = 'crop-area';
    this.picture.alt = '';
    this.picture.draggable = false;
    this.frame.className = 'crop-frame';
    this.frame.tabIndex = 0;
    this.frame.autofocus = true;
    // A rectangle that is moved is no control that screen readers know; the keys are its own.
    this.frame.role = 'application';
    this.frame.ariaLabel = t('Part to send');
    this.frame.setAttribute('aria-describedby', 'crop-keys');
    this.area.append(this.picture, this.frame);
    this.listen();
  }

  /** Undefined where it was cancelled, or the image cannot be shown. */
  async ask(file: Blob, crop: Crop | undefined): Promise<CropChoice | undefined> {
    const url = URL.createObjectURL(file);
    try {
      this.picture.src = url;
      await this.picture.decode();
      this.crop = crop ?? { x: 0, y: 0, ...this.size };
      this.draw();
      render(this.template(), this.dialog);
      document.body.append(this.dialog);
      const closed = new Promise((resolve) => this.dialog.addEventListener('close', resolve));
      this.dialog.showModal();
      await closed;
      return this.choice;
    } catch {
      return undefined;
    } finally {
      this.dialog.remove();
      URL.revokeObjectURL(url);
    }
  }

  private get size(): Size {
    return { width: this.picture.naturalWidth, height: this.picture.naturalHeight };
  }

  private template() {
    return html`<h2>${t('Crop {0}', this.name)}</h2>
      <div class="crop-stage">${this.area}</div>
      <p class="crop-numbers">${this.numbers}</p>
      <p class="dim" id="crop-keys">
        ${t('Arrow keys move the frame, with Shift they resize it, with Ctrl by one pixel.')}
      </p>
      <p class="actions">
        <button type="button" class="primary" @click=${() => this.close({ crop: this.chosen })}>
          ${t('Crop')}
        </button>
        <button type="button" class="secondary" @click=${() => this.close({ crop: undefined })}>
          ${t('Whole Image')}
        </button>
        <button type="button" class="secondary" @click=${() => this.close(undefined)}>
          ${t('Cancel')}
        </button>
      </p>`;
  }

  private get chosen(): Crop | undefined {
    const { width, height } = this.crop;
    return width === this.size.width && height === this.size.height ? undefined : this.crop;
  }

  private close(choice: CropChoice | undefined): void {
    this.choice = choice;
    this.dialog.close();
  }

  private listen(): void {
    for (const corner of CORNERS) this.frame.append(handleOf(corner));
    this.frame.addEventListener('keydown', (event) => this.press(event));
    this.area.addEventListener('pointerdown', (event) => this.drag(event));
  }

  private press(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const longer = Math.max(this.size.width, this.size.height);
    const step = event.ctrlKey || event.metaKey ? 1 : Math.max(1, Math.round(longer * KEY_STEP));
    const by = { x: direction.x * step, y: direction.y * step };
    this.set((event.shiftKey ? resized : moved)(this.crop, by, this.size));
  }

  /** Moves the frame, pulls one of its corners, or begins a new one beside it. */
  private drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.frame.focus();
    const start = this.pointOf(event);
    const before = this.crop;
    const corner = event.target instanceof HTMLElement ? event.target.dataset['corner'] : undefined;
    const anchor = corner === undefined ? start : oppositeOf(corner, before);
    const moves = event.target === this.frame;
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const follow = (next: PointerEvent): void => {
      const point = this.pointOf(next);
      const by = { x: point.x - start.x, y: point.y - start.y };
      this.set(moves ? moved(before, by, this.size) : between(anchor, point, this.size));
    };
    this.area.setPointerCapture(event.pointerId);
    this.area.addEventListener('pointermove', follow, { signal: ended.signal });
    this.area.addEventListener('pointerup', end, { signal: ended.signal });
    this.area.addEventListener('pointercancel', end, { signal: ended.signal });
  }

  private pointOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top, width } = this.picture.getBoundingClientRect();
    const scale = this.size.width / width;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  }

  private set(crop: Crop): void {
    this.crop = crop;
    this.draw();
  }

  private draw(): void {
    const { x, y, width, height } = this.crop;
    const { style } = this.frame;
    style.left = `${(100 * x) / this.size.width}%`;
    style.top = `${(100 * y) / this.size.height}%`;
    style.width = `${(100 * width) / this.size.width}%`;
    style.height = `${(100 * height) / this.size.height}%`;
    this.numbers.textContent = t(
      '{0} × {1} pixels, {2} from the left, {3} from the top',
      width,
      height,
      x,
      y,
    );
  }
}

const DIRECTIONS: Readonly<Partial<Record<string, Point>>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function handleOf(corner: Corner): HTMLElement {
  const handle = document.createElement('span');
  handle.className = `crop-handle ${corner}`;
  handle.dataset['corner'] = corner;
  return handle;
}

/** The corner that stays where it is while this one is pulled. */
function oppositeOf(corner: string, { x, y, width, height }: Crop): Point {
  return {
    x: corner.includes('west') ? x + width : x,
    y: corner.includes('north') ? y + height : y,
  };
}
