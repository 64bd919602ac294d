/**
 * Ends a response that has gone silent. The SDK's own timeout covers only the wait for headers, so
 * a connection that hangs afterwards would hang for ever. Pings count as life.
 */
export class Watchdog {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  /** Aborted by the user's signal, or by the silence. */
  readonly signal: AbortSignal;

  constructor(
    private readonly limitMs: number,
    userSignal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([userSignal, this.controller.signal]);
  }

  /** Whether the silence lasted too long. */
  get bit(): boolean {
    return this.controller.signal.aborted;
  }

  /** A sign of life: the time starts anew. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.controller.abort(), this.limitMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** The same response, whose every chunk is a sign of life. */
  watch(response: Response): Response {
    this.touch();
    const touching = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        this.touch();
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body?.pipeThrough(touching), response);
  }
}
