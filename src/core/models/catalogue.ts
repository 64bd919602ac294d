import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import type { Log } from '../ports';
import type { Model, ModelLine } from './model';
import { BUNDLED_PRICES } from './prices';
import type { Prices } from './prices';
import { BUNDLED_MODELS, bundledModel } from './table';

/** The lines in the words of the settings. */
const LINES: readonly string[] = [
  'haiku',
  'sonnet',
  'opus',
  'fable',
  'mythos',
] satisfies ModelLine[];

function isLine(text: string): text is ModelLine {
  return LINES.includes(text);
}

/** Long enough for a slow network, short enough that the first answer does not wait for it. */
const LIST_TIMEOUT_MS = 4000;

/**
 * The models that the user can reach: `GET /v1/models`, asked for once and joined with the bundled
 * table, or that table alone while the list cannot be had.
 */
export class Catalogue {
  private listed: Promise<readonly Model[] | undefined> | undefined;

  constructor(
    private readonly fetchModels: (signal: AbortSignal) => Promise<ModelInfo[]>,
    private readonly log: Log,
    private readonly prices: Prices = BUNDLED_PRICES,
  ) {}

  /**
   * The model that a setting names: the newest active one of a line, or the one with that id. An
   * id that nobody knows is passed on unpriced, for the API may know it.
   */
  async resolve(lineOrId: string): Promise<Model> {
    const model = await this.find(lineOrId);
    return { ...model, pricing: this.prices.pricingOf(model.id) };
  }

  /** Forgets the list, since another key or endpoint may see other models. */
  reset(): void {
    this.listed = undefined;
  }

  private async find(lineOrId: string): Promise<Model> {
    const models = await this.models();
    if (!isLine(lineOrId)) return this.named(lineOrId, models);
    // A proxy may list its own models alone, and still serve the line.
    const newest = newestOf(lineOrId, models) ?? newestOf(lineOrId, BUNDLED_MODELS);
    return newest ?? unknownModel(lineOrId);
  }

  private named(id: string, models: readonly Model[]): Model {
    return models.find((model) => model.id === id) ?? bundledModel(id) ?? unknownModel(id);
  }

  private async models(): Promise<readonly Model[]> {
    this.listed ??= this.list();
    const models = await this.listed;
    // The next turn asks again, since the network may be back by then.
    if (!models) this.listed = undefined;
    return models ?? BUNDLED_MODELS;
  }

  private async list(): Promise<readonly Model[] | undefined> {
    try {
      const infos = await this.fetchModels(AbortSignal.timeout(LIST_TIMEOUT_MS));
      return infos.map(joinWithTable);
    } catch (error) {
      this.log.error('The list of models could not be read; the bundled table is used.', error);
      return undefined;
    }
  }
}

/** What is known of a model's price by its id alone, for answers read back from the disk. */
export function modelById(id: string): Model {
  return bundledModel(id) ?? unknownModel(id);
}

function newestOf(line: ModelLine, models: readonly Model[]): Model | undefined {
  return models
    .filter((model) => model.line === line && model.lifecycle === 'active')
    .toSorted((a, b) => b.releasedAtMs - a.releasedAtMs)[0];
}

function joinWithTable(info: ModelInfo): Model {
  const known = bundledModel(info.id) ?? unknownModel(info.id);
  return {
    ...known,
    id: info.id,
    displayName: info.display_name,
    line: info.line !== null && isLine(info.line) ? info.line : null,
    lifecycle: info.lifecycle,
    releasedAtMs: Date.parse(info.created_at),
    maxOutputTokens: info.max_tokens ?? known.maxOutputTokens,
    maxInputTokens: info.max_input_tokens ?? known.maxInputTokens,
    adaptiveThinking: info.capabilities?.thinking.types.adaptive.supported ?? false,
  };
}

/** Every model that the API has served since 2024 allows at least this much. */
const UNKNOWN_MAX_OUTPUT_TOKENS = 8192;

function unknownModel(id: string): Model {
  return {
    id,
    displayName: id,
    line: null,
    lifecycle: 'active',
    releasedAtMs: 0,
    maxOutputTokens: UNKNOWN_MAX_OUTPUT_TOKENS,
    maxInputTokens: 200_000,
    minCacheableTokens: undefined,
    imageTier: 'standard',
    forcedToolChoice: false,
    prefill: false,
    systemMessages: false,
    adaptiveThinking: false,
    pricing: undefined,
  };
}
