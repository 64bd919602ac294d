import { documentArgument, hunkArguments } from './arguments';
import type { CommandParts } from './commandParts';

/** Accepts a change: that of a lens or a list, or the one at the cursor. */
export async function acceptHunk({ review }: CommandParts, argument: unknown): Promise<void> {
  await review.accept(hunkArguments(argument));
}

/** Rejects a change, and puts the lines back that it replaced. */
export async function rejectHunk({ review }: CommandParts, argument: unknown): Promise<void> {
  await review.reject(hunkArguments(argument));
}

/** Accepts all changes, or those of one document. */
export async function acceptAll({ review }: CommandParts, argument: unknown): Promise<void> {
  await review.acceptAll(documentArgument(argument));
}

/** Rejects all changes, or those of one document. */
export async function rejectAll({ review }: CommandParts, argument: unknown): Promise<void> {
  await review.rejectAll(documentArgument(argument));
}

/** Shows the next change, in this document or another one. */
export async function nextHunk({ review }: CommandParts): Promise<void> {
  await review.next();
}

/** Shows the previous change. */
export async function previousHunk({ review }: CommandParts): Promise<void> {
  await review.previous();
}
