import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { provideServer } from '../workbench/provision';
import { builtTests } from '../workbench/repository';
import type { VsCodeServer } from '../workbench/server';
import { waitFor } from '../workbench/waitFor';

/** What the process of the extension host says of itself. */
export type HostState = {
  /** As the system sees it, garbage included. */
  readonly residentBytes: number;
  /** After a garbage collection. */
  readonly heapBytes: number;
  /** The files of CommonJS modules that are loaded. */
  readonly loadedFiles: readonly string[];
};

/** Where a Node process listens once it has been told to be inspected. */
const inspectorPort = 9229;

const now = `(() => {
  const { rss, heapUsed } = process.memoryUsage();
  const { Module } = process.getBuiltinModule('module');
  return { pid: process.pid, rss, heapUsed, files: Object.keys(Module._cache) };
})()`;

type Now = { pid: number; rss: number; heapUsed: number; files: string[] };

/** Asks the extension host over its inspector, so that nothing of ours runs inside it. */
export async function inspectExtensionHost(server: VsCodeServer): Promise<HostState> {
  const pid = extensionHostPid(server);
  process.kill(pid, 'SIGUSR1');
  const { nodePath } = await provideServer();
  const evaluate = { method: 'Runtime.evaluate', params: { expression: now, returnByValue: true } };
  const calls = [evaluate, { method: 'HeapProfiler.collectGarbage' }, evaluate];
  const args = [
    path.join(builtTests, 'bench', 'inspect.js'),
    String(inspectorPort),
    ...calls.map((call) => JSON.stringify(call)),
  ];
  const output = await waitFor(
    `the inspector of the extension host on port ${inspectorPort}`,
    async () => (await promisify(execFile)(nodePath, args)).stdout,
  );
  const results = JSON.parse(output) as { readonly result?: { readonly value: Now } }[];
  const [before, after] = results.flatMap(({ result }) => result?.value ?? []);
  if (before === undefined || after === undefined) throw new Error(`It answered ${output}.`);
  if (before.pid !== pid) throw new Error(`Port ${inspectorPort} belongs to another process.`);
  return {
    residentBytes: before.rss,
    heapBytes: after.heapUsed,
    loadedFiles: before.files,
  };
}

function extensionHostPid(server: VsCodeServer): number {
  const launches = [...server.log().matchAll(/<(\d+)> Launched Extension Host Process/g)];
  const pid = launches.at(-1)?.[1];
  if (pid === undefined) throw new Error('The server did not say which process it started.');
  return Number(pid);
}
