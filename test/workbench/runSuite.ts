import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot, storeFolder } from './repository';
import { describeSuite } from './suites';
import type { Suite, SuiteName } from './suites';

export type Counts = { readonly passed: number; readonly failed: number };

type Ending = { readonly code: number | null; readonly late: boolean };

const gentleMs = 10_000;
/** What `npm test` ends with; nothing before it may look like it. */
const closingLine = /^\s*\d+ passed, \d+ failed\s*$/;

/** Runs a suite in a process of its own and says what became of it. */
export async function runSuite(name: SuiteName): Promise<Counts> {
  const resultsFile = path.join(storeFolder, 'results', `${name}.json`);
  const logFile = path.join(storeFolder, 'results', `${name}.log`);
  await mkdir(path.dirname(resultsFile), { recursive: true });
  await rm(resultsFile, { force: true });
  const suite = describeSuite(name, resultsFile);
  const ending = await runCommand(suite, logFile);
  const results = suite.hasResults ? readResults(resultsFile) : undefined;
  const { counts, complaint } = judge(suite, ending, results);
  if (complaint !== undefined) {
    console.log(`\nThe suite "${name}" ${complaint}; all that it printed is in ${logFile}.`);
  }
  return counts;
}

/** What ended badly counts as one failed test, on top of the tests that it still told of. */
export function judge(
  suite: Pick<Suite, 'hasResults' | 'limitMs'>,
  { code, late }: Ending,
  results: (Counts & { readonly finished: boolean }) | undefined,
): { readonly counts: Counts; readonly complaint?: string } {
  const passed = results?.passed ?? 0;
  const failed = results?.failed ?? 0;
  const broken = { passed, failed: failed + 1 };
  if (late) {
    return { counts: broken, complaint: `was ended after ${suite.limitMs / 60_000} minutes` };
  }
  if (!suite.hasResults) {
    return { counts: code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 } };
  }
  if (results === undefined || !results.finished) {
    return { counts: broken, complaint: `ended before its tests did (exit code ${code})` };
  }
  if (passed + failed === 0) return { counts: broken, complaint: 'ran no test' };
  if (code !== 0 && failed === 0) {
    return { counts: broken, complaint: `passed, but ended with exit code ${code}` };
  }
  return { counts: { passed, failed } };
}

async function runCommand(suite: Suite, logFile: string): Promise<Ending> {
  const [program, ...args] = suite.command;
  const ownGroup = process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm on Windows is a batch file, which only a shell can start.
    shell: program.endsWith('.cmd'),
    // A group of its own lets all of a suite that hangs be ended together.
    detached: ownGroup,
  });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      const shown = suite.show(line);
      if (shown !== undefined) console.log(closingLine.test(shown) ? `> ${shown.trim()}` : shown);
    });
  }
  let interrupted = false;
  const endOnSignal = (): void => {
    interrupted = true;
    endGroup(child, 'SIGTERM');
  };
  process.on('SIGINT', endOnSignal).on('SIGTERM', endOnSignal);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    endGroup(child, 'SIGTERM');
    setTimeout(() => endGroup(child, 'SIGKILL'), gentleMs).unref();
  }, suite.limitMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      console.log(String(error));
      resolve(null);
    });
    child.once('close', resolve);
  });
  clearTimeout(limit);
  process.removeListener('SIGINT', endOnSignal).removeListener('SIGTERM', endOnSignal);
  // What is left of the group, such as an extension host that spins, goes with its suite.
  if (ownGroup) endGroup(child, 'SIGKILL');
  log.end();
  // Whoever interrupts a suite wants no other one to start.
  if (interrupted) process.exit(130);
  return { code, late };
}

function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself meanwhile.
  }
}

function readResults(file: string): (Counts & { readonly finished: boolean }) | undefined {
  try {
    const results: { passed?: unknown; failed?: unknown; finished?: unknown } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    const { passed, failed, finished } = results;
    if (typeof passed !== 'number' || typeof failed !== 'number') return undefined;
    return { passed, failed, finished: finished === true };
  } catch {
    return undefined;
  }
}
