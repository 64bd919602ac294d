import { createHash } from 'node:crypto';
import type { Hunk } from './hunk';
import { sameLines } from './lines';

/** So many states of a document are remembered for undo and redo. */
const MOST_STATES = 500;

/** The hunks that belonged to the texts of a document, so that undo and redo bring them back. */
export class States {
  private readonly states = new Map<string, readonly Hunk[]>();
  /** What was accepted, by the ids of the hunks: undo must not make it wait again. */
  private readonly accepted = new Map<number, Pick<Hunk, 'old'> & { lines: readonly string[] }>();

  get isEmpty(): boolean {
    return this.states.size === 0;
  }

  remember(lines: readonly string[], hunks: readonly Hunk[]): void {
    const hash = hashOf(lines);
    this.states.delete(hash);
    this.states.set(hash, hunks.map(atRest));
    const [oldest] = this.states.keys();
    if (this.states.size > MOST_STATES && oldest !== undefined) this.states.delete(oldest);
  }

  /** The hunks of a text, without those that were accepted as they are; undefined if unknown. */
  find(lines: readonly string[]): readonly Hunk[] | undefined {
    return this.states.get(hashOf(lines))?.filter(({ id, start, end, old }) => {
      const accepted = this.accepted.get(id);
      const isAccepted =
        accepted &&
        sameLines(accepted.old, old) &&
        sameLines(accepted.lines, lines.slice(start, end));
      return !isAccepted;
    });
  }

  accept(lines: readonly string[], { id, start, end, old }: Hunk): void {
    this.accepted.set(id, { old, lines: lines.slice(start, end) });
  }
}

function atRest({ id, start, end, old }: Hunk): Hunk {
  return { id, start, end, old };
}

/** Tells texts apart; nothing secret depends on it. */
function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64');
}
