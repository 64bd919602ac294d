import assert from 'node:assert/strict';
import {
  applyEdits,
  splitLines,
  toLineEdit,
  toTextChange,
  trimEdit,
} from '../../../../src/core/edit/lines';
import type { TextChange } from '../../../../src/core/edit/lines';
import { Random } from '../random';

/** What an editor does with a change. */
function applyChange(text: string, { range, text: added }: TextChange): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: TextChange['range']['start']): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return text.slice(0, offset(range.start)) + added + text.slice(offset(range.end));
}

describe('lines of a document', () => {
  it('are split at every kind of break', () => {
    assert.deepEqual(splitLines('a\r\nb\rc\n'), ['a', 'b', 'c', '']);
  });

  it('keep what an edit does not change', () => {
    const edit = trimEdit(['a', 'b', 'c'], { start: 0, end: 3, lines: ['a', 'x', 'y', 'c'] });
    assert.deepEqual(edit, { start: 1, end: 2, lines: ['x', 'y'] });
  });

  it('become by a change what they become by the edit, wherever it stands', () => {
    const random = new Random(7);
    for (let run = 0; run < 2000; run += 1) {
      const lines = Array.from({ length: 1 + random.upTo(5) }, () => 'abc'.slice(random.upTo(3)));
      const start = random.upTo(lines.length);
      const end = start + random.upTo(lines.length - start);
      const added = Array.from({ length: random.upTo(3) }, () => 'xyz'.slice(random.upTo(3)));
      const edit = { start, end, lines: added };
      if (start === end && added.length === 0) continue;
      const expected = applyEdits(lines, [edit]);
      const changed = applyChange(lines.join('\n'), toTextChange(lines, edit, '\n'));
      // A document has a line at least, an empty one.
      assert.deepEqual(changed.split('\n'), expected.length === 0 ? [''] : expected);
    }
  });

  it('follow any change of characters', () => {
    const random = new Random(8);
    for (let run = 0; run < 2000; run += 1) {
      const lines = Array.from({ length: 1 + random.upTo(5) }, () => 'abc'.slice(random.upTo(3)));
      const place = (from: number) => {
        const line = from + random.upTo(lines.length - 1 - from);
        return { line, character: random.upTo(lines[line]?.length ?? 0) };
      };
      const start = place(0);
      const end = place(start.line);
      if (end.line === start.line && end.character < start.character) continue;
      const change = { range: { start, end }, text: random.pick(['', 'x', 'x\ny', '\n', 'x\n']) };
      const edited = applyEdits(lines, [toLineEdit(lines, change)]);
      assert.deepEqual(edited, applyChange(lines.join('\n'), change).split('\n'));
    }
  });
});
