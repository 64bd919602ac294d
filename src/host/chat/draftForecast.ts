import type { Conversation } from '../../core/conversation/conversation';
import type { Log } from '../../core/ports';
import { forecastTurn } from '../../core/turn';
import type { TurnParts } from '../../core/turn';
import type { ImageBlock } from '../../core/vision/imageBlock';
import type { ForecastView } from '../../shared/chatProtocol';

/** The counting of tokens waits for a pause of this length in the typing. */
const PAUSE_MS = 400;

/** A timer cannot wait longer. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Tells what the next message will cost: once the typing pauses, and when the cache expires. */
export class DraftForecast {
  private timer: NodeJS.Timeout | undefined;
  private asking: AbortController | undefined;

  constructor(
    private readonly parts: TurnParts & { readonly log: Log },
    private readonly conversation: () => Promise<Conversation>,
    private readonly images: () => Promise<readonly ImageBlock[]>,
    private readonly show: (forecast: ForecastView) => void,
  ) {}

  /** The draft is this now. */
  ask(text: string, { afterMs = PAUSE_MS, counts = true } = {}): void {
    this.stop();
    const asking = new AbortController();
    this.asking = asking;
    this.timer = setTimeout(() => {
      this.forecast(text, counts, asking.signal).then(
        (forecast) => {
          if (asking.signal.aborted) return;
          this.show(forecast);
          this.askAgainWhenCold(text, forecast);
        },
        (error: unknown) => this.parts.log.error('The cost could not be foreseen.', error),
      );
    }, afterMs);
    this.timer.unref();
  }

  /** Nobody sees it any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  private askAgainWhenCold(text: string, { warmUntilMs }: ForecastView): void {
    if (warmUntilMs === undefined) return;
    const leftMs = warmUntilMs - this.parts.clock.now().getTime();
    const afterMs = Math.min(LONGEST_WAIT_MS, Math.max(PAUSE_MS, leftMs));
    this.ask(text, { afterMs, counts: false });
  }

  private async forecast(
    text: string,
    counts: boolean,
    signal: AbortSignal,
  ): Promise<ForecastView> {
    const conversation = await this.conversation();
    const { prepared, reason, forecast, refusal } = await forecastTurn(
      this.parts,
      conversation,
      { text, images: await this.images() },
      { signal, counts },
    );
    const { lowUsd, highUsd, coldLowUsd, coldHighUsd } = forecast;
    const { promptTokens, cachedTokens, outputTokens } = forecast;
    const { plan, next } = prepared;
    const end = plan.positions[next.prefix.blocks.length - 1];
    return {
      reason,
      hasDraft: text.trim() !== '',
      lowUsd,
      highUsd,
      coldLowUsd,
      coldHighUsd,
      warmUntilMs: plan.warm?.untilMs,
      prefixTokens: Math.round((end?.share ?? 0) * promptTokens),
      promptTokens,
      cachedTokens,
      outputTokens,
      refusal: refusal?.message,
    };
  }
}
