import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What a suite tells the runner, through a file, since a host's exit code carries one bit. */
export type SuiteResults = {
  readonly passed: number;
  readonly failed: number;
  /** False while the suite runs, so that a crash in its middle does not look like an end. */
  readonly finished: boolean;
};

export type MochaOptions = {
  /** The built folder whose *.test.js files are run. */
  readonly folder: string;
  readonly resultsFile: string;
  readonly timeoutMs: number;
  /** Only tests whose full title matches. */
  readonly grep?: string | undefined;
};

/** Runs the tests in this process, and keeps the results file current after every test. */
export async function runMocha(options: MochaOptions): Promise<SuiteResults> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    timeout: options.timeoutMs,
    slow: options.timeoutMs / 2,
    // A forgotten `.only` must not make a run on a build machine look complete.
    forbidOnly: process.env['CI'] !== undefined,
    ...(options.grep === undefined ? {} : { grep: new RegExp(options.grep) }),
  });
  // Stack traces name the lines of the sources instead of those of the bundles.
  process.setSourceMapsEnabled(true);
  for (const file of findTests(options.folder)) mocha.addFile(file);
  let passed = 0;
  let failed = 0;
  const save = (finished: boolean): SuiteResults => {
    const results: SuiteResults = { passed, failed, finished };
    writeFileSync(options.resultsFile, JSON.stringify(results));
    return results;
  };
  mkdirSync(path.dirname(options.resultsFile), { recursive: true });
  save(false);
  return new Promise((resolve) => {
    mocha
      .run(() => resolve(save(true)))
      .on('pass', () => {
        passed += 1;
        save(false);
      })
      // Failing hooks are told here too, and count as a failed test.
      .on('fail', () => {
        failed += 1;
        save(false);
      });
  });
}

function findTests(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .toSorted()
    .map((file) => path.join(folder, file));
}
