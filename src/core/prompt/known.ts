import { applyPatch } from 'diff';
import type { Amendment, Conversation, Prefix } from '../conversation/conversation';
import { turnsSent } from '../conversation/history';

/** What Claude knows of the workspace: each file's text as it was last told. */
export interface Known {
  /** Undefined for a file of which it was told only that it changed or is gone. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** The file of the active editor, as it was last told. */
  readonly active: string | undefined;
}

/** What a prefix tells by itself. */
export function knownFrom(prefix: Prefix): Known {
  const texts = new Map(
    prefix.files.map(({ path, block, start, end }) => [
      path,
      prefix.blocks[block]?.text.slice(start, end),
    ]),
  );
  return { texts, active: undefined };
}

/**
 * What a conversation has told by now, worked out from what was sent. Turns that are left out of
 * what is sent next have told nothing.
 */
export function knownIn(conversation: Conversation): Known {
  const { prefix, turns } = conversation;
  const told = turnsSent(turns).flatMap((turn) => turn.amendments);
  const before = workedOut.get(conversation);
  // Hundreds of diffs are not applied again for each word that is typed.
  const goesOn = before?.told.every((amendment, index) => amendment === told[index]) ?? false;
  const start = before && goesOn ? before : { told: [], known: nothingBut(prefix) };
  let { known } = start;
  for (const amendment of told.slice(start.told.length)) known = knownAfter(known, amendment);
  workedOut.set(conversation, { told, known });
  return known;
}

const workedOut = new WeakMap<
  Conversation,
  { readonly told: readonly Amendment[]; readonly known: Known }
>();

function nothingBut(prefix: Prefix | undefined): Known {
  return prefix ? knownFrom(prefix) : { texts: new Map(), active: undefined };
}

/** What is known once an amendment has been told. */
export function knownAfter({ texts, active }: Known, amendment: Amendment): Known {
  const next = new Map(texts);
  for (const change of amendment.changes) {
    switch (change.type) {
      case 'text':
        next.set(change.path, amendment.text.slice(change.start, change.end));
        break;
      case 'diff': {
        const before = texts.get(change.path);
        const patch = amendment.text.slice(change.start, change.end);
        next.set(change.path, before === undefined ? undefined : patched(before, patch));
        break;
      }
      // It may come back, and is told of again then.
      case 'removed':
      case 'withheld':
        next.set(change.path, undefined);
        break;
    }
  }
  return { texts: next, active: amendment.active ?? active };
}

/** Undefined where a stored patch does not fit any more; the file is then told anew. */
function patched(text: string, patch: string): string | undefined {
  const after = applyPatch(text, patch, { autoConvertLineEndings: false });
  return after === false ? undefined : after;
}
