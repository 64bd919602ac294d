import type { MessageRequest } from '../../src/core/api/events';
import type { Clock } from '../../src/core/ports';
import type { RequestRecord } from '../simulator/records';
import type { AnswerBlock } from '../simulator/script';
import { startSimulator } from '../simulator/server';
import type { Simulator } from '../simulator/server';
import { Random } from '../unit/core/random';
import { KEY } from '../unit/core/support';
import { endOf, partsBy, say } from '../unit/core/turnParts';
import type { FakeWorkspace } from '../unit/fakes';
import type { TestParts } from '../unit/core/turnParts';
import { boundsOf } from './cacheBound';
import { strategies } from './cacheStrategies';
import type { Row } from './table';

const FILES = 150;
const OPEN_FILES = 9;

/**
 * Seconds before each turn, and the conversation that it belongs to: half a day in which somebody
 * asks quickly in a row, goes for a coffee and comes back from meetings of up to 40 minutes.
 */
const SESSION: readonly (readonly [gapSeconds: number, conversation: 'A' | 'B'])[] = [
  [0, 'A'],
  [40, 'A'],
  [75, 'A'],
  [25, 'A'],
  [420, 'A'],
  [50, 'A'],
  [15, 'A'],
  [130, 'A'],
  [900, 'A'],
  [60, 'A'],
  [35, 'A'],
  [200, 'A'],
  [1500, 'B'],
  [30, 'B'],
  [90, 'B'],
  [45, 'A'],
  [600, 'B'],
  [20, 'B'],
  [110, 'B'],
  [2400, 'B'],
  [55, 'B'],
  [70, 'B'],
  [330, 'A'],
  [40, 'A'],
  [1200, 'B'],
  [25, 'B'],
  [80, 'B'],
  [720, 'B'],
  [45, 'B'],
  [100, 'B'],
];

type Session = typeof SESSION;

/** The same without the long breaks: nothing expires, and an hour would be paid in vain. */
const QUICK_SESSION: Session = SESSION.map(([gap, conversation]) => [
  Math.min(gap, 60 + (gap % 170)),
  conversation,
]);

/** Two sessions of the same kind are a history that tells enough. */
const HISTORY_SESSIONS = 2;

interface Outcome {
  readonly totalUsd: number;
  readonly outputUsd: number;
  readonly boundUsd: number;
  readonly others: ReadonlyMap<string, number>;
  readonly rejected: number;
}

/** A session over a workspace: what it costs, what it must cost, and what it costs with others. */
export async function measureSession(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [session, kind] of [
    [SESSION, 'gaps up to 40 minutes'],
    [QUICK_SESSION, 'gaps up to 4 minutes'],
  ] as const) {
    for (const hasHistory of [true, false]) {
      const name = `${kind}, ${hasHistory ? 'with' : 'without'} a history`;
      rows.push(...rowsOf(name, hasHistory, await runSession(session, hasHistory)));
    }
  }
  return rows;
}

function rowsOf(kind: string, hasHistory: boolean, outcome: Outcome): Row[] {
  const { totalUsd, boundUsd, outputUsd, others, rejected } = outcome;
  const goal = hasHistory ? 1.05 : 1.4;
  const what = `30 turns over 150 files, ${kind}`;
  const ratio = totalUsd / boundUsd;
  const prompts = (totalUsd - outputUsd) / (boundUsd - outputUsd);
  const best = Math.min(...others.values());
  const table = [...others].map(([name, usd]) => `${name} ${dollars(usd)}`).join(', ');
  return [
    {
      what: `${what}: against the lower bound`,
      how: 'bill of the simulator by its own clock; bound: each token written once per expiry at the lifetime that is cheapest in hindsight, read otherwise, the same answers',
      result: `${ratio.toFixed(3)} times: ${dollars(totalUsd)} against ${dollars(boundUsd)}; prompts alone ${prompts.toFixed(3)} times (${dollars(outputUsd)} of each are answers)`,
      goal: `at most ${goal} times`,
      met: ratio <= goal,
    },
    {
      what: `${what}: against others`,
      how: 'the same requests with the breakpoints that others set',
      result: `${(totalUsd / best).toFixed(2)} times the best of them: ${table}`,
      goal: 'at most 0.5 times',
      met: totalUsd / best <= 0.5,
    },
    {
      what: `${what}: rejected`,
      how: 'requests that the simulator refused',
      result: `${rejected}`,
      goal: 'none',
      met: rejected === 0,
    },
  ];
}

