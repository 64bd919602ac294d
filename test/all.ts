// Runs the named suites and ends with one line of counts: node all.js check unit host ui
import { describeFailure } from './workbench/failure';
import { provideChromium, provideServer, provideVsCode } from './workbench/provision';
import { runSuite } from './workbench/runSuite';
import type { Counts } from './workbench/runSuite';
import type { SuiteName } from './workbench/suites';

const suiteNames: readonly SuiteName[] = ['check', 'unit', 'host', 'ui'];

async function main(args: readonly string[]): Promise<number> {
  const suites = args.flatMap((arg) => suiteNames.find((name) => name === arg) ?? []);
  if (args.length === 0 || suites.length < args.length) {
    console.error(`Name one or more of these suites: ${suiteNames.join(', ')}.`);
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const name of suites) {
    console.log(`\n=== ${name} ===\n`);
    const counts = await runPrepared(name);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** Provisions before the suite starts, where its progress shows and no test's clock runs. */
async function runPrepared(name: SuiteName): Promise<Counts> {
  try {
    if (name === 'host') {
      const build = await provideVsCode();
      if (build.kind === 'server') await provideChromium();
    }
    if (name === 'ui') {
      await provideServer();
      await provideChromium();
    }
    return await runSuite(name);
  } catch (error) {
    console.log(describeFailure(error));
    return { passed: 0, failed: 1 };
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
