import { diffLines } from './diffLines';
import { followChange, isMove, splitEdit } from './follow';
import { moveHunk, touches, withoutHunks } from './hunk';
import type { Hunk } from './hunk';
import { States } from './states';
import { followEdit, putBack, takeOut } from './stretch';
import type { HiddenHunk, Mark } from './stretch';
import { applyEdits, asOneEdit, leaveOneLine, sameLines, toLineEdit, trimEdit } from './lines';
import type { LineEdit, TextChange } from './lines';
import { joinAdjacent, mergeNear, writeLines } from './writing';
import type { Written } from './writing';

/** Changes of a document that are to be made, and what it is like after them. */
export interface Plan {
  readonly edits: readonly LineEdit[];
  readonly hunks: readonly Hunk[];
  /** Given where hunks are taken out of the document, or put back. */
  readonly hidden?: readonly HiddenHunk[] | undefined;
}

/** More changes at once are not lines that are moved by hand. */
const MOST_MOVED = 20;

/**
 * A document with changes that wait for a review. It decides what is to be edited, and follows
 * what others edit; it does not edit itself. A plan holds for the moment when it was made, and is
 * committed once the document has taken its edits.
 */
export class PendingText {
  private text: readonly string[];
  private pending: readonly Hunk[] = [];
  private hidden: readonly HiddenHunk[] = [];
  private readonly marks = new Map<number, Mark>();
  private nextId = 1;
  private readonly states = new States();
  /** Whether this text is not among the states yet. */
  private isUnknown = false;

  constructor(lines: readonly string[]) {
    this.text = lines;
  }

  get lines(): readonly string[] {
    return this.text;
  }

  /** In the order of their lines; none overlap. Empty while they are out of the document. */
  get hunks(): readonly Hunk[] {
    return this.pending;
  }

  /** Whether hunks are out of the document for the moment. */
  get isHidden(): boolean {
    return this.hidden.length > 0;
  }

  /** Those that show something: one that is about to be written does not yet. */
  get changes(): readonly Hunk[] {
    return this.pending.filter(
      ({ start, end, old, writing }) => !writing || !sameLines(this.text.slice(start, end), old),
    );
  }

  /** The document as it would be if all hunks were rejected. */
  get baseline(): readonly string[] {
    return withoutHunks(this.text, this.pending, 0, this.text.length);
  }

  /** Somebody else has made several changes at once, each in the text that those before it left. */
  changedAtOnce(changes: readonly TextChange[]): void {
    const whole =
      changes.length > 1 && changes.length <= MOST_MOVED && asOneEdit(this.text, changes);
    // A line that is moved is removed in one place and added in another one.
    if (whole && isMove(this.text, whole)) this.changed(whole);
    else for (const change of changes) this.changed(toLineEdit(this.text, change));
  }

  /** Somebody else has changed the document; `settle` is to follow after the last change. */
  changed(change: LineEdit): void {
    if (this.isUnknown) this.remember();
    const edit = trimEdit(this.text, change);
    this.pending = followChange(this.pending, this.text, edit);
    if (this.isHidden || this.marks.size > 0) {
      const parts = splitEdit(this.text, edit);
      this.hidden = this.hidden.map((hunk) =>
        parts.toReversed().reduce<HiddenHunk>(followEdit, hunk),
      );
      this.moveMarks(parts);
    }
    this.text = applyEdits(this.text, [edit]);
  }

  /** The changes that somebody else has made at once are all told. */
  settle({ isUndoOrRedo }: { readonly isUndoOrRedo: boolean }): void {
    const known = isUndoOrRedo ? this.states.find(this.text) : undefined;
    if (known) {
      this.pending = known;
      // They are in the document again; a save that is under way has nothing to put back.
      if (known.length > 0) this.hidden = [];
    }
    this.remember();
  }

