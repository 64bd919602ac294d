import type { HostMessage } from '../../shared/chatProtocol';

type Delta = Extract<HostMessage, { type: 'delta' }>;

/** The eye sees no more often, and each message has a cost of its own. */
const INTERVAL_MS = 24;

/** So many deltas may be under way unseen before the view is given time to draw. */
const WINDOW = 8;

/**
 * Sends an answer's text to the view in numbered pieces: the first at once, the following ones
 * gathered, and none while the view is behind.
 */
export class DeltaSender {
  private thinking = '';
  private text = '';
  private timer: NodeJS.Timeout | undefined;
  private lastSentMs = -Infinity;
  private sent: number;
  private shown: number;

  constructor(
    private readonly answerId: string,
    lastNumber: number,
    private readonly post: (delta: Delta) => void,
  ) {
    this.sent = lastNumber;
    this.shown = lastNumber;
  }

  /** The number of the last piece that was sent. */
  get lastNumber(): number {
    return this.sent;
  }

  add(kind: 'thinking' | 'text', text: string): void {
    this[kind] += text;
    this.schedule();
  }

  /** The view has drawn everything up to this piece. */
  acknowledge(number: number): void {
    this.shown = Math.max(this.shown, number);
    this.schedule();
  }

  /** Sends what is left, whether the view is behind or not: nothing comes after it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.thinking === '' && this.text === '') return;
    this.sent += 1;
    this.lastSentMs = performance.now();
    this.post({
      type: 'delta',
      number: this.sent,
      answerId: this.answerId,
      thinking: this.thinking,
      text: this.text,
    });
    this.thinking = '';
    this.text = '';
  }

  /**
   * The view was drawn anew from a snapshot that holds all text so far, so nothing is left to
   * send and nothing is under way.
   */
  restart(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.thinking = '';
    this.text = '';
    this.shown = this.sent;
  }

  private schedule(): void {
    if (this.timer || this.sent - this.shown >= WINDOW) return;
    const waitMs = this.lastSentMs + INTERVAL_MS - performance.now();
    if (waitMs <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), waitMs);
  }
}
