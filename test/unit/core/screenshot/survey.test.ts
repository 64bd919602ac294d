import assert from 'node:assert/strict';
import { isOwn, kindOf, surveyOf } from '../../../../src/core/screenshot/survey';

describe('surveyOf', () => {
  it('finds the projects of each ecosystem, the heaviest first', () => {
    const { projects } = surveyOf([
      'package.json',
      'web/package.json',
      'web/src/a.tsx',
      'web/src/b.tsx',
      'web/src/b.test.tsx',
      'web/src/main.ts',
      'ios/Shop.xcodeproj/project.pbxproj',
      'ios/Shop/Cart.swift',
      'Main.qml',
    ]);
    assert.deepEqual(
      projects.map(({ ecosystem, folder, weight }) => [ecosystem, folder, weight]),
      [
        ['web', 'web', 2],
        ['qt', '', 1],
        ['swift', 'ios', 1],
        ['web', '', 0],
      ],
    );
    assert.deepEqual(
      [...(projects[0]?.counts ?? [])],
      [
        ['tsx', 2],
        ['ts', 1],
      ],
    );
  });

  it('knows the project of a file in each ecosystem', () => {
    const { projectOf } = surveyOf(['package.json', 'a/package.json', 'a/b/build.gradle']);
    assert.equal(projectOf('web', 'a/b/c/x.tsx'), 'a');
    assert.equal(projectOf('gradle', 'a/b/c/x.kt'), 'a/b');
    assert.equal(projectOf('gradle', 'a/x.kt'), '');
    assert.equal(projectOf('web', 'ab/x.tsx'), '');
  });

  it('keeps what sets projects up', () => {
    const files = ['tailwind.config.ts', 'a/tsconfig.json', 'node_modules/x/package.json', 'a.ts'];
    assert.deepEqual([...surveyOf(files).setups], ['tailwind.config.ts', 'a/tsconfig.json']);
  });
});

describe('isOwn', () => {
  const own = ['src/App.tsx', 'builder/a.ts', 'src/latest.ts', 'testing/a.ts'];
  const others = [
    'node_modules/x/a.tsx',
    'web/dist/a.js',
    '.next/a.js',
    'vite.config.ts',
    'src/a.d.ts',
    'src/a.stories.tsx',
    'lib/a.g.dart',
    'web/.eslintrc.js',
  ];
  for (const path of own) it(`counts ${path}`, () => assert.ok(isOwn(path)));
  for (const path of others) it(`passes over ${path}`, () => assert.ok(!isOwn(path)));
});

describe('kindOf', () => {
  const kinds: readonly (readonly [path: string, kind: string])[] = [
    ['a/cart.component.ts', 'component.ts'],
    ['a/Cart.module.css', 'module.css'],
    ['a/users.module.ts', 'ts'],
    ['a/App.TSX', 'tsx'],
    ['Makefile', ''],
  ];
  for (const [path, kind] of kinds) {
    it(`takes ${path} for "${kind}"`, () => assert.equal(kindOf(path), kind));
  }
});
