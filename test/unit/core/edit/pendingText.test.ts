import assert from 'node:assert/strict';
import { PendingText } from '../../../../src/core/edit/pendingText';
import type { Plan } from '../../../../src/core/edit/pendingText';
import { splitLines } from '../../../../src/core/edit/lines';
import type { LineEdit } from '../../../../src/core/edit/lines';
import { Random } from '../random';

const POEM = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** Replaces lines as an answer does, a line at a time. */
function write(text: PendingText, start: number, end: number, lines: readonly string[]): number {
  const id = text.begin(start, end);
  for (const line of lines) commit(text, text.planLines(id, [line]));
  commit(text, text.planEnd(id, []));
  return id;
}

function commit(text: PendingText, plan: Plan | undefined): void {
  assert.ok(plan, 'The hunk is gone.');
  text.commit(plan);
}

function type(text: PendingText, edit: LineEdit): void {
  text.changed(edit);
  text.settle({ isUndoOrRedo: false });
}

function undo(text: PendingText, edit: LineEdit): void {
  text.changed(edit);
  text.settle({ isUndoOrRedo: true });
}

/** What is pending, as people would write it down. */
function changesOf({ hunks, lines }: PendingText): string[] {
  return hunks.map(
    ({ start, end, old }) => `${start}: ${old.join(',')} > ${lines.slice(start, end).join(',')}`,
  );
}

