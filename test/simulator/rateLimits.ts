const limits = { requests: 1_000, 'input-tokens': 2_000_000, 'output-tokens': 400_000 } as const;
const minuteMs = 60_000;

/** The headers that tell how much of the minute's allowance is left; the simulator never runs out. */
export class RateLimits {
  readonly #now: () => number;
  #minute = 0;
  #used = { requests: 0, 'input-tokens': 0, 'output-tokens': 0 };

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Reads from the cache do not count. */
  use(inputTokens: number, outputTokens: number): void {
    this.#turnOver();
    this.#used.requests += 1;
    this.#used['input-tokens'] += inputTokens;
    this.#used['output-tokens'] += outputTokens;
  }

  headers(): Record<string, string> {
    this.#turnOver();
    const reset = new Date((this.#minute + 1) * minuteMs).toISOString().replace('.000', '');
    const headers: Record<string, string> = {};
    const add = (name: string, limit: number, used: number): void => {
      headers[`anthropic-ratelimit-${name}-limit`] = String(limit);
      headers[`anthropic-ratelimit-${name}-remaining`] = String(Math.max(0, limit - used));
      headers[`anthropic-ratelimit-${name}-reset`] = reset;
    };
    for (const name of ['requests', 'input-tokens', 'output-tokens'] as const) {
      add(name, limits[name], this.#used[name]);
    }
    add(
      'tokens',
      limits['input-tokens'] + limits['output-tokens'],
      this.#used['input-tokens'] + this.#used['output-tokens'],
    );
    return headers;
  }

  #turnOver(): void {
    const minute = Math.floor(this.#now() / minuteMs);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#used = { requests: 0, 'input-tokens': 0, 'output-tokens': 0 };
  }
}
