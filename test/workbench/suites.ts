import path from 'node:path';
import { readMarkedLine } from './hostReport';
import { builtTests } from './repository';

export type SuiteName = 'check' | 'unit' | 'host' | 'ui';

export type Suite = {
  readonly name: SuiteName;
  readonly command: readonly [program: string, ...args: string[]];
  /** Far above what the suite takes; it is ended then, and counts as failed. */
  readonly limitMs: number;
  /** A suite without results is one test, told by its exit code. */
  readonly hasResults: boolean;
  /** Which lines of its output are shown, and how. */
  readonly show: (line: string) => string | undefined;
};

const minuteMs = 60_000;

export function describeSuite(name: SuiteName, resultsFile: string): Suite {
  return { ...descriptions[name](resultsFile), name };
}

/** What all suites of plain Node tests share; `timeoutMs` is the limit of one test. */
function mochaSuite(
  name: SuiteName,
  resultsFile: string,
  timeoutMs: number,
): Omit<Suite, 'name' | 'limitMs'> {
  return {
    command: [
      process.execPath,
      builtProgram('mochaMain.js'),
      path.join(builtTests, name),
      resultsFile,
      String(timeoutMs),
    ],
    hasResults: true,
    show: (line) => line,
  };
}

const descriptions: Readonly<Record<SuiteName, (resultsFile: string) => Omit<Suite, 'name'>>> = {
  check: () => ({
    command: [process.platform === 'win32' ? 'npm.cmd' : 'npm', 'run', '--silent', 'check'],
    limitMs: 5 * minuteMs,
    hasResults: false,
    show: (line) => line,
  }),
  unit: (resultsFile) => ({ ...mochaSuite('unit', resultsFile, 10_000), limitMs: 5 * minuteMs }),
  host: (resultsFile) => ({
    command: [process.execPath, builtProgram('hostMain.js'), resultsFile],
    limitMs: 10 * minuteMs,
    hasResults: true,
    show: readMarkedLine,
  }),
  ui: (resultsFile) => ({ ...mochaSuite('ui', resultsFile, 120_000), limitMs: 30 * minuteMs }),
};

function builtProgram(file: string): string {
  return path.join(builtTests, 'workbench', file);
}
