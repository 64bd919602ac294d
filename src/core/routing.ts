import type { Catalogue } from './models/catalogue';
import type { Model } from './models/model';
import type { Settings, Tier } from './ports';

/** What the user asked for. */
export type Task = 'chat';

const TIER_OF_TASK: Readonly<Record<Task, Tier>> = { chat: 'standard' };

/** The model for a task. */
export interface Choice {
  readonly tier: Tier;
  readonly model: Model;
}

export async function chooseModel(
  task: Task,
  settings: Settings,
  catalogue: Catalogue,
): Promise<Choice> {
  const tier = TIER_OF_TASK[task];
  return { tier, model: await catalogue.resolve(settings.model(tier)) };
}
