import type { Api } from './api/api';
import type { MessageRequest } from './api/events';
import { allow, hasBudget, stillFits } from './cost/budget';
import type { Allowance } from './cost/budget';
import { estimateTokens, forecastOf } from './cost/forecast';
import type { Forecast, PromptSize, Split } from './cost/forecast';
import type { Ledger } from './cost/ledger';
import type { LedgerEntry } from './cost/ledgerEntry';
import type { Mark } from './cost/row';
import { ApiProblem } from './failure';
import type { Failure } from './failure';
import type { Model } from './models/model';
import type { Prompt } from './prompt/measure';
import type { ReadPlace, Settings, Tier } from './ports';

/** A count that takes longer is given up for an estimate. */
const COUNT_TIMEOUT_MS = 5000;

export interface SpendingParts {
  readonly api: Api;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly readPlace: ReadPlace;
}

/** A request with what it is for. */
export interface Priced {
  readonly task: string;
  readonly tier: Tier;
  readonly model: Model;
  readonly conversation: string;
  readonly request: MessageRequest;
  readonly prompt: Prompt;
  /** Its cache breakpoints, and how its prompt probably splits between them. */
  readonly marks: readonly Mark[];
  readonly split: Split;
  readonly coldSplit: Split;
}

/** A request whose cost was foreseen and held against the budgets. */
export interface Admission {
  readonly request: MessageRequest;
  readonly forecast: Forecast;
  /** Opens the row of an attempt. @throws ApiProblem where the budgets refuse it */
  readonly open: () => Promise<LedgerEntry>;
}

/** What requests will cost, and whether they may: forecasts, budgets, and rows in the ledger. */
export class Spending {
  /** The API's last count; the same prompt is not counted again when it is sent. */
  private lastCount: { readonly text: string; readonly tokens: number } | undefined;

  constructor(private readonly parts: SpendingParts) {}

  /**
   * What a request will cost, by the API's own count of its prompt where that is wanted and can be
   * had, and why the budgets would refuse it, if they would.
   */
  async forecast(
    priced: Priced,
    { signal, counts }: { readonly signal: AbortSignal; readonly counts: boolean },
  ): Promise<{ readonly forecast: Forecast; readonly refusal?: Failure }> {
    const forecast = counts ? await this.counted(priced, signal) : await this.estimate(priced);
    const allowance = await this.allowance(forecast, { anyway: false });
    return 'refusal' in allowance ? { forecast, refusal: allowance.refusal } : { forecast };
  }

  /**
   * Foresees the cost of a request and makes it fit the budgets.
   * @param anyway whether the user has said that the budgets do not matter this once
   */
  async plan(
    priced: Priced,
    { anyway, signal }: { readonly anyway: boolean; readonly signal: AbortSignal },
  ): Promise<Admission> {
    const { ledger, settings, readPlace } = this.parts;
    // Where nothing is limited, nobody has to wait for a count.
    const forecast =
      !anyway && hasBudget(settings.budgets())
        ? await this.counted(priced, signal)
        : await this.estimate(priced);
    const allowance = await this.allowance(forecast, { anyway });
    const { task, tier, model, conversation, marks } = priced;
    const place = await readPlace();
    return {
      request: 'refusal' in allowance ? priced.request : withLimit(priced.request, allowance),
      forecast,
      open: async () => {
        if ('refusal' in allowance) throw new ApiProblem(allowance.refusal);
        const { reservedUsd } = allowance;
        return ledger.open(
          {
            task,
            tier,
            model: model.id,
            conversation,
            ...place,
            characters: priced.prompt.text.length,
            imageTokens: priced.prompt.imageTokens || undefined,
            marks,
            expected: forecast.expectedInput,
            reservedUsd,
          },
          (before) => (anyway ? undefined : stillFits(reservedUsd, settings.budgets(), before)),
        );
      },
    };
  }

  private async allowance(forecast: Forecast, options: { anyway: boolean }): Promise<Allowance> {
    const { ledger, settings } = this.parts;
    return allow(forecast, settings.budgets(), await ledger.committed(), options);
  }

  private async counted(priced: Priced, signal: AbortSignal): Promise<Forecast> {
    const { text } = priced.prompt;
    if (this.lastCount?.text !== text) {
      try {
        const soon = AbortSignal.any([signal, AbortSignal.timeout(COUNT_TIMEOUT_MS)]);
        const tokens = await this.parts.api.countTokens(priced.request, soon);
        this.lastCount = { text, tokens };
      } catch {
        // No network, no key, or another draft by now: the estimate stands in for the count.
      }
    }
    return this.estimate(priced);
  }

  /** What a request will probably cost, without asking the API for a count. */
  async estimate(priced: Priced): Promise<Forecast> {
    const rows = await this.parts.ledger.recent();
    const { prompt, model } = priced;
    // Of an image the tokens are known, and none is shorter than a byte.
    const bytes = Buffer.byteLength(prompt.text) + prompt.imageTokens;
    const size: PromptSize =
      this.lastCount?.text === prompt.text
        ? { tokens: this.lastCount.tokens, counted: true, bytes }
        : { tokens: estimateTokens(prompt, model.id, rows), counted: false, bytes };
    const { max_tokens: maxTokens } = priced.request;
    return forecastOf({ ...priced, prompt: size, maxTokens }, rows);
  }
}

function withLimit(
  request: MessageRequest,
  { maxTokens }: Extract<Allowance, { maxTokens: number }>,
): MessageRequest {
  return { ...request, max_tokens: maxTokens };
}
