import type { Model } from './model';
import { models } from './modelTable';

/** A model by its id or an alias of it; those for verified organizations only if so. */
export function findModel(id: string, verified: boolean): Model | undefined {
  return models.find(
    (model) => (model.id === id || model.aliases.includes(id)) && (verified || !model.restricted),
  );
}
