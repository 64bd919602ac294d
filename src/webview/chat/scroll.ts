/** Nearer to the end than this counts as being there. */
const NEAR_PX = 24;

/** Keeps the end of the log in sight while it grows, unless the reader has scrolled away. */
export class Scroll {
  private following = true;

  constructor(private readonly element: HTMLElement) {
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      this.following = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    });
  }

  /** The log has grown. */
  follow(): void {
    if (this.following) this.element.scrollTop = this.element.scrollHeight;
  }

  /** Goes to the end, wherever the reader was. */
  toEnd(): void {
    this.following = true;
    this.follow();
  }
}