describe('a document with pending changes', () => {
  it('shows new lines as they come, and keeps those that stay', () => {
    const text = new PendingText(POEM);
    const id = text.begin(1, 5);
    commit(text, text.planLines(id, ['two']));
    assert.deepEqual(text.lines, POEM);
    commit(text, text.planLines(id, ['new']));
    assert.deepEqual(text.lines.slice(0, 5), ['one', 'two', 'new', 'three', 'four']);
    commit(text, text.planLines(id, ['four']));
    assert.deepEqual(text.lines.slice(0, 5), ['one', 'two', 'new', 'four', 'five']);
    commit(text, text.planEnd(id, []));
    assert.deepEqual(text.lines, ['one', 'two', 'new', 'four', 'six', 'seven', 'eight']);
    assert.deepEqual(changesOf(text), ['2: three > new', '4: five > ']);
    assert.deepEqual(text.baseline, POEM);
  });

  it('rejects a hunk, and accepts another', () => {
    const text = new PendingText(POEM);
    const first = write(text, 0, 1, ['ONE', 'and a half']);
    const second = write(text, 5, 6, []);
    assert.deepEqual(changesOf(text), ['0: one > ONE,and a half', '5: five > ']);
    text.accept([first]);
    assert.deepEqual(text.baseline, ['ONE', 'and a half', ...POEM.slice(1)]);
    text.commit(text.planReject([second]));
    assert.deepEqual(text.lines, ['ONE', 'and a half', ...POEM.slice(1)]);
    assert.deepEqual(text.hunks, []);
  });

  it('follows what is typed before, inside and behind a hunk', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new three', 'new four']);
    type(text, { start: 0, end: 0, lines: ['zero'] });
    type(text, { start: 4, end: 5, lines: ['new four!', 'and more'] });
    type(text, { start: 8, end: 9, lines: ['SEVEN'] });
    assert.deepEqual(changesOf(text), ['3: three,four > new three,new four!,and more']);
    assert.deepEqual(text.baseline, ['zero', ...POEM.slice(0, 6), 'SEVEN', 'eight']);
  });

  it('leaves a line to the user that is begun at the edge of a hunk', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new three']);
    type(text, { start: 3, end: 3, lines: ['mine'] });
    type(text, { start: 2, end: 2, lines: ['mine too'] });
    assert.deepEqual(changesOf(text), ['3: three > new three']);
  });

  it('lets no pending text pass for the user’s where they join lines with others', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new three']);
    type(text, { start: 1, end: 3, lines: ['two new three'] });
    assert.deepEqual(changesOf(text), ['1: two,three > two new three']);
    assert.deepEqual(text.baseline, POEM);
  });

  it('forgets a hunk whose lines are made again what they were', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new three']);
    type(text, { start: 2, end: 3, lines: ['three'] });
    assert.deepEqual(text.hunks, []);
  });

  it('follows a formatter that replaces the whole text, part by part', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new three', 'and more']);
    const formatted = text.lines.map((line, index) =>
      index === 0 || index === 7 ? `${line};` : line,
    );
    type(text, { start: 0, end: text.lines.length, lines: formatted });
    assert.deepEqual(changesOf(text), ['2: three > new three,and more']);
  });

  it('brings hunks back by redo that went by undo', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    const after = text.lines;
    undo(text, { start: 0, end: after.length, lines: POEM });
    assert.deepEqual(text.hunks, []);
    undo(text, { start: 0, end: POEM.length, lines: after });
    assert.deepEqual(changesOf(text), ['2: three,four > new']);
  });

  it('does not bring back by redo what was accepted', () => {
    const text = new PendingText(POEM);
    const id = write(text, 2, 4, ['new']);
    text.accept([id]);
    const after = text.lines;
    undo(text, { start: 0, end: after.length, lines: POEM });
    undo(text, { start: 0, end: POEM.length, lines: after });
    assert.deepEqual(text.hunks, []);
  });

  it('drops what is half written, and with it nothing of an earlier change', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new three']);
    const id = text.begin(1, 6);
    commit(text, text.planLines(id, ['TWO', 'THREE']));
    commit(text, text.planDrop(id));
    assert.deepEqual(changesOf(text), ['2: three > new three']);
    assert.deepEqual(text.baseline, POEM);
  });

  it('keeps what was typed in a region that is dropped', () => {
    const text = new PendingText(POEM);
    const id = text.begin(1, 6);
    commit(text, text.planLines(id, ['TWO']));
    type(text, { start: 1, end: 2, lines: ['TWO, said I'] });
    commit(text, text.planDrop(id));
    assert.ok(text.lines.includes('TWO, said I'));
    assert.deepEqual(text.baseline, POEM);
  });

  it('keeps what was typed among lines that are about to be replaced', () => {
    const text = new PendingText(POEM);
    const id = text.begin(1, 6);
    commit(text, text.planLines(id, ['TWO']));
    type(text, { start: 4, end: 5, lines: ['four, said I'] });
    commit(text, text.planEnd(id, ['SIX']));
    assert.ok(text.lines.includes('four, said I'), text.lines.join());
    assert.deepEqual(text.baseline, POEM);
  });

  it('takes hunks out for a save and puts them back, also around what a formatter does', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    write(text, 5, 6, ['new seven', 'and more']);
    const shown = text.lines;
    text.commit(text.planTakeOut());
    assert.deepEqual(text.lines, POEM);
    assert.ok(text.isHidden);
    type(text, { start: 0, end: 1, lines: ['first', 'one'] });
    text.commit(text.planPutBack());
    assert.deepEqual(text.lines, ['first', ...shown]);
    assert.deepEqual(changesOf(text), ['3: three,four > new', '6: seven > new seven,and more']);
  });

  it('goes on writing after a save in the middle', () => {
    const text = new PendingText(POEM);
    const id = text.begin(2, 5);
    commit(text, text.planLines(id, ['a', 'four']));
    text.commit(text.planTakeOut());
    assert.deepEqual(text.lines, POEM);
    text.commit(text.planPutBack());
    commit(text, text.planEnd(id, ['b']));
    assert.deepEqual(text.lines, ['one', 'two', 'a', 'four', 'b', 'six', 'seven', 'eight']);
    assert.deepEqual(text.baseline, POEM);
  });

  it('does not make wait again by undo what was accepted', () => {
    const text = new PendingText(POEM);
    const id = write(text, 2, 4, ['new']);
    const shown = text.lines;
    type(text, { start: 0, end: 1, lines: ['one!'] });
    text.accept([id]);
    undo(text, { start: 0, end: 1, lines: ['one'] });
    assert.deepEqual(text.lines, shown);
    assert.deepEqual(text.hunks, []);
  });

  it('does not call a change what was about to be written when the user undid something', () => {
    const text = new PendingText(POEM);
    text.begin(2, 4);
    type(text, { start: 0, end: 1, lines: ['one!'] });
    type(text, { start: 0, end: 1, lines: ['one!!'] });
    undo(text, { start: 0, end: 1, lines: ['one!'] });
    assert.deepEqual(text.changes, []);
  });

  it('keeps an empty line where all lines are to go, and gives them back', () => {
    const text = new PendingText(['one', 'two']);
    const id = write(text, 0, 2, []);
    assert.deepEqual(text.lines, ['']);
    text.commit(text.planTakeOut());
    assert.deepEqual(text.lines, ['one', 'two']);
    text.commit(text.planPutBack());
    assert.deepEqual(text.lines, ['']);
    text.commit(text.planReject([id]));
    assert.deepEqual(text.lines, ['one', 'two']);
  });

  it('has an empty line left where all that is in it is a change', () => {
    const text = new PendingText(['one']);
    const id = write(text, 1, 1, ['new']);
    type(text, { start: 0, end: 1, lines: [] });
    text.commit(text.planTakeOut());
    assert.deepEqual(text.lines, ['']);
    text.commit(text.planPutBack());
    assert.deepEqual(text.lines, ['new']);
    text.commit(text.planReject([id]));
    assert.deepEqual(text.lines, ['']);
  });

  it('puts nothing back that an undo brought back during a save', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    const shown = text.lines;
    text.commit(text.planTakeOut());
    undo(text, { start: 0, end: POEM.length, lines: shown });
    assert.ok(!text.isHidden);
    assert.deepEqual(changesOf(text), ['2: three,four > new']);
  });

  it('puts hunks back around what a formatter does to all lines', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    text.commit(text.planTakeOut());
    const formatted = POEM.map((line) => `  ${line}`);
    type(text, { start: 0, end: POEM.length, lines: formatted });
    text.commit(text.planPutBack());
    assert.deepEqual(changesOf(text), ['2:   three,  four > new']);
    assert.deepEqual(text.baseline, formatted);
  });

  it('puts hunks back around what a formatter does to lines far from each other', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    text.commit(text.planTakeOut());
    const formatted = ['// one', 'one', ...POEM.slice(1, 7), 'eight;', 'nine'];
    type(text, { start: 0, end: POEM.length, lines: formatted });
    text.commit(text.planPutBack());
    assert.deepEqual(changesOf(text), ['3: three,four > new']);
    assert.deepEqual(text.baseline, formatted);
  });

  it('keeps its lines in a hunk where one of the user’s is moved into it', () => {
    const text = new PendingText(POEM);
    write(text, 2, 3, ['new', 'and more']);
    text.changedAtOnce([
      {
        range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } },
        text: 'and more\n',
      },
      { range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } }, text: '' },
    ]);
    text.settle({ isUndoOrRedo: false });
    assert.deepEqual(text.lines.slice(2, 5), ['new', 'four', 'and more']);
    assert.deepEqual(text.baseline, POEM);
  });

  it('leaves lines to the user around a hunk that is indented with them', () => {
    const text = new PendingText(POEM);
    write(text, 2, 4, ['new']);
    const indented = text.lines.map((line) => `  ${line}`);
    type(text, { start: 0, end: indented.length, lines: indented });
    assert.deepEqual(changesOf(text), ['2: three,four >   new']);
  });

  for (const seed of Array.from({ length: 300 }, (_, index) => index + 1)) {
    it(`loses no keystroke and no line of the file, run ${seed}`, () => surviveTyping(seed));
  }
});

