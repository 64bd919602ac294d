import type { CommandParts } from './commandParts';

/** Ends the answer that streams; what has arrived is kept. */
export async function stop({ session }: CommandParts): Promise<void> {
  await session.stop();
}
