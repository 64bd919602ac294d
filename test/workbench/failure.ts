/**
 * Something that cannot be had, told in one sentence that says what to do. Commands print its
 * message alone; everything else that is thrown is a mistake of ours and keeps its stack.
 */
export class WorkbenchFailure extends Error {
  override readonly name = 'WorkbenchFailure';
}

export function describeFailure(error: unknown): string {
  if (error instanceof WorkbenchFailure) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