/** Streams random replacements while somebody types, saves, undoes nothing, and reviews. */
function surviveTyping(seed: number): void {
  const random = new Random(seed);
  const original = Array.from({ length: 30 }, (_, index) => `line ${index % 23}`);
  const text = new PendingText(original);
  let typed = 0;
  let markers: string[] = [];
  let id: number | undefined;
  for (let step = 0; step < 60; step += 1) {
    const hasWriter = id !== undefined && text.hunk(id)?.writing !== undefined;
    if (random.chance(0.35)) {
      // Somebody writes a line, or adds to one.
      const at = random.upTo(text.lines.length - 1);
      const marker = `typed${(typed += 1)};`;
      markers.push(marker);
      const line = text.lines[at] ?? '';
      if (random.chance(0.5)) type(text, { start: at, end: at, lines: [marker] });
      else type(text, { start: at, end: at + 1, lines: splitLines(`${line}${marker}`) });
    } else if (random.chance(0.1)) {
      text.commit(text.planTakeOut());
      for (const line of text.lines) assert.ok(!line.startsWith('new'), line);
      text.commit(text.planPutBack());
    } else if (!hasWriter) {
      const start = random.upTo(text.lines.length - 1);
      id = text.begin(start, Math.min(text.lines.length, start + random.upTo(7)));
      // What was typed into a change is replaced together with it.
      const later = [...text.baseline, ...outside(text, id)].join('\n');
      markers = markers.filter((marker) => later.includes(marker));
    } else if (id !== undefined && random.chance(0.7)) {
      const lines = Array.from({ length: random.upTo(3) }, () =>
        random.chance(0.5) ? `new ${random.upTo(8)}` : `line ${random.upTo(22)}`,
      );
      commit(text, text.planLines(id, lines));
    } else if (id !== undefined) {
      commit(text, random.chance(0.7) ? text.planEnd(id, []) : text.planDrop(id));
    }
    checkOrder(text);
    // What was typed earlier may be replaced by a change, and comes back when that is rejected.
    const kept = [...text.lines, ...text.baseline].join('\n');
    for (const marker of markers) assert.ok(kept.includes(marker), `${marker} is lost`);
    const left = text.baseline.filter((line) => line.startsWith('line')).map(withoutMarkers);
    assert.deepEqual(left, original, 'a line of the file is lost');
  }
}

function outside(text: PendingText, id: number): readonly string[] {
  const { start, end } = text.hunk(id) ?? { start: 0, end: 0 };
  const { lines } = text;
  return [...lines.slice(0, start), ...lines.slice(end)];
}

function withoutMarkers(line: string): string {
  return line.replaceAll(/typed\d+;/g, '');
}

function checkOrder({ hunks, lines }: PendingText): void {
  let end = 0;
  for (const hunk of hunks) {
    assert.ok(hunk.start >= end && hunk.end >= hunk.start && hunk.end <= lines.length);
    end = hunk.end;
    if (!hunk.writing) continue;
    const { cursor, limit } = hunk.writing;
    assert.ok(hunk.start <= cursor && cursor <= limit && limit <= hunk.end);
  }
}
