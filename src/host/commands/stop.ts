import { documentArgument } from './arguments';
import type { CommandParts } from './commandParts';

/** Ends what streams into a document, or everything that streams; what has arrived is kept. */
export async function stop(
  { session, screenshots, tasks }: CommandParts,
  argument: unknown,
): Promise<void> {
  const uri = documentArgument(argument);
  tasks.stop(uri);
  if (uri) return;
  screenshots.stop();
  await session.stop();
}
