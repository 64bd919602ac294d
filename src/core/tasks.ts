import type { Tier } from './ports';

/** What the user asked for. */
export type Task = 'chat' | 'explain' | 'refactor' | 'fix' | 'tests' | 'document';

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
