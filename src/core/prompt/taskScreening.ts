import type { LeftOutReason } from '../ports';
import { screenPath } from './screening';
import { findSecret } from './secrets';

/**
 * Why the file of a task should not leave before the user has said so once more; undefined where
 * nothing speaks against it. Large and generated files are fine: the user has named them.
 */
export async function whyKept(
  path: string,
  text: string,
): Promise<{ readonly reason: LeftOutReason; readonly detail?: string | undefined } | undefined> {
  const reason = screenPath(path);
  if (reason === 'secret') return { reason };
  const detail = await findSecret(path, text);
  return detail === undefined ? undefined : { reason: 'secret', detail };
}
