import assert from 'node:assert/strict';
import { PendingText } from '../../../../src/core/edit/pendingText';
import type { Plan } from '../../../../src/core/edit/pendingText';
import type { LineEdit } from '../../../../src/core/edit/lines';
import { Random } from '../random';

const RUNS = 300;
const ORIGINAL = Array.from({ length: 20 }, (_, index) => `line ${index};`);

/** A document in an editor: what it was like before, for undo, and what it was then, for redo. */
class Editor {
  readonly text = new PendingText(ORIGINAL);
  private undone: (readonly string[])[] = [];
  private redone: (readonly string[])[] = [];

  /** Makes an undo step of whatever is done. */
  step(work: () => void): void {
    const before = this.text.lines;
    work();
    if (before === this.text.lines) return;
    this.undone.push(before);
    this.redone = [];
  }

  type(edit: LineEdit): void {
    this.step(() => {
      this.text.changed(edit);
      this.text.settle({ isUndoOrRedo: false });
    });
  }

  commit(plan: Plan | undefined): void {
    assert.ok(plan, 'The hunk is gone.');
    this.text.commit(plan);
  }

  undo(): boolean {
    return this.go(this.undone, this.redone);
  }

  redo(): boolean {
    return this.go(this.redone, this.undone);
  }

  private go(from: (readonly string[])[], to: (readonly string[])[]): boolean {
    const lines = from.pop();
    if (!lines) return false;
    to.push(this.text.lines);
    this.text.changed({ start: 0, end: this.text.lines.length, lines });
    this.text.settle({ isUndoOrRedo: true });
    assert.deepEqual(this.text.lines, lines);
    return true;
  }
}

describe('a document with pending changes, undone and redone', () => {
  for (const seed of Array.from({ length: RUNS }, (_, index) => index + 1)) {
    it(`lets nothing pass that nobody has accepted, run ${seed}`, () => surviveUndo(seed));
  }
});

/** Every line is unlike all others, so that each can be told apart wherever it goes. */
function surviveUndo(seed: number): void {
  const random = new Random(seed);
  const editor = new Editor();
  const { text } = editor;
  const accepted = new Set<string>();
  let count = 0;
  for (let step = 0; step < 60; step += 1) {
    const [hunk] = text.hunks.slice(random.upTo(Math.max(0, text.hunks.length - 1)));
    const at = random.upTo(text.lines.length - 1);
    const kind = random.upTo(9);
    if (kind <= 1) {
      const line = text.lines[at] ?? '';
      const typed = `typed ${(count += 1)};`;
      if (random.chance(0.5)) editor.type({ start: at, end: at, lines: [typed] });
      else editor.type({ start: at, end: at + 1, lines: [line + typed] });
    } else if (kind <= 3) {
      editor.step(() => {
        const id = text.begin(at, Math.min(text.lines.length, at + random.upTo(4)));
        const lines = Array.from({ length: random.upTo(3) }, () => `new ${(count += 1)};`);
        editor.commit(text.planLines(id, lines));
        editor.commit(text.planEnd(id, []));
      });
    } else if (kind === 4 && hunk) {
      const { start, end, old, id } = hunk;
      for (const piece of piecesOf([...text.lines.slice(start, end), ...old])) accepted.add(piece);
      text.accept([id]);
    } else if (kind === 5 && hunk) {
      editor.step(() => editor.commit(text.planReject([hunk.id])));
    } else if (kind === 6 && text.hunks.length > 0) {
      editor.step(() => editor.commit(text.planTakeOut()));
      assertReviewed(text.lines, accepted);
      editor.step(() => editor.commit(text.planPutBack()));
    } else if (kind <= 8) editor.undo();
    else editor.redo();
    assertReviewed(text.baseline, accepted);
  }
  while (editor.undo()) assertReviewed(text.baseline, accepted);
  assert.deepEqual(text.lines, ORIGINAL);
  assert.deepEqual(text.hunks, []);
}

/** What would be saved: no new line without a review, and none of the file's lost. */
function assertReviewed(lines: readonly string[], accepted: ReadonlySet<string>): void {
  const pieces = piecesOf(lines);
  for (const piece of pieces) {
    if (piece.startsWith('new')) assert.ok(accepted.has(piece), `${piece} is not accepted`);
  }
  for (const piece of ORIGINAL) {
    assert.ok(pieces.includes(piece) || accepted.has(piece), `${piece} is lost`);
  }
}

/** A line that was typed in holds more than one. */
function piecesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.match(/[^;]+;/g) ?? []);
}
