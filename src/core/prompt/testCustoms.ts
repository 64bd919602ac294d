import { extensionOf } from './paths';

/** How the tests of a file are called: what stands before and after its name. */
export interface Affix {
  readonly before: string;
  readonly after: string;
}

/** What is usual in a language; the first of each counts where a project has no tests yet. */
export interface Custom {
  readonly affixes: readonly [Affix, ...Affix[]];
  /** Where tests go that have no example: beside the source, or into a folder that mirrors it. */
  readonly folder: 'beside' | { readonly source: string; readonly tests: string };
  /** Whether a file in a folder for tests may have the very name of its source. */
  readonly plain?: boolean;
}

function after(text: string): Affix {
  return { before: '', after: text };
}

const TEST_FIRST: Affix = { before: 'test_', after: '' };
const TESTS_FOLDER = { source: 'src', tests: 'tests' };

const SCRIPT: Custom = { affixes: [after('.test'), after('.spec')], folder: 'beside', plain: true };
const PYTHON: Custom = { affixes: [TEST_FIRST, after('_test')], folder: TESTS_FOLDER };
const RUBY: Custom = {
  affixes: [after('_spec'), after('_test'), TEST_FIRST],
  folder: { source: 'lib', tests: 'spec' },
};
const JVM: Custom = {
  affixes: [after('Test'), after('Tests'), after('Spec')],
  folder: { source: 'src/main', tests: 'src/test' },
};
const SWIFT: Custom = {
  affixes: [after('Tests'), after('Test')],
  folder: { source: 'Sources', tests: 'Tests' },
};
const TEST_LAST: Custom = {
  affixes: [after('_test')],
  folder: { source: 'lib', tests: 'test' },
};
const C: Custom = { affixes: [TEST_FIRST, after('_test')], folder: TESTS_FOLDER };
const OTHER: Custom = { affixes: [after('.test'), TEST_FIRST], folder: 'beside' };

/** Languages that share a custom test each other's files. */
const CUSTOMS: readonly (readonly [extensions: string, custom: Custom])[] = [
  ['ts tsx js jsx mjs cjs mts cts vue svelte', SCRIPT],
  ['py', PYTHON],
  ['go', { affixes: [after('_test')], folder: 'beside' }],
  ['rb', RUBY],
  ['php', { affixes: [after('Test')], folder: TESTS_FOLDER }],
  ['java kt scala groovy', JVM],
  ['cs', { affixes: [after('Tests'), after('Test')], folder: 'beside' }],
  ['swift', SWIFT],
  ['dart', TEST_LAST],
  ['ex exs', { ...TEST_LAST }],
  ['c cc cpp cxx h hh hpp', C],
];

const BY_EXTENSION: ReadonlyMap<string, Custom> = new Map(
  CUSTOMS.flatMap(([extensions, custom]) =>
    extensions.split(' ').map((extension) => [extension, custom] as const),
  ),
);

/** The custom for a file; the same object for all files that may test each other. */
export function customFor(path: string): Custom {
  return BY_EXTENSION.get(extensionOf(path)) ?? OTHER;
}

/** Tests of these are written in another language, or in another form of it. */
const TEST_EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['vue', 'ts'],
  ['svelte', 'ts'],
  ['ex', 'exs'],
  ['h', 'c'],
  ['hh', 'cc'],
  ['hpp', 'cpp'],
]);

/** The ending of tests of a file. */
export function testExtensionOf(path: string): string {
  const extension = extensionOf(path);
  return TEST_EXTENSIONS.get(extension) ?? extension;
}
