import type { Conversation } from '../../core/conversation/conversation';
import { allow } from '../../core/cost/budget';
import type { Ledger } from '../../core/cost/ledger';
import type { Log } from '../../core/ports';
import { chatRequest } from '../../core/prompt';
import { chooseModel } from '../../core/routing';
import type { TurnParts } from '../../core/turn';
import type { ForecastView } from '../../shared/chatProtocol';

/** The counting of tokens waits for a pause of this length in the typing. */
const PAUSE_MS = 400;

interface ForecastParts extends TurnParts {
  readonly ledger: Ledger;
  readonly log: Log;
}

/** Tells what the draft will cost, once the typing pauses. */
export class DraftForecast {
  private timer: NodeJS.Timeout | undefined;
  private asking: AbortController | undefined;

  constructor(
    private readonly parts: () => ForecastParts,
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
          this.parts().log.error('The cost could not be foreseen.', error);
        },
      );
    }, PAUSE_MS);
  }

  private async forecast(text: string, signal: AbortSignal): Promise<ForecastView> {
    const { settings, catalogue, spending, ledger } = this.parts();
    const conversation = await this.conversation();
    const task = 'chat';
    const { tier, model } = await chooseModel(task, settings, catalogue);
    const request = chatRequest(conversation, model, text);
    const forecast = await spending.forecast(
      { task, tier, model, conversation: conversation.id, request },
      signal,
    );
    const allowance = allow(forecast, settings.budgets(), await ledger.committed(), {
      anyway: false,
    });
    const { lowUsd, highUsd, promptTokens, cachedTokens, outputTokens } = forecast;
    return {
      modelName: model.displayName,
      lowUsd,
      highUsd,
      promptTokens,
      cachedTokens,
      outputTokens,
      refusal: 'refusal' in allowance ? allowance.refusal.message : undefined,
    };
  }
}
