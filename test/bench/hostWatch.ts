import type { VsCodeServer } from '../workbench/server';
import { evaluateInExtensionHost } from './extensionHost';

export type HostTask = {
  readonly endAt: number;
  readonly durationMs: number;
  /** The processor time of the thread in it: other programs lengthen a turn, but not this. */
  readonly workedMs: number;
};

/** What was seen in the extension host; the clock is that of the machine. */
export type HostSight = {
  /** Turns of the event loop that lasted long enough to be worth telling. */
  readonly tasks: readonly HostTask[];
  /** When a document on the disk has changed. */
  readonly updates: readonly number[];
  /** The text of the newest of these documents. */
  readonly text: string;
};

/**
 * The watch is text, since it runs in the extension host. A timer of one millisecond tells how
 * long the thread served nothing else. VS Code gives its API to whatever asks in our name.
 */
const watch = `(() => {
  if (globalThis.stanzaBench) return;
  const { Module } = process.getBuiltinModule('module');
  const ours = Object.values(Module._cache).find(({ id }) => /dist[\\\\/]extension\\.js$/.test(id));
  const { workspace } = Module._load('vscode', ours, false);
  const seen = { tasks: [], updates: [], text: '' };
  let document;
  workspace.onDidChangeTextDocument((event) => {
    if (event.contentChanges.length === 0 || event.document.uri.scheme === 'output') return;
    document = event.document;
    seen.updates.push(Date.now());
  });
  const worked = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let lastMs = performance.now();
  let lastWorkedMs = worked();
  setInterval(() => {
    const durationMs = performance.now() - lastMs - 1;
    lastMs += durationMs + 1;
    const workedMs = worked() - lastWorkedMs;
    lastWorkedMs += workedMs;
    if (durationMs > 5) seen.tasks.push({ endAt: Date.now(), durationMs, workedMs });
  }, 1);
  const take = () => {
    const taken = { tasks: seen.tasks.splice(0), updates: seen.updates.splice(0) };
    return { ...taken, text: document ? document.getText() : '' };
  };
  globalThis.stanzaBench = { take };
})()`;

/** Begins to watch the extension host, in which our extension must be active. */
export async function watchExtensionHost(server: VsCodeServer): Promise<void> {
  await evaluateInExtensionHost(server, watch);
}

/** What was seen since it was last taken. */
export async function takeHostSight(server: VsCodeServer): Promise<HostSight> {
  return (await evaluateInExtensionHost(server, 'stanzaBench.take()')) as HostSight;
}

/** The turns of the event loop that ended in a span of time. */
export function tasksWithin({ tasks }: HostSight, from: number, to: number): readonly HostTask[] {
  return tasks.filter(({ endAt }) => from <= endAt && endAt <= to);
}

/** The updates of the busiest second. */
export function busiestSecond({ updates }: HostSight): number {
  return Math.max(
    0,
    ...updates.map((from) => updates.filter((at) => from <= at && at < from + 1000).length),
  );
}
