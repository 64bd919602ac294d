// Runs one suite of plain Node tests: node mochaMain.js <suite folder> <results file> <timeout ms>
import { exitOnSignals } from './exitOnSignals';
import { describeFailure } from './failure';
import { runMocha } from './mochaRun';

exitOnSignals();
const [folder, resultsFile, timeoutMs] = process.argv.slice(2);
if (folder === undefined || resultsFile === undefined) {
  console.error('Usage: mochaMain.js <suite folder> <results file> <timeout ms>');
  process.exit(2);
}
runMocha({
  folder,
  resultsFile,
  timeoutMs: Number(timeoutMs ?? 10_000),
  grep: process.env['STANZA_TEST_GREP'],
}).then(
  // Ends at once: what a test left open must not keep the run from ending.
  ({ failed }) => process.exit(failed === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
