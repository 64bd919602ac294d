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
  return { rss, heapUsed, files: Object.keys(Module._cache) };
})()`;

type Now = { rss: number; heapUsed: number; files: string[] };

/** Asks the extension host over its inspector, so that nothing of ours runs inside it. */
export async function inspectExtensionHost(server: VsCodeServer): Promise<HostState> {
  const evaluate = evaluation(now);
  const answer = await askInspector(server, [
    evaluate,
    { method: 'HeapProfiler.collectGarbage' },
    evaluate,
  ]);
  const results = answer as readonly { readonly result?: { readonly value: Now } }[];
  const [before, after] = results.flatMap(({ result }) => result?.value ?? []);
  if (before === undefined || after === undefined) {
    throw new Error(`The extension host answered ${JSON.stringify(answer)}.`);
  }
  return {
    residentBytes: before.rss,
    heapBytes: after.heapUsed,
    loadedFiles: before.files,
  };
}

/** Gives the value of an expression in the extension host; it must fit into JSON. */
export async function evaluateInExtensionHost(
  server: VsCodeServer,
  expression: string,
): Promise<unknown> {
  const [answer] = await askInspector(server, [evaluation(expression)]);
  const { result, exceptionDetails } = answer as {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: unknown;
  };
  if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
  return result?.value;
}

type Call = { readonly method: string; readonly params?: object };

function evaluation(expression: string): Call {
  return { method: 'Runtime.evaluate', params: { expression, returnByValue: true } };
}

/** The results of the calls, the first of which makes sure whose inspector it is. */
async function askInspector(server: VsCodeServer, calls: readonly Call[]): Promise<unknown[]> {
  const pid = extensionHostPid(server);
  process.kill(pid, 'SIGUSR1');
  const { nodePath } = await provideServer();
  const args = [
    path.join(builtTests, 'bench', 'inspect.js'),
    String(inspectorPort),
    ...[evaluation('process.pid'), ...calls].map((call) => JSON.stringify(call)),
  ];
  const output = await waitFor(
    `the inspector of the extension host on port ${inspectorPort}`,
    async () => (await promisify(execFile)(nodePath, args)).stdout,
  );
  const [whose, ...results] = JSON.parse(output) as unknown[];
  const { result } = whose as { readonly result?: { readonly value?: unknown } };
  if (result?.value !== pid) throw new Error(`Port ${inspectorPort} belongs to another process.`);
  return results;
}

function extensionHostPid(server: VsCodeServer): number {
  const launches = [...server.log().matchAll(/<(\d+)> Launched Extension Host Process/g)];
  const pid = launches.at(-1)?.[1];
  if (pid === undefined) throw new Error('The server did not say which process it started.');
  return Number(pid);
}
