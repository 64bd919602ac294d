export const TASK_NAMES = ['chat', 'explain', 'refactor', 'fix', 'tests', 'document'] as const;

/** What the user asked for. */
export type Task = (typeof TASK_NAMES)[number];

/** How demanding a task is; each tier has a model. */
export type Tier = 'quick' | 'standard' | 'deep';

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
