export const TASK_NAMES = ['chat', 'explain', 'refactor', 'fix', 'tests', 'document'] as const;

/** What the user asked for. */
export type Task = (typeof TASK_NAMES)[number];

/** How demanding a task may be, from the least; each tier has a model. */
export const TIERS = ['quick', 'standard', 'deep'] as const;

export type Tier = (typeof TIERS)[number];

interface TaskTraits {
  /** The tier that does it unless the user has chosen another. */
  readonly tier: Tier;
  /** Whether its answer goes into a document: one turn in a conversation of its own. */
  readonly edits: boolean;
}

export const TASKS: Readonly<Record<Task, TaskTraits>> = {
  chat: { tier: 'standard', edits: false },
  explain: { tier: 'quick', edits: false },
  refactor: { tier: 'deep', edits: true },
  fix: { tier: 'standard', edits: true },
  tests: { tier: 'standard', edits: true },
  document: { tier: 'quick', edits: true },
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
