import type { CommandParts } from './commandParts';

/** Shows what was spent, on what, and what it would have cost otherwise. */
export function showSpend({ spend }: CommandParts): Promise<void> {
  spend.show();
  return Promise.resolve();
}
