import assert from 'node:assert/strict';
import { splitLines } from '../../../../src/core/edit/lines';
import { placeSnippet } from '../../../../src/core/edit/snippet';

const SHAPES = `import { log } from './log';

/** In square metres. */
export function area(width: number, height: number): number {
  return width * height;
}

export function girth(width: number, height: number): number {
  const sum = width + height;
  return 2 * sum;
}

export class Shape {
  describe(): string {
    log(this);
    return 'a shape';
  }
}
`;

describe('the place of code from the chat', () => {
  it('is the declaration of the same name, whole', () => {
    const after = apply(SHAPES, 'function area(shape: Shape): number {\n  return shape.area;\n}');
    assert.equal(
      after,
      SHAPES.replace(
        /export function area[^}]*}/,
        'function area(shape: Shape): number {\n  return shape.area;\n}',
      ),
    );
  });

  it('is a function although one of several lines has the same name', () => {
    const document = 'const area = 1;\n\nfunction area() {\n  a();\n}\n';
    assert.equal(
      apply(document, 'function area() {\n  b();\n}'),
      'const area = 1;\n\nfunction area() {\n  b();\n}\n',
    );
  });

  it('is a declaration whose parameters take several lines, up to its last bracket', () => {
    const document = 'function area(\n  a: number,\n) {\n  return a;\n}\n\nend();\n';
    assert.equal(
      apply(document, 'function area() {\n  return 1;\n}'),
      'function area() {\n  return 1;\n}\n\nend();\n',
    );
  });

  it('takes the comment above with it where the code has one', () => {
    const code = '/** In square feet. */\nexport function area(): number {\n  return 1;\n}';
    const after = apply(SHAPES, code);
    assert.ok(after.includes(`log';\n\n${code}\n\nexport function girth`), after);
    const without = apply(SHAPES, 'export function area(): number {\n  return 1;\n}');
    assert.ok(
      without.includes('/** In square metres. */\nexport function area(): number'),
      without,
    );
  });

  it('is found in other languages, and within a class', () => {
    const python =
      'class A:\n    def run(self):\n        pass\n\n    def stop(self):\n        pass\n';
    assert.equal(
      apply(python, 'def run(self):\n    self.count += 1\n    go()'),
      'class A:\n    def run(self):\n        self.count += 1\n        go()\n\n    def stop(self):\n        pass\n',
    );
    const go = 'package a\n\nfunc (s *S) Run() {\n\ts.a()\n}\n\nfunc (s *S) Stop() {\n}\n';
    assert.equal(apply(go, 'func (s *S) Run() {\n\ts.b()\n}'), go.replace('s.a()', 's.b()'));
    const rust = 'impl A {\n    pub fn run(&self) {\n        a();\n    }\n}\n';
    assert.equal(apply(rust, 'pub fn run(&self) {\n    b();\n}'), rust.replace('a()', 'b()'));
  });

  it('is a method that has no word before its name', () => {
    const after = apply(SHAPES, "describe(): string {\n  return 'none';\n}");
    assert.equal(after, SHAPES.replace(/log\(this\);\n *return 'a shape'/, "return 'none'"));
    assert.equal(place(SHAPES, 'describes(): string {\n  return 1;\n}'), 'notFound');
    const java = 'class A {\n    @Override\n    public long sum() {\n        return 1;\n    }\n}\n';
    assert.equal(
      apply(java, 'public long sum() {\n    return 2;\n}'),
      java.replace('return 1', 'return 2'),
    );
  });

  it('is no statement and no call that looks like a method', () => {
    const document =
      "test('adds', () => {\n  add();\n});\n\nif (ready) {\n  go();\n}\n\nrun(function () {\n  go();\n});\n";
    assert.equal(place(document, "test('removes', () => {\n  remove();\n});"), 'notFound');
    assert.equal(place(document, 'if (done) {\n  stop();\n}'), 'notFound');
    assert.equal(place(document, 'run(function () {\n  stop();\n});'), 'notFound');
  });

  it('reaches to the end of a body whose bracket stands on a line of its own', () => {
    const php =
      'class A\n{\n    public function a()\n    {\n        b();\n    }\n\n    // end\n}\n';
    assert.equal(
      apply(php, 'public function a() {\n    c();\n}'),
      'class A\n{\n    public function a() {\n        c();\n    }\n\n    // end\n}\n',
    );
    assert.equal(apply(php, 'public function a()\n{\n    c();\n}'), php.replace('b();', 'c();'));
  });

  it('is all between the first and the last line', () => {
    const document = 'const before = 1;\nopen(first);\nold();\nold();\nclose(last);\nafter();\n';
    assert.equal(
      apply(document, 'open(first);\nnewer();\nclose(last);'),
      'const before = 1;\nopen(first);\nnewer();\nclose(last);\nafter();\n',
    );
    assert.equal(
      place(document.replace('old()', 'open(first)'), 'open(first);\nclose(last);'),
      'ambiguous',
    );
    assert.equal(place(document, 'close(last);\nopen(first);'), 'notFound');
  });

  it('is not all between lines that are far from each other', () => {
    const far = `open(first);\n${'old();\n'.repeat(100)}close(last);\n`;
    assert.equal(place(far, 'open(first);\nclose(last);'), 'notFound');
  });

  it('is the whole file where most of it is there', () => {
    const changed = SHAPES.replace('width * height', 'height * width');
    assert.equal(apply(SHAPES, changed.trimEnd()), changed);
    assert.equal(apply('', 'const one = 1;'), 'const one = 1;\n');
    assert.equal(apply('\n\n', 'const one = 1;'), 'const one = 1;\n');
  });

  it('is ambiguous where two declarations have the name', () => {
    const document = 'class A {\n  async function() {}\n}\nfunction run() {}\nfunction run() {}\n';
    assert.equal(place(document, 'function run() {\n  go();\n}'), 'ambiguous');
  });

  it('is never that of another function, however alike', () => {
    assert.equal(
      place(
        SHAPES,
        'export function areas(width: number, height: number): number {\n  return 1;\n}',
      ),
      'notFound',
    );
    assert.equal(place(SHAPES, 'class area {\n}'), 'notFound');
    assert.equal(place(SHAPES, 'console.log(area(1, 2));'), 'notFound');
    assert.equal(place(SHAPES, '}'), 'notFound');
    assert.equal(place(SHAPES, 'return 3;'), 'notFound');
    assert.equal(place(SHAPES, ''), 'notFound');
    assert.equal(place(SHAPES, 'npm install shapes'), 'notFound');
  });

  it('is not that of one declaration for code with more than one', () => {
    const code = 'function area() {\n  return 1;\n}\n\nfunction other() {\n  return 2;\n}';
    assert.equal(place(SHAPES, code), 'notFound');
  });

  it('is nowhere for code that leaves something out', () => {
    const comments = [
      '// ...',
      '// … as before',
      '# ... existing code ...',
      '// rest of the function stays the same',
      '/* ... */',
      '<!-- ... -->',
      '...',
      '// (existing code unchanged)',
      '// existing code here',
      '// ...existing code...',
      '{/* ... the form ... */}',
      '// The remaining methods are as they were',
      '# rest of the function',
      'inner() { ... }',
    ];
    for (const comment of comments) {
      const code = `export function area(): number {\n  ${comment}\n  return 1;\n}`;
      assert.equal(place(SHAPES, code), 'notFound', comment);
    }
  });

  it('is found for code whose dots are none that leave something out', () => {
    for (const line of ['...rest,', '// No rest is left', 'log(...args);']) {
      const code = `export function area(): number {\n  ${line}\n  return 1;\n}`;
      assert.equal(place(SHAPES, code), '3-6', line);
    }
  });

  it('comes to an end for a line of 200 KB', () => {
    assert.equal(place(SHAPES, 'rest of '.repeat(25_000)), 'notFound');
  });
});

function place(document: string, snippet: string): string {
  const found = placeSnippet(splitLines(document), splitLines(snippet));
  return 'problem' in found ? found.problem : `${found.start}-${found.end}`;
}

/** The document with the code in its place, or as it was. */
function apply(document: string, snippet: string): string {
  const lines = splitLines(document);
  const found = placeSnippet(lines, splitLines(snippet));
  if ('problem' in found) return document;
  const { start, end, fit } = found;
  return lines.toSpliced(start, end - start, ...fit(splitLines(snippet))).join('\n');
}
