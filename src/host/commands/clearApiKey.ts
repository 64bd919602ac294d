import type { CommandParts } from './commandParts';

/** Forgets the stored API key. */
export async function clearApiKey({ access }: CommandParts): Promise<void> {
  await access.clearKey();
}
