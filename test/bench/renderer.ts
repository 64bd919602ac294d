import type { CDPSession, Frame, Page } from 'playwright-core';

/** The process that draws the window, asked over the browser's own protocol. */
export class Renderer {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** @throws when the chat has a process of its own, which this would not measure */
  static async of(page: Page, chat: Frame): Promise<Renderer> {
    const context = page.context();
    // Only a frame in another process than its page's has a session of its own.
    const separate = await context.newCDPSession(chat).catch(() => undefined);
    if (separate !== undefined) throw new Error('The chat is drawn by another process.');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Renderer(session);
  }

  /** How long its main thread has worked, in milliseconds of processor time. */
  async workedMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const task = metrics.find(({ name }) => name === 'TaskDuration');
    return (task?.value ?? Number.NaN) * 1000;
  }

  /** The memory of scripts and documents after a garbage collection. */
  async memoryBytes(): Promise<number> {
    // What one collection frees may have kept more alive until then.
    for (let time = 0; time < 3; time += 1) await this.#session.send('HeapProfiler.collectGarbage');
    const heap: {
      readonly usedSize: number;
      readonly embedderHeapUsedSize?: number;
      readonly backingStorageSize?: number;
    } = await this.#session.send('Runtime.getHeapUsage');
    return heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0);
  }
}
