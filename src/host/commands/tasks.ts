import { taskArguments } from './arguments';
import type { CommandParts } from './commandParts';

/** Explains the selection, or the symbol at the cursor, in the chat. */
export async function explain({ tasks }: CommandParts, argument: unknown): Promise<void> {
  await tasks.explain(taskArguments(argument));
}

/** Asks what is to become of the selection, and rewrites it. */
export async function refactor({ tasks }: CommandParts, argument: unknown): Promise<void> {
  await tasks.refactor(taskArguments(argument));
}

/** Mends what VS Code marks as a problem. */
export async function fixProblem({ tasks }: CommandParts, argument: unknown): Promise<void> {
  await tasks.fix(taskArguments(argument));
}

/** Writes tests into the file that the project's conventions name. */
export async function writeTests({ tasks }: CommandParts, argument: unknown): Promise<void> {
  await tasks.writeTests(taskArguments(argument));
}

/** Writes documentation comments. */
export async function document({ tasks }: CommandParts, argument: unknown): Promise<void> {
  await tasks.document(taskArguments(argument));
}