async function runSession(session: Session, hasHistory: boolean): Promise<Outcome> {
  const simulator = await startSimulator({ wordsPerSecond: Infinity });
  try {
    const parts = partsBy(clockOf(simulator), simulator, { model: 'sonnet' });
    if (hasHistory) {
      for (let count = 0; count < HISTORY_SESSIONS; count += 1) {
        await play(parts, simulator, session, new Random(100 + count));
        // The next morning nothing is warm any more.
        simulator.clock.advance(14 * 3_600_000);
      }
    }
    const before = simulator.requests.length;
    const startedMs = await play(parts, simulator, session, new Random(7));
    const requests = simulator.requests.slice(before).filter(({ path }) => path === '/v1/messages');
    const bounds = boundsOf(requests, startedMs);
    const totalUsd = requests.reduce((sum, { billedUsd }) => sum + billedUsd, 0);
    const rejected = requests.filter(({ outcome }) => outcome === 'rejected').length;
    const others = new Map<string, number>();
    for (const [name, remark] of strategies) {
      others.set(name, await replay(simulator, requests, startedMs, remark));
    }
    return { ...bounds, boundUsd: bounds.totalUsd, totalUsd, others, rejected };
  } finally {
    await simulator.close();
  }
}

/** Plays the session; gives the time at which each of its requests left. */
async function play(
  parts: TestParts<Clock>,
  simulator: Simulator,
  session: Session,
  random: Random,
): Promise<number[]> {
  const { workspace } = parts;
  fill(workspace, random);
  const conversations = { A: parts.store.create(), B: parts.store.create() };
  const startedMs: number[] = [];
  for (const [gapSeconds, name] of session) {
    simulator.clock.advance(gapSeconds * 1000);
    work(workspace, random);
    simulator.script({ blocks: answerOf(random) });
    startedMs.push(simulator.clock.now());
    await say(parts, conversations[name], questionOf(random));
    const { outcome } = endOf(conversations[name]);
    if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  }
  return startedMs;
}

/** Sends the same requests with other breakpoints, at the same times, to the same answers. */
async function replay(
  simulator: Simulator,
  requests: readonly RequestRecord[],
  startedMs: readonly number[],
  remark: (request: MessageRequest) => MessageRequest,
): Promise<number> {
  const before = simulator.bill().totalUsd;
  // Nothing of what was sent before is warm after a day.
  simulator.clock.advance(24 * 3_600_000);
  let previousMs = startedMs[0] ?? 0;
  for (const [index, { body, usage }] of requests.entries()) {
    simulator.clock.advance((startedMs[index] ?? 0) - previousMs);
    previousMs = startedMs[index] ?? 0;
    simulator.script({
      blocks: [{ type: 'text', text: 'Yes.' }],
      usage: { output_tokens: usage?.outputTokens ?? 0 },
    });
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'anthropic-version': '2026-10-21',
        authorization: `Bearer ${KEY}`,
      },
      body: JSON.stringify({ ...remark(body as MessageRequest), stream: true }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
  }
  return simulator.bill().totalUsd - before;
}

function clockOf({ clock }: Simulator): Clock {
  return { now: () => new Date(clock.now()) };
}

/** Files of 20 to 200 lines of code in nested folders, most of them old. */
function fill(workspace: FakeWorkspace, random: Random): void {
  for (let index = 0; index < FILES; index += 1) {
    const path = pathOf(index);
    workspace.write(path, codeOf(random, 20 + random.upTo(180)), index);
    workspace.symbolsOf.set(path, [`make${index}`, `Thing${index}`, `check${index}`]);
  }
  const open = Array.from({ length: OPEN_FILES }, (_, index) => pathOf(index * 13));
  workspace.looksAt = { active: open[0], open, edited: [] };
}

function pathOf(index: number): string {
  return `src/part${index % 12}/area${index % 5}/file${index}.ts`;
}

/** What happens between two turns: mostly an edit of a few lines, now and then another file. */
function work(workspace: FakeWorkspace, random: Random): void {
  const { open, active = '' } = workspace.looksAt;
  if (random.chance(0.6)) {
    const lines = workspace.text(active).split('\n');
    lines.splice(random.upTo(lines.length), random.upTo(3), ...codeOf(random, 3).split('\n'));
    workspace.write(active, lines.join('\n'), FILES);
  }
  if (random.chance(0.3)) {
    const next = random.chance(0.8) ? open[random.upTo(open.length - 1)] : pathOf(random.upTo(149));
    workspace.looksAt = { active: next, open, edited: [] };
  }
}

function codeOf(random: Random, lines: number): string {
  const names = ['recipe', 'amount', 'unit', 'scale', 'list', 'pantry', 'shopping', 'total'];
  const name = (): string => names[random.upTo(names.length - 1)] ?? '';
  return Array.from(
    { length: lines },
    () =>
      `  const ${name()}${random.upTo(99)} = ${name()}.${name()}(${name()}, ${random.upTo(999)});`,
  ).join('\n');
}

function questionOf(random: Random): string {
  return `Question ${random.upTo(1e6)}: ${'why does this not add up? '.repeat(2 + random.upTo(12))}`;
}

function answerOf(random: Random): AnswerBlock[] {
  return [
    { type: 'thinking', thinking: `Let me see. ${'It may be the unit. '.repeat(random.upTo(30))}` },
    { type: 'text', text: `Since ${'the amount is scaled twice, '.repeat(10 + random.upTo(60))}.` },
  ];
}

function dollars(usd: number): string {
  return `$${usd.toFixed(4)}`;
}
