// Runs the suite in the extension host: node hostMain.js <results file>
import { exitOnSignals } from './exitOnSignals';
import { describeFailure } from './failure';
import { runHostTests } from './hostTests';

const [resultsFile] = process.argv.slice(2);
if (resultsFile === undefined) {
  console.error('Usage: hostMain.js <results file>');
  process.exit(2);
}
exitOnSignals();
runHostTests({ resultsFile }).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
