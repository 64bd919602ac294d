import type { CommandParts } from './commandParts';

/** Shows what the next request will carry, why, and what it costs. */
export function showPrefix({ prefix }: CommandParts): Promise<void> {
  prefix.show();
  return Promise.resolve();
}
