import { t } from '@vscode/l10n';
import type { Pricing, Rates } from './model';
import { BATCH_FACTOR, BUNDLED_MODELS, bundledModel, US_FACTOR } from './table';

/** The prices that hold for this user: the bundled table under the overrides of `stanza.prices`. */
export interface Prices {
  /** Undefined: the model is unpriced, which is shown so and never counted as free. */
  pricingOf(modelId: string): Pricing | undefined;
}

const PRICING_BY_ID = new Map(BUNDLED_MODELS.map(({ id, pricing }) => [id, pricing]));

/** The bundled table alone. */
export const BUNDLED_PRICES: Prices = {
  pricingOf: (id) => PRICING_BY_ID.get(id) ?? bundledModel(id)?.pricing,
};

const RATE_NAMES: readonly (keyof Rates)[] = [
  'input',
  'output',
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheRead',
];

/** A model that the table does not know: the multiples of the input price that most have. */
const USUAL: Pricing = {
  bands: [
    {
      maxPromptTokens: Infinity,
      rates: { input: 1, output: 5, cacheWrite5m: 1.25, cacheWrite1h: 2, cacheRead: 0.1 },
    },
  ],
  batchFactor: BATCH_FACTOR,
  usInferenceFactor: US_FACTOR,
};

/** The overrides as they were read, with sentences on what is wrong with them. */
interface Overrides {
  readonly pricing: ReadonlyMap<string, Pricing>;
  readonly problems: readonly string[];
}

/** The bundled prices with the user's own on top; a wrong one is named, and the others hold. */
export class PriceBook implements Prices {
  private overrides: Overrides | undefined;

  /** @param readSetting gives the value of `stanza.prices` as it was written */
  constructor(private readonly readSetting: () => unknown) {}

  pricingOf(modelId: string): Pricing | undefined {
    const id = bundledModel(modelId)?.id ?? modelId;
    return this.read().pricing.get(id) ?? BUNDLED_PRICES.pricingOf(id);
  }

  /** Sentences on overrides that are wrong, each naming its model. */
  problems(): readonly string[] {
    return this.read().problems;
  }

  /** The setting has changed. */
  reset(): void {
    this.overrides = undefined;
  }

  private read(): Overrides {
    this.overrides ??= readOverrides(this.readSetting());
    return this.overrides;
  }
}

function readOverrides(value: unknown): Overrides {
  const pricing = new Map<string, Pricing>();
  const problems: string[] = [];
  if (value === undefined || value === null) return { pricing, problems };
  if (!isRecord(value)) {
    return { pricing, problems: [t('The setting stanza.prices must be an object.')] };
  }
  for (const [id, override] of Object.entries(value)) {
    const wrong = problemsWith(override);
    problems.push(...wrong.map((each) => t('stanza.prices of "{0}" is not used: {1}', id, each)));
    if (wrong.length > 0) continue;
    const known = bundledModel(id);
    if (!known) {
      problems.push(
        t('stanza.prices names "{0}", which Stanza does not know; it holds if the API does.', id),
      );
    }
    pricing.set(known?.id ?? id, overridden(known?.pricing ?? USUAL, override));
  }
  return { pricing, problems };
}

function problemsWith(override: unknown): readonly string[] {
  if (!isRecord(override)) return [t('it must be an object with "input" and "output".')];
  const strangers = Object.keys(override).filter(
    (name) => !RATE_NAMES.some((each) => each === name),
  );
  const wrong = RATE_NAMES.filter((name) => !isRate(override[name], name));
  return [
    ...strangers.map((name) => t('it knows no "{0}".', name)),
    ...wrong.map((name) => t('"{0}" must be dollars for a million tokens, from 0 up.', name)),
  ];
}

/** One band of the user's rates; what else the price depends on stays as it is for the model. */
function overridden(pricing: Pricing, override: unknown): Pricing {
  const { bands, fast } = pricing;
  const base = bands[0].rates;
  const rates = overriddenRates(base, isRecord(override) ? override : {});
  return {
    bands: [{ maxPromptTokens: Infinity, rates }],
    fast: fast && mapRates((name) => (fast[name] / base[name]) * rates[name]),
    batchFactor: pricing.batchFactor,
    usInferenceFactor: pricing.usInferenceFactor,
  };
}

/** Cache rates that are left out follow the model's own multiples of its input price. */
function overriddenRates(base: Rates, given: Readonly<Record<string, unknown>>): Rates {
  const { input } = given;
  const ratio = typeof input === 'number' ? input / base.input : 1;
  return mapRates((name) => {
    const rate = given[name];
    return typeof rate === 'number' ? rate : base[name] * ratio;
  });
}

function mapRates(rateOf: (name: keyof Rates) => number): Rates {
  return {
    input: rateOf('input'),
    output: rateOf('output'),
    cacheWrite5m: rateOf('cacheWrite5m'),
    cacheWrite1h: rateOf('cacheWrite1h'),
    cacheRead: rateOf('cacheRead'),
  };
}

function isRate(value: unknown, name: keyof Rates): boolean {
  if (value === undefined) return name !== 'input' && name !== 'output';
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
