import type { Pricing } from './model';
import { bundledModel } from './table';

/** The prices that hold for this user: the bundled table under the overrides of `stanza.prices`. */
export interface Prices {
  /** Undefined: the model is unpriced, which is shown so and never counted as free. */
  pricingOf(modelId: string): Pricing | undefined;
}

/** The bundled table alone. */
export const BUNDLED_PRICES: Prices = { pricingOf: (id) => bundledModel(id)?.pricing };
