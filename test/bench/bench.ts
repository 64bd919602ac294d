// npm run bench: measures what the README promises, and prints it as a table.
import { describeFailure } from '../workbench/failure';
import { measureSession } from './cachedSession';
import { measureEditing } from './editing';
import { measureImages } from './images';
import { provideServer } from '../workbench/provision';
import { measurePackage } from './packageSize';
import { startReport } from './report';
import { measureScreens } from './screens';
import { measureReport } from './spendReport';
import { measureStartup } from './startup';
import { measureStreaming } from './streamingRows';
import { describeMachine, markdownTable } from './table';
import { measureWorkspaceIndex } from './workspaceIndex';

const limitMs = 20 * 60_000;

async function main(): Promise<void> {
  const report = startReport();
  const { version } = await provideServer(report);
  report('A session over a workspace');
  const session = await measureSession();
  report('A year in the ledger');
  const spend = await measureReport();
  report('Large workspaces');
  const workspace = await measureWorkspaceIndex();
  const startup = await measureStartup(report);
  const streaming = await measureStreaming(report);
  const images = await measureImages(report);
  const screens = await measureScreens(report);
  const editing = await measureEditing(report);
  // Packing builds everything anew, these programs too, so it comes last.
  report('The package');
  const packed = await measurePackage();
  console.log(
    markdownTable([
      ...session,
      ...startup,
      packed,
      ...streaming.rows,
      ...images,
      ...screens,
      ...editing,
      ...spend,
      ...workspace,
    ]),
  );
  console.log(`\n${describeMachine(version, streaming.browserVersion)}`);
  report('Done');
}

// Whatever hangs must not hang whoever waits for the numbers.
setTimeout(() => {
  console.error(`The measurements were not done after ${limitMs / 60_000} minutes.`);
  process.exit(1);
}, limitMs).unref();

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