  /** Lines [start, end) are to be replaced by lines to come; gives the id of the new hunk. */
  begin(start: number, end: number): number {
    this.remember({ always: true });
    const absorbed = this.pending.filter((hunk) => touches(hunk, start, end));
    const from = Math.min(start, ...absorbed.map((hunk) => hunk.start));
    const to = Math.max(end, ...absorbed.map((hunk) => hunk.end));
    const hunk: Hunk = {
      id: this.nextId,
      start: from,
      end: to,
      old: withoutHunks(this.text, absorbed, from, to),
      writing: {
        cursor: start,
        limit: end,
        isTouched: false,
        before: this.text.slice(from, to),
        absorbed: absorbed.map((each) => moveHunk(each, -from)),
      },
    };
    this.nextId += 1;
    const others = this.pending.filter((each) => !absorbed.includes(each));
    this.pending = inOrder([...others, hunk]);
    return hunk.id;
  }

  /** Undefined once it was accepted, rejected or undone. */
  hunk(id: number): Hunk | undefined {
    return this.pending.find((hunk) => hunk.id === id);
  }

  /** Writes the next lines of a hunk; undefined where it is gone. */
  planLines(id: number, lines: readonly string[]): Plan | undefined {
    const hunk = this.hunk(id);
    if (!hunk?.writing) return undefined;
    return this.replacing(hunk, writeLines(this.text, hunk.writing, lines), false);
  }

  /** Writes the last lines of a hunk, and removes what is left of the lines that it replaces. */
  planEnd(id: number, lines: readonly string[]): Plan | undefined {
    const hunk = this.hunk(id);
    if (!hunk?.writing) return undefined;
    return this.replacing(hunk, writeLines(this.text, hunk.writing, lines), true);
  }

  /** Takes back what was written of a hunk; what the user has typed in it meanwhile stays. */
  planDrop(id: number): Plan | undefined {
    const hunk = this.hunk(id);
    if (!hunk?.writing) return undefined;
    const { isTouched, before, absorbed } = hunk.writing;
    if (isTouched) return { edits: [], hunks: this.settled(hunk, this.text, this.pending) };
    const edit = { start: hunk.start, end: hunk.end, lines: before };
    const back = absorbed.map((each) => moveHunk(each, hunk.start));
    return {
      edits: sameLines(this.text.slice(edit.start, edit.end), before) ? [] : [edit],
      hunks: this.put(hunk, back, before.length - (hunk.end - hunk.start)),
    };
  }

  /** Puts the old lines of hunks back. */
  planReject(ids: readonly number[]): Plan {
    const edits: LineEdit[] = [];
    const hunks: Hunk[] = [];
    let delta = 0;
    for (const hunk of this.pending) {
      const { id, start, end, old } = hunk;
      if (ids.includes(id)) {
        const edit = leaveOneLine(this.text, { start, end, lines: old });
        edits.push(edit);
        delta += edit.lines.length - (end - start);
      } else hunks.push(moveHunk(hunk, delta));
    }
    return { edits, hunks };
  }

  /** The new lines of hunks are the document's own from now on. */
  accept(ids: readonly number[]): void {
    for (const hunk of this.pending) {
      if (ids.includes(hunk.id)) this.states.accept(this.text, hunk);
    }
    this.pending = this.pending.filter(({ id }) => !ids.includes(id));
    this.remember({ always: true });
  }

  /** Takes all hunks out of the document, for as long as it is saved. */
  planTakeOut(): Plan {
    return takeOut(this.text, this.pending);
  }

  /** Puts the hunks back that were taken out; what they replace is what stands there by now. */
  planPutBack(): Plan {
    return putBack(this.text, this.hidden);
  }

  /** Takes up hunks that are known from the disk. */
  adopt(hunks: readonly Omit<Hunk, 'id'>[]): void {
    for (const hunk of hunks) {
      this.pending = inOrder([...this.pending, { ...hunk, id: this.nextId }]);
      this.nextId += 1;
    }
    this.remember({ always: true });
  }

  /** Takes up the hunks of a document with the same text, also those that are out of it. */
  takeOver(other: PendingText): void {
    this.adopt(other.pending);
    this.hidden = other.hidden;
    this.nextId = Math.max(this.nextId, other.nextId);
  }

