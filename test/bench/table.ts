import { cpus, totalmem } from 'node:os';

/** One line of the result. Rows without a goal are there to be compared with. */
export type Row = {
  readonly what: string;
  readonly how: string;
  readonly result: string;
  readonly goal: string;
  readonly met: boolean | undefined;
};

export function markdownTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, how, result, goal, met }) =>
    line([what, how, result, goal, met === undefined ? '' : met ? 'yes' : '**no**']),
  );
  const head = line(['What', 'How', 'Result', 'Goal', 'Met']);
  return [head, '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

/** The date and the machine that the numbers belong to. */
export function describeMachine(vsCodeVersion: string, browserVersion: string): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return (
    `Measured on ${date}: ${processors.length} cores (${model}), ${memoryGb} GB, ` +
    `${process.platform}; VS Code ${vsCodeVersion}, Chromium ${browserVersion} without a GPU, ` +
    `Node ${process.versions.node}; the simulator runs on the same machine.`
  );
}
