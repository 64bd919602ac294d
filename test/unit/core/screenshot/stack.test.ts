import assert from 'node:assert/strict';
import {
  FRAMEWORKS,
  LANGUAGES,
  STACKS,
  STYLINGS,
  stackFrom,
  stackId,
  stackName,
  stackOf,
} from '../../../../src/core/screenshot/stack';
import type { Stack } from '../../../../src/core/screenshot/stack';

describe('stackName', () => {
  const cases: readonly (readonly [stack: Stack, name: string, id: string])[] = [
    [stackOf('html'), 'plain HTML with CSS', 'html-css'],
    [
      stackOf('react', 'tailwind', 'typescript'),
      'React with TypeScript and Tailwind CSS',
      'react-typescript-tailwind',
    ],
    [stackOf('swiftui'), 'SwiftUI', 'swiftui'],
    [
      stackOf('reactNative', 'none', 'typescript'),
      'React Native with TypeScript',
      'reactNative-typescript',
    ],
    [stackOf('angular', 'sass'), 'Angular with TypeScript and Sass', 'angular-typescript-sass'],
    [stackOf('blazor', 'bootstrap'), 'Blazor with Bootstrap', 'blazor-bootstrap'],
  ];
  for (const [stack, name, id] of cases) {
    it(`calls ${id} "${name}"`, () => {
      assert.equal(stackName(stack), name);
      assert.equal(stackId(stack), id);
    });
  }
});

describe('stackOf', () => {
  it('keeps what goes with the framework and replaces the rest', () => {
    assert.deepEqual(stackOf('flutter', 'tailwind', 'typescript'), {
      framework: 'flutter',
      styling: 'none',
      language: undefined,
    });
    assert.equal(stackOf('angular', 'css', 'javascript').language, 'typescript');
    assert.equal(stackOf('vue', 'styledComponents').styling, 'css');
  });
});

describe('stackFrom', () => {
  it('reads the id of every stack there can be', () => {
    for (const framework of FRAMEWORKS) {
      for (const styling of STYLINGS) {
        for (const language of LANGUAGES) {
          const stack = stackOf(framework, styling, language);
          assert.deepEqual(stackFrom(stackId(stack)), stack);
        }
      }
    }
  });

  for (const id of [
    '',
    'cobol',
    'react',
    'react-tailwind',
    'react-typescript',
    'react-typescript-none',
    'react-typescript-tailwind-css',
    'flutter-css',
    'angular-javascript-css',
  ]) {
    it(`knows no "${id}"`, () => {
      assert.equal(stackFrom(id), undefined);
    });
  }
});

describe('STACKS', () => {
  it('names each once, and every framework that people ask for', () => {
    const names = STACKS.map(stackName);
    assert.equal(new Set(names).size, names.length);
    const offered = new Set(STACKS.map(({ framework }) => framework));
    assert.deepEqual(
      FRAMEWORKS.filter((each) => !offered.has(each)),
      ['preact'],
    );
  });
});
