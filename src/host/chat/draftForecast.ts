import type { Conversation } from '../../core/conversation/conversation';
import type { Log } from '../../core/ports';
import { forecastTurn } from '../../core/turn';
import type { TurnParts } from '../../core/turn';
import type { ForecastView } from '../../shared/chatProtocol';

/** The counting of tokens waits for a pause of this length in the typing. */
const PAUSE_MS = 400;

/** Tells what the draft will cost, once the typing pauses. */
export class DraftForecast {
  private timer: NodeJS.Timeout | undefined;
  private asking: AbortController | undefined;

  constructor(
    private readonly parts: TurnParts & { readonly log: Log },
    private readonly conversation: () => Promise<Conversation>,
    private readonly show: (forecast: ForecastView | undefined) => void,
  ) {}

  /** The draft is this now. */
  ask(text: string): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (text.trim() === '') {
      this.show(undefined);
      return;
    }
    const asking = new AbortController();
    this.asking = asking;
    this.timer = setTimeout(() => {
      this.forecast(text, asking.signal).then(
        (forecast) => {
          if (!asking.signal.aborted) this.show(forecast);
        },
        (error: unknown) => {
          this.show(undefined);
          this.parts.log.error('The cost could not be foreseen.', error);
        },
      );
    }, PAUSE_MS);
  }

  private async forecast(text: string, signal: AbortSignal): Promise<ForecastView> {
    const conversation = await this.conversation();
    const { model, forecast, refusal } = await forecastTurn(this.parts, conversation, text, signal);
    const { lowUsd, highUsd, promptTokens, cachedTokens, outputTokens } = forecast;
    return {
      modelName: model.displayName,
      lowUsd,
      highUsd,
      promptTokens,
      cachedTokens,
      outputTokens,
      refusal: refusal?.message,
    };
  }
}
