/** Changes come in swarms: a save is a change of the document, of the file and of the tab. */
const QUIET_MS = 200;

/** Where the changes never end, they are looked at after this time. */
const LONGEST_WAIT_MS = 2000;

/** Calls back once a swarm of changes is over. */
export class Quiet {
  private timer: NodeJS.Timeout | undefined;
  private sinceMs = 0;
  private isDisposed = false;

  constructor(private readonly onQuiet: () => void) {}

  schedule(): void {
    if (this.isDisposed) return;
    if (this.timer === undefined) {
      this.sinceMs = performance.now();
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.onQuiet();
      }, QUIET_MS);
    } else if (performance.now() - this.sinceMs < LONGEST_WAIT_MS - QUIET_MS) {
      this.timer.refresh();
    }
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
  }
}
