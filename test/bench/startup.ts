import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readActivationTimes } from './activationTimes';
import type { ActivationTimes } from './activationTimes';
import { openBenchWindow, startChat } from './chat';
import { inspectExtensionHost } from './extensionHost';
import type { HostState } from './extensionHost';
import type { Report } from './report';
import { median, summary } from './statistics';
import type { Row } from './table';

const runs = 5;
const comparisons = 3;
const idleMs = 5_000;

type Start = {
  readonly times: ActivationTimes | undefined;
  /** The extension host after five idle seconds, and later: with us, after the first answer. */
  readonly fresh: HostState;
  readonly later: HostState;
};

/** Opens fresh windows with the extension and without it, and compares. */
export async function measureStartup(report: Report): Promise<Row[]> {
  const nothing = await writeEmptyExtension();
  try {
    const withUs: Start[] = [];
    const withoutUs: Start[] = [];
    for (let run = 1; run <= runs; run += 1) {
      report(`A fresh window with the extension, ${run} of ${runs}`);
      withUs.push(await start({}, 'stanza.stanza'));
    }
    for (let run = 1; run <= comparisons; run += 1) {
      report(`A fresh window without it, ${run} of ${comparisons}`);
      withoutUs.push(await start({ extensionPath: nothing }, 'bench.nothing'));
    }
    return rowsOf(withUs, withoutUs);
  } finally {
    await rm(nothing, { recursive: true, force: true });
  }
}

/** An extension that does nothing, in the place of ours: what VS Code itself takes. */
async function writeEmptyExtension(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stanza-nothing-'));
  const manifest = {
    name: 'nothing',
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.106.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'main.js'), 'exports.activate = () => {};\n');
  return folder;
}

async function start(
  options: { readonly extensionPath?: string },
  extensionId: string,
): Promise<Start> {
  const window = await openBenchWindow(options);
  const { page, server } = window.workbench;
  try {
    await page.waitForTimeout(idleMs);
    const fresh = await inspectExtensionHost(server);
    const times = await readActivationTimes(window.workbench, extensionId);
    if (options.extensionPath === undefined) await startChat(window);
    await page.waitForTimeout(idleMs);
    return { times, fresh, later: await inspectExtensionHost(server) };
  } finally {
    await window.close();
  }
}

function rowsOf(withUs: readonly Start[], withoutUs: readonly Start[]): Row[] {
  const ours = withUs.flatMap(({ times }) => times ?? []);
  const empty = withoutUs.flatMap(({ times }) => times ?? []);
  const activations = ours.map(({ activateMs }) => activateMs);
  const loads = summary(loadTimes(ours), 'ms');
  const emptyLoads = summary(loadTimes(empty), 'ms');
  const early = withUs.filter(({ fresh }) => hasSdk(fresh)).length;
  const late = withUs.filter(({ later }) => hasSdk(later)).length;
  const added = addedMegabytes(withUs, withoutUs, ({ residentBytes }) => residentBytes);
  const addedHeap = addedMegabytes(withUs, withoutUs, ({ heapBytes }) => heapBytes);
  return [
    {
      what: 'Activation',
      how: "`activate()` by VS Code's own clock (Developer: Startup Performance), fresh window, read after five idle seconds",
      result: `${summary(activations, 'ms')}; loading the code before it ${loads}, that of an empty extension ${emptyLoads}`,
      goal: 'median at most 30 ms',
      met: activations.length === runs && median(activations) <= 30,
    },
    {
      what: 'SDK before first use',
      how: 'modules loaded in the extension host (by its inspector), before and after the first answer',
      result: `loaded in ${early} of ${runs} windows before, in ${late} after`,
      goal: 'not loaded before',
      met: early === 0 && late === runs,
    },
    {
      what: 'Memory in the extension host after the first answer',
      how: `resident memory against the median of ${comparisons} windows of the same age with an empty extension; JS heap after a collection`,
      result: `${summary(added, 'MB', 1)}; JS heap ${summary(addedHeap, 'MB', 1)}`,
      goal: 'at most 40 MB',
      met: median(added) <= 40,
    },
  ];
}

function loadTimes(times: readonly ActivationTimes[]): number[] {
  return times.map(({ loadMs }) => loadMs);
}

function addedMegabytes(
  withUs: readonly Start[],
  withoutUs: readonly Start[],
  bytesOf: (state: HostState) => number,
): number[] {
  const usual = median(withoutUs.map(({ later }) => bytesOf(later)));
  return withUs.map(({ later }) => (bytesOf(later) - usual) / 1e6);
}

function hasSdk({ loadedFiles }: HostState): boolean {
  return loadedFiles.some((file) => /[\\/]sdk\.js$/.test(file));
}
