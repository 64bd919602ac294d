import { format } from 'node:util';
import Mocha from 'mocha';
import { markLines } from '../workbench/hostReport';
import { runMocha } from '../workbench/mochaRun';

const timeoutMs = 60_000;

/** VS Code calls this inside the extension host; a rejection makes its exit code non-zero. */
export async function run(): Promise<void> {
  const resultsFile = process.env['STANZA_TEST_RESULTS'];
  if (resultsFile === undefined) throw new Error('STANZA_TEST_RESULTS names no file.');
  // The console is the one stream that leaves every kind of extension host.
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    console.log(markLines(format(...parts)));
  };
  const { failed } = await runMocha({
    folder: __dirname,
    resultsFile,
    timeoutMs,
    grep: process.env['STANZA_TEST_GREP'],
  });
  if (failed > 0) throw new Error(`${failed} of the tests in the extension host failed.`);
}
