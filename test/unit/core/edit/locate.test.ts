import assert from 'node:assert/strict';
import { locate } from '../../../../src/core/edit/locate';

describe('the place of an edit', () => {
  it('is where its lines stand', () => {
    assert.equal(told('a b c d', 'b c'), 'exact 1-3');
    assert.equal(told('a b c d', 'a'), 'exact 0-1');
    assert.equal(told('a b c d', 'd'), 'exact 3-4');
    assert.equal(told('a b c d', 'x'), 'notFound');
    assert.equal(told('a b', 'a b c'), 'notFound');
  });

  it('is the end of the document where nothing is quoted, before its last line break', () => {
    assert.deepEqual(place(['a', 'b', ''], []), 'exact 2-2');
    assert.deepEqual(place(['a', 'b'], ['', '  ']), 'exact 2-2');
    assert.deepEqual(place([''], []), 'exact 0-0');
  });

  it('is the one near the task where the lines stand several times', () => {
    const document = ['same', ...numbered(20), 'same', ...numbered(20), 'same'];
    assert.equal(place(document, ['same'], 1), 'exact 0-1');
    assert.equal(place(document, ['same'], 20), 'exact 21-22');
    assert.equal(place(document, ['same'], 10), 'ambiguous');
    assert.equal(place(['same', 'x', 'same'], ['same'], 1), 'ambiguous');
  });

  it('counts lines that overlap as standing several times', () => {
    assert.equal(told('x a a a y', 'a a', 100), 'ambiguous');
    assert.equal(told('x a b a b a c', 'a b a c'), 'exact 3-7');
  });

  it('tells one exact place from those that are indented otherwise', () => {
    const document = ['if (a) {', '  run(a);', '}', ...numbered(9), 'run(a);'];
    assert.equal(place(document, ['run(a);'], 6), 'exact 12-13');
    assert.equal(place(document, ['    run(a);'], 6), 'ambiguous');
  });

  it('takes blank lines at the ends as quoted only where the document has them', () => {
    assert.equal(place(['a', '', 'b', '', 'c'], ['', 'b', '']), 'exact 1-4');
    assert.equal(place(['a', 'b', 'c'], ['', 'b', '']), 'exact 1-2');
  });

  it('maps new lines to the indentation that the document has', () => {
    const found = locate(['class A {', '\tb() {', '\t\tc();', '\t}', '}'], ['b() {', '  c();'], 0);
    assert.ok('fitLine' in found && found.fitLine);
    assert.equal(found.how, 'reindented');
    assert.deepEqual(['b() {', '  if (d) {', '    c();', '  }'].map(found.fitLine), [
      '\tb() {',
      '\t\tif (d) {',
      '\t\t\tc();',
      '\t\t}',
    ]);
  });

  it('does not take lines of another nesting for the same ones', () => {
    assert.equal(place(['if (a) {', '  b();', '}', 'c();'], ['b();', '  }', 'c();']), 'notFound');
  });

  describe('with an elision', () => {
    const document = ['class A {', '  run() {', '    if (a) {', '    }', '  }', '}', 'after();'];

    it('reaches from the first lines to the nearest last ones', () => {
      assert.equal(told('a b c d b', 'a … b'), 'elided 0-2');
      assert.equal(told('a b c d e', 'b ... d'), 'elided 1-4');
      assert.equal(told('a b c d e f', 'a … c … f'), 'elided 0-6');
      assert.equal(told('a b c d e', 'd … b'), 'notFound');
    });

    it('ends at the bracket that is indented as the first line is', () => {
      assert.equal(place(document, ['run() {', '…', '}']), 'elided 1-5');
      assert.equal(place(document, ['class A {', '…', '}']), 'elided 0-6');
    });

    it('keeps in the new lines what it stands for', () => {
      const found = locate(document, ['run() {', '…', '}'], 0);
      assert.ok('fit' in found);
      assert.deepEqual(found.fit(['go() {', '  …', '}', 'x();']), [
        '  go() {',
        '    if (a) {',
        '    }',
        '  }',
        '  x();',
      ]);
      assert.deepEqual(found.fit(['gone();']), ['  gone();']);
      assert.equal(found.fit(['…', 'x();', '…']), undefined);
    });

    it('is none where three dots stand in the document', () => {
      const stubs = ['def a():', '    ...', 'def b():', '    ...'];
      assert.equal(place(stubs, ['def b():', '    ...']), 'exact 2-4');
      assert.equal(place(stubs, ['  def b():', '      ...']), 'reindented 2-4');
    });

    it('is ambiguous where the first lines stand several times', () => {
      assert.equal(told('a b 1 2 3 4 5 6 7 a b', 'a … b', 30), 'ambiguous');
      assert.equal(told('a b 1 2 3 4 5 6 7 a b', 'a … b', 9), 'elided 9-11');
    });
  });

  describe('with lines that have changed since', () => {
    const document = [
      'function load(path) {',
      '  const text = readFile(path);',
      '  const data = parseJson(text);',
      '  return checked(data, schema);',
      '}',
    ];
    const quoted = document.with(2, '  const data = JSON.parse(text);');

    it('is found, and they stay as they are', () => {
      const found = locate(document, quoted, 0);
      assert.ok('fit' in found);
      assert.equal(`${found.how} ${found.start}-${found.end}`, 'stale 0-5');
      const changed = document.with(3, '  return data;');
      assert.deepEqual(found.fit(quoted.with(3, '  return data;')), changed);
    });

    it('is of no use where the edit changes just those', () => {
      const found = locate(document, quoted, 0);
      assert.ok('fit' in found);
      assert.equal(found.fit(quoted.with(2, '  const data = {};')), undefined);
    });

    it('is found although one of the lines was moved far up', () => {
      const moved = [document[3] ?? '', ...numbered(9), ...document.toSpliced(3, 1)];
      assert.equal(place(moved, document), 'stale 10-14');
    });

    it('is not found where most lines differ, or no two say anything', () => {
      assert.equal(place([...document.slice(0, 2), 'x', 'y', 'z'], quoted, 99), 'notFound');
      assert.equal(told('{ } { } ) x', '{ } { } ) y'), 'notFound');
    });
  });

  it('is found behind a fence around the code', () => {
    const found = locate(['a', 'b', 'c'], ['```ts', 'b', '```'], 0);
    assert.ok('fit' in found);
    assert.equal(found.start, 1);
    assert.deepEqual(found.fit(['```ts', 'x', '```']), ['x']);
    assert.equal(place(['```ts', 'b', '```', 'b'], ['```ts', 'b', '```']), 'exact 0-3');
  });

  // Each of these would not come to an end if lines were compared place by place.
  it('is looked for in a long document of the same lines', () => {
    const document = numbered(20_000).fill('  same();');
    assert.equal(place(document, document.slice(0, 500), 0), 'ambiguous');
    assert.equal(place(document, numbered(500).fill('same();'), 0), 'ambiguous');
    assert.equal(place(document, [...document.slice(0, 500), 'other();'], 0), 'notFound');
    assert.equal(place(document, ['same();', '…', 'same();', '…', 'other();'], 0), 'notFound');
  });

  it('is found for 500 lines of 20,000, also where some have changed', () => {
    const document = numbered(20_000).map((number) => `  const value${number} = of(${number});`);
    const quoted = document.slice(15_000, 15_500);
    assert.equal(place(document, quoted), 'exact 15000-15500');
    const stale = quoted.map((line, index) => (index % 9 === 5 ? `// ${index}` : line));
    assert.equal(place(document, stale), 'stale 15000-15500');
  });
});

function told(document: string, old: string, near = 0): string {
  return place(document.split(' '), old.split(' '), near);
}

function place(document: readonly string[], old: readonly string[], near = 0): string {
  const found = locate(document, old, near);
  return 'problem' in found ? found.problem : `${found.how} ${found.start}-${found.end}`;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index}`);
}
