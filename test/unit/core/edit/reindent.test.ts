import assert from 'node:assert/strict';
import { reindenter } from '../../../../src/core/edit/reindent';

describe('a change of indentation', () => {
  it('moves lines in and out by as much as the known ones', () => {
    assert.deepEqual(map(['a {', '  b'], ['  a {', '    b'], ['a', '  b', '    c']), [
      '  a',
      '    b',
      '      c',
    ]);
    assert.deepEqual(map(['    a'], ['  a'], ['    a', '      b', '  c', 'd']), [
      '  a',
      '    b',
      'c',
      'd',
    ]);
  });

  it('makes tabs of blanks, by the width that the known lines show', () => {
    const given = ['    a {', '        b'];
    assert.deepEqual(map(given, ['\ta {', '\t\tb'], ['            c', 'd']), ['\t\t\tc', 'd']);
    assert.deepEqual(map(['a {', '  b'], ['\ta {', '\t\tb'], ['    c']), ['\t\t\tc']);
  });

  it('makes blanks of tabs', () => {
    const found = map(['\ta {', '\t\tb'], ['  a {', '    b'], ['\t\t\tc', 'd']);
    assert.deepEqual(found, ['      c', 'd']);
  });

  it('makes steps wider', () => {
    const found = map(['  a {', '    b'], ['    a {', '        b'], ['      c']);
    assert.deepEqual(found, ['            c']);
  });

  it('keeps the single blank that aligns the stars of a comment', () => {
    assert.deepEqual(map(['a'], ['\ta'], ['/**', ' * b', ' */', 'a', '    c']), [
      '\t/**',
      '\t * b',
      '\t */',
      '\ta',
      '\t\tc',
    ]);
  });

  it('does not take that blank for a step', () => {
    const given = ['/**', ' * b', 'a {', '    c'];
    const wanted = ['\t/**', '\t * b', '\ta {', '\t\tc'];
    assert.deepEqual(map(given, wanted, ['        d']), ['\t\t\td']);
  });

  it('leaves blank lines alone', () => {
    assert.deepEqual(map(['a'], ['  a'], ['', '  ']), ['', '  ']);
  });

  it('is none where lines of one indentation have several', () => {
    assert.equal(reindenter(['a', 'b'], ['a', '  b']), undefined);
    assert.ok(reindenter(['a', '', 'b'], ['  a', '', '  b']));
  });
});

function map(given: string[], wanted: string[], lines: string[]): string[] | undefined {
  const fit = reindenter(given, wanted);
  return fit && lines.map(fit);
}
