import assert from 'node:assert/strict';
import { codeInfo } from '../../../src/shared/codeInfo';

function table(cases: Readonly<Record<string, readonly [language: string, path: string]>>): void {
  for (const [info, [language, path]] of Object.entries(cases)) {
    it(JSON.stringify(info), () => assert.deepEqual(codeInfo(info, ''), { language, path }));
  }
}

describe('what stands behind a fence', () => {
  describe('a language alone, or nothing', () => {
    table({
      '': ['', ''],
      ts: ['ts', ''],
      ' TypeScript ': ['typescript', ''],
      'c++': ['c++', ''],
      'c#': ['c#', ''],
      'objective-c': ['objective-c', ''],
      'rust,no_run': ['rust', ''],
      'js {1,3-5}': ['js', ''],
      'js{1,3}': ['js', ''],
      'python showLineNumbers': ['python', ''],
      'sh session=one': ['sh', ''],
    });
  });

  describe('a language and a file', () => {
    table({
      'ts src/a.ts': ['ts', 'src/a.ts'],
      'ts:src/a.ts': ['ts', 'src/a.ts'],
      'c:src/main.c': ['c', 'src/main.c'],
      'TS title="src/a.ts"': ['ts', 'src/a.ts'],
      "ts title='my files/a.ts' {3}": ['ts', 'my files/a.ts'],
      'ts file=a.ts': ['ts', 'a.ts'],
      'ts {1,3} src/a.ts': ['ts', 'src/a.ts'],
      'ts src/a.ts:12-20': ['ts', 'src/a.ts'],
      'ts src/a.ts#L3-L9': ['ts', 'src/a.ts'],
      'ts src\\a.ts': ['ts', 'src\\a.ts'],
      'make tools/Makefile': ['make', 'tools/Makefile'],
      'text ../../etc/passwd': ['text', '../../etc/passwd'],
    });
  });

  describe('a file alone, whose ending tells the language', () => {
    table({
      'src/a.ts': ['ts', 'src/a.ts'],
      'a.py': ['py', 'a.py'],
      '12:20:src/a.ts': ['ts', 'src/a.ts'],
      'title="src/b.rs"': ['rs', 'src/b.rs'],
      '/etc/passwd': ['', '/etc/passwd'],
      'C:\\work\\a.ts': ['ts', 'C:\\work\\a.ts'],
    });
  });

  it('is no file where it is an address', () => {
    assert.equal(codeInfo('ts https://example.com/a.ts', '').path, '');
  });
});

describe('the first line of the code', () => {
  for (const [line, path] of [
    ['// src/a.ts', 'src/a.ts'],
    ['  // File: src/a.ts  ', 'src/a.ts'],
    ['/* src/a.css */', 'src/a.css'],
    ['# src/a.py', 'src/a.py'],
    ['<!-- pages/a.html -->', 'pages/a.html'],
    ['-- db/a.sql', 'db/a.sql'],
    ['// a.ts', 'a.ts'],
    ['// a.mts', 'a.mts'],
  ] as const) {
    it(`names a file: ${line}`, () => assert.equal(codeInfo('typescript', line).path, path));
  }

  for (const line of [
    '#!/usr/bin/env node',
    '#!/bin/script.sh',
    '// console.log',
    '// See src/a.ts for more.',
    '// https://example.com/a.ts',
    '// either/or',
    '// e.g.',
    "import './src/a.ts';",
    'src/a.ts',
    '',
  ]) {
    it(`names none: ${line}`, () => assert.equal(codeInfo('ts', line).path, ''));
  }

  it('has nothing to say where the fence names a file', () => {
    assert.equal(codeInfo('ts src/a.ts', '// src/b.ts').path, 'src/a.ts');
  });

  it('needs a language for a name without a folder', () => {
    assert.equal(codeInfo('', '// a.ts').path, '');
  });
});
