import assert from 'node:assert/strict';
import { atCursor, indentedLike, linesOf } from '../../../src/host/chat/codeLines';

describe('the lines of a block of code', () => {
  it('end with its last line', () => {
    assert.deepEqual(linesOf('a\n\nb\n'), ['a', '', 'b']);
    assert.deepEqual(linesOf('a'), ['a']);
  });
});

describe('code at the cursor', () => {
  const lines = ['if (a) {', '  b();', '}'];

  it('goes into the line where it is one line', () => {
    assert.deepEqual(atCursor(['  x'], { line: 4, character: 4, text: 'f(a, b)' }), {
      start: 4,
      end: 5,
      lines: ['f(a,x b)'],
    });
  });

  it('takes the place of a blank line, as far in as that was', () => {
    assert.deepEqual(atCursor(lines, { line: 2, character: 1, text: '  ' }), {
      start: 2,
      end: 3,
      lines: ['  if (a) {', '    b();', '  }'],
    });
  });

  it('stands above a line that the cursor is in front of', () => {
    const { start, end, lines: put } = atCursor(lines, { line: 3, character: 1, text: '\tc();' });
    assert.deepEqual([start, end, put[0]], [3, 3, '\tif (a) {']);
  });

  it('stands below a line that the cursor is in, and does not cut it', () => {
    const { start, end, lines: put } = atCursor(lines, { line: 3, character: 4, text: '  c();' });
    assert.deepEqual([start, end, put[0]], [4, 4, '  if (a) {']);
  });
});

describe('code moved to where other lines stand', () => {
  it('keeps its own steps', () => {
    const code = ['      a', '', '        b'];
    assert.deepEqual(indentedLike(code, ['    x', '  y']), ['  a', '', '    b']);
  });

  it('goes to the left, where they stand at the left', () => {
    assert.deepEqual(indentedLike(['  a', '    b'], ['', 'x']), ['a', '  b']);
  });
});
