import { t } from '@vscode/l10n';
import type { Pricing, Rates } from './model';
import { BUNDLED_MODELS, bundledModel } from './table';

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

/** For models that the table does not know: the multiples of the input price that most have. */
const USUAL: Rates = { input: 1, output: 5, cacheWrite5m: 1.25, cacheWrite1h: 2, cacheRead: 0.1 };

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
    const problem = problemWith(override);
    if (problem !== undefined) {
      problems.push(t('stanza.prices of "{0}" is not used: {1}', id, problem));
      continue;
    }
    const known = bundledModel(id);
    if (!known) {
      problems.push(
        t('stanza.prices names "{0}", which Stanza does not know; it holds if the API does.', id),
      );
    }
    pricing.set(known?.id ?? id, overridden(known?.pricing, override));
  }
  return { pricing, problems };
}

function problemWith(override: unknown): string | undefined {
  if (!isRecord(override)) return t('it must be an object with "input" and "output".');
  const stranger = Object.keys(override).find((name) => !RATE_NAMES.some((each) => each === name));
  if (stranger !== undefined) return t('it knows no "{0}".', stranger);
  const wrong = RATE_NAMES.find((name) => !isRate(override[name], name));
  return wrong === undefined
    ? undefined
    : t('"{0}" must be dollars for a million tokens, from 0 up.', wrong);
}

/** Cache rates that are left out follow the model's own multiples of its input price. */
function overridden(pricing: Pricing | undefined, override: unknown): Pricing {
  const base = pricing?.bands[0].rates ?? USUAL;
  const given = isRecord(override) ? override : {};
  const rate = (name: keyof Rates, fallback: number): number => {
    const value = given[name];
    return typeof value === 'number' ? value : fallback;
  };
  const input = rate('input', base.input);
  const scaled = (name: keyof Rates): number =>
    rate(name, base.input === 0 ? 0 : (base[name] / base.input) * input);
  const rates: Rates = {
    input,
    output: rate('output', base.output),
    cacheWrite5m: scaled('cacheWrite5m'),
    cacheWrite1h: scaled('cacheWrite1h'),
    cacheRead: scaled('cacheRead'),
  };
  // What the fast speed costs under a price of one's own is not known.
  return {
    bands: [{ maxPromptTokens: Infinity, rates }],
    usInferenceFactor: pricing?.usInferenceFactor ?? 1,
  };
}

function isRate(value: unknown, name: keyof Rates): boolean {
  if (value === undefined) return name !== 'input' && name !== 'output';
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
