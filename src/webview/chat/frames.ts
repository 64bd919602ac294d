/** No task may hold up the editor's window; this leaves room for the browser's own work. */
const BUDGET_MS = 8;

/**
 * Runs work in slices: at once, as far as a slice reaches, and then one slice in each frame. A
 * page that is hidden gets no frames, so a timer stands in for them.
 */
export class Frames {
  private scheduled = false;

  /**
   * @param step does a little work; true while there is more
   * @param afterSlice runs once after the steps of a slice
   */
  constructor(
    private readonly step: () => boolean,
    private readonly afterSlice: () => void,
  ) {}

  /** There is work. */
  wake(): void {
    if (!this.scheduled) this.slice();
  }

  private slice(): void {
    this.scheduled = false;
    const endMs = performance.now() + BUDGET_MS;
    let more = true;
    do more = this.step();
    while (more && performance.now() < endMs);
    this.afterSlice();
    if (!more) return;
    this.scheduled = true;
    if (document.hidden) setTimeout(() => this.slice(), 50);
    else requestAnimationFrame(() => this.slice());
  }
}
