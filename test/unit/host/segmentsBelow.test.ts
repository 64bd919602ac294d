import assert from 'node:assert/strict';
import { segmentsBelow } from '../../../src/host/workspace/segmentsBelow';

describe('a path below a folder', () => {
  for (const [name, segments] of [
    ['src/a.ts', ['src', 'a.ts']],
    ['./src//a.ts', ['src', 'a.ts']],
    ['src\\a.ts', ['src', 'a.ts']],
    ['/work/pantry/src/a.ts', ['src', 'a.ts']],
    ['..a/b..', ['..a', 'b..']],
    ['src/~/a', ['src', '~', 'a']],
  ] as const) {
    it(`is ${segments.join(' / ')}: ${name}`, () =>
      assert.deepEqual(segmentsBelow('/work/pantry', name), segments));
  }

  for (const name of [
    '',
    '.',
    '/',
    '/work/pantry',
    '/work/pantry2/a.ts',
    '/etc/passwd',
    '../../etc/passwd',
    'src/../../a.ts',
    'src\\..\\..\\a.ts',
    'src/../a.ts',
    '~/.bashrc',
    'a\0.ts',
    'a\n.ts',
  ]) {
    it(`is none: ${JSON.stringify(name)}`, () =>
      assert.equal(segmentsBelow('/work/pantry', name), undefined));
  }
});
