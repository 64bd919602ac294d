export const TASK_NAMES = [
  'chat',
  'explain',
  'refactor',
  'fix',
  'tests',
  'document',
  'screenshot',
] as const;

/** What the user asked for. */
export type Task = (typeof TASK_NAMES)[number];

/** How demanding a task may be, from the least; each tier has a model. */
export const TIERS = ['quick', 'standard', 'deep'] as const;

export type Tier = (typeof TIERS)[number];

interface TaskTraits {
  /** The tier that does it unless the user has chosen another. */
  readonly tier: Tier;
  /** Whether it is about one file, and one turn is all that its conversation ever has. */
  readonly isSingleTurn: boolean;
}

export const TASKS: Readonly<Record<Task, TaskTraits>> = {
  chat: { tier: 'standard', isSingleTurn: false },
  explain: { tier: 'quick', isSingleTurn: false },
  refactor: { tier: 'deep', isSingleTurn: true },
  fix: { tier: 'standard', isSingleTurn: true },
  tests: { tier: 'standard', isSingleTurn: true },
  document: { tier: 'quick', isSingleTurn: true },
  screenshot: { tier: 'standard', isSingleTurn: false },
};

/**
 * The tier that does a task.
 * @param setting tiers by task, as the user wrote them; anything else counts as not set
 */
export function tierFor(task: Task, setting: unknown): Tier {
  const isList = typeof setting === 'object' && setting !== null;
  const chosen: unknown = isList ? Reflect.get(setting, task) : undefined;
  return TIERS.find((tier) => tier === chosen) ?? TASKS[task].tier;
}
