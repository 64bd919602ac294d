import type { Conversation } from '../../core/conversation/conversation';
import { keepAlive, prewarm, REFRESH_AHEAD_MS } from '../../core/warming';
import type { WarmingParts, WarmUp } from '../../core/warming';

/** How often it is looked whether a cache is about to expire. */
const LOOK_MS = REFRESH_AHEAD_MS / 2;

interface WarmKeeperParts extends WarmingParts {
  readonly hasKey: () => Promise<boolean>;
  readonly warmsAhead: () => boolean;
}

/** Warms the cache when the chat is opened and keeps it alive between turns, if the user wants it. */
export class WarmKeeper {
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private refreshes = 0;

  constructor(
    private readonly parts: WarmKeeperParts,
    private readonly conversation: () => Promise<Conversation>,
    /** Told what the request under way costs, and null once it is over. */
    private readonly show: (usd: number | undefined | null) => void,
  ) {}

  /** The chat is opened: its next message will probably come soon. */
  async opened(): Promise<void> {
    if (!(await this.mayWarm())) return;
    const conversation = await this.conversation();
    this.run(() => prewarm(this.parts, conversation));
    await this.running;
  }

  /** A turn has ended; from here on its cache is kept alive for as long as that pays. */
  turnEnded(): void {
    this.refreshes = 0;
    clearInterval(this.timer);
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  /** Resolves once no request of ours is under way. */
  async settled(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async look(): Promise<void> {
    if (!(await this.mayWarm())) return;
    const conversation = await this.conversation();
    this.run(async () => {
      const warmUp = await keepAlive(this.parts, conversation, this.refreshes);
      if (warmUp) this.refreshes += 1;
      return warmUp;
    });
  }

  private async mayWarm(): Promise<boolean> {
    return this.parts.warmsAhead() && this.parts.hasKey();
  }

  /** One at a time. What goes wrong costs the user nothing but time, so it is only logged. */
  private run(find: () => Promise<WarmUp | undefined>): void {
    this.running = this.running
      .then(find)
      .then(async (warmUp) => {
        if (!warmUp) return;
        this.show(warmUp.usd);
        await warmUp.run(AbortSignal.timeout(60_000)).finally(() => this.show(null));
      })
      .catch((error: unknown) => this.parts.log.error('The cache could not be warmed.', error));
  }
}
