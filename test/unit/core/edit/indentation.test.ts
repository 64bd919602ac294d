import assert from 'node:assert/strict';
import { indentLike } from '../../../../src/core/edit/indentation';

describe('lines in the place of others', () => {
  it('are indented as those are, by the first line', () => {
    assert.deepEqual(like(['    old'], ['a {', '  b', '', '}']), [
      '    a {',
      '      b',
      '',
      '    }',
    ]);
    assert.deepEqual(like(['', '  old'], ['', 'a']), ['', '  a']);
  });

  it('stay as they are where they are indented so already', () => {
    assert.deepEqual(like(['  old'], ['  a', '    b', 'c']), ['  a', '    b', 'c']);
  });

  it('move out where they stand further in', () => {
    assert.deepEqual(like(['old'], ['    a', '      b', '    c']), ['a', '  b', 'c']);
  });

  it('get tabs where the others have tabs', () => {
    const tabs = ['\told {', '\t\tb', '\t}'];
    assert.deepEqual(like(tabs, ['a {', '  b {', '    c']), ['\ta {', '\t\tb {', '\t\t\tc']);
    assert.deepEqual(like(tabs, ['    a {', '        b']), ['\ta {', '\t\tb']);
  });

  it('get blanks where the others have blanks', () => {
    const blanks = ['    old {', '        b', '    }'];
    assert.deepEqual(like(blanks, ['a {', '\tb', '\t\tc']), [
      '    a {',
      '        b',
      '            c',
    ]);
    assert.deepEqual(like(blanks, ['\ta {', '\t\tb']), ['    a {', '        b']);
  });

  it('stay as they are where there were none', () => {
    assert.deepEqual(like([], ['  a', 'b']), ['  a', 'b']);
    assert.deepEqual(like(['', ' '], ['  a', 'b']), ['  a', 'b']);
  });
});

function like(replaced: string[], lines: string[]): string[] {
  return lines.map(indentLike(replaced));
}