  /** Keeps lines [start, end) in mind, wherever they go; gives the id of the mark. */
  mark(start: number, end: number): number {
    this.marks.set(this.nextId, { start, end, lines: this.text.slice(start, end) });
    this.nextId += 1;
    return this.nextId - 1;
  }

  /** Where marked lines are now, and whether they are as they were. */
  marked(id: number): { start: number; end: number; isChanged: boolean } | undefined {
    const mark = this.marks.get(id);
    if (!mark) return undefined;
    const { start, end, lines } = mark;
    return { start, end, isChanged: !sameLines(this.text.slice(start, end), lines) };
  }

  unmark(id: number): void {
    this.marks.delete(id);
  }

  /** The document has taken the edits of a plan, which was made in its present state. */
  commit({ edits, hunks, hidden }: Plan): void {
    this.moveMarks(edits);
    this.text = applyEdits(this.text, edits);
    this.pending = hunks;
    this.hidden = hidden ?? this.hidden;
    // While lines arrive, no text between is one that undo leads to, unless somebody types there.
    this.isUnknown = hunks.some(({ writing }) => writing);
    if (!this.isUnknown) this.remember();
  }

  private replacing(hunk: Hunk, written: Written, isEnd: boolean): Plan {
    const { edits, cursor, taken } = written;
    const { writing } = hunk;
    if (!writing) return { edits: [], hunks: this.pending };
    const rest = { start: writing.cursor + taken, end: writing.limit, lines: [] };
    const some = joinAdjacent(isEnd && rest.start < rest.end ? [...edits, rest] : edits);
    const all = some.map((edit) => leaveOneLine(this.text, edit));
    const delta = all.reduce((sum, { start, end, lines }) => sum + lines.length - (end - start), 0);
    const grown: Hunk = {
      ...hunk,
      end: hunk.end + delta,
      writing: { ...writing, cursor, limit: writing.limit + delta },
    };
    const others = this.put(hunk, [grown], delta);
    if (!isEnd) return { edits: all, hunks: others };
    return { edits: all, hunks: this.settled(grown, applyEdits(this.text, all), others) };
  }

  /** A hunk that is whole falls into the regions that really differ. */
  private settled(hunk: Hunk, lines: readonly string[], hunks: readonly Hunk[]): readonly Hunk[] {
    const shown = lines.slice(hunk.start, hunk.end);
    const regions: Hunk[] = [];
    let delta = hunk.start;
    for (const { start, end, lines: added } of mergeNear(diffLines(hunk.old, shown), hunk.old)) {
      const at = start + delta;
      regions.push({
        id: regions.length === 0 ? hunk.id : this.nextId,
        start: at,
        end: at + added.length,
        old: hunk.old.slice(start, end),
      });
      if (regions.length > 1) this.nextId += 1;
      delta += added.length - (end - start);
    }
    return hunks.flatMap((each) => (each.id === hunk.id ? regions : each));
  }

  /** All hunks with others in the place of one, which makes the document so many lines longer. */
  private put(hunk: Hunk, others: readonly Hunk[], delta: number): Hunk[] {
    const index = this.pending.indexOf(hunk);
    const behind = this.pending.slice(index + 1).map((each) => moveHunk(each, delta));
    return [...this.pending.slice(0, index), ...others, ...behind];
  }

  private moveMarks(edits: readonly LineEdit[]): void {
    for (const edit of edits.toReversed()) {
      for (const [id, mark] of this.marks) this.marks.set(id, followEdit(mark, edit));
    }
  }

  /** Hashing takes a moment in a long document, so it is done where hunks are about alone. */
  private remember({ always = false } = {}): void {
    this.isUnknown = false;
    if (!always && this.states.isEmpty && this.pending.length === 0) return;
    this.states.remember(this.text, this.changes);
  }
}

function inOrder(hunks: readonly Hunk[]): Hunk[] {
  return hunks.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
