import type { Simulator } from '../simulator/server';
import { newConversation, send } from './chat';
import type { Chat } from './chat';
import { lettersOf } from './longAnswer';
import { lastAnswerText, readSighting, takeLongTasks, watchNextAnswer } from './pageProbe';
import type { LongTask, Sighting } from './pageProbe';
import type { Renderer } from './renderer';

/** How an answer was drawn. */
export type Streamed = {
  /** Between the end of the stream and the frame that shows the end of the answer. */
  readonly lateMs: number;
  /** Whether all of the text is there and the answer ended well. */
  readonly complete: boolean;
  readonly longTasks: readonly LongTask[];
  /** The work of the renderer for each quarter of the text. */
  readonly quartersMs: readonly number[];
  /** What the renderer held before the answer, with it, and after New Conversation. */
  readonly memory: {
    readonly beforeBytes: number;
    readonly withBytes: number;
    readonly afterBytes: number;
  };
};

export type Idle = {
  readonly longTasks: readonly LongTask[];
  /** The part of the time in which the renderer works. */
  readonly share: number;
};

export type Speed = {
  readonly wordsPerSecond: number;
  /** How often the renderer is asked; asking costs it a little. */
  readonly sampleMs: number;
};

/** At full speed an answer is over within a second, so it is looked at as often as possible. */
export const fullSpeed: Speed = { wordsPerSecond: Number.MAX_SAFE_INTEGER, sampleMs: 0 };

type Sample = { readonly at: number; readonly workedMs: number; readonly drawn: number };

const limitMs = 150_000;

/** Streams a text into the empty chat, watches how it is drawn, and empties the chat again. */
export async function streamAnswer(
  chat: Chat,
  renderer: Renderer,
  text: string,
  { wordsPerSecond, sampleMs }: Speed,
  idle: Idle,
): Promise<Streamed> {
  const { workbench, frame, simulator } = chat;
  const beforeBytes = await renderer.memoryBytes();
  simulator.script({ blocks: [{ type: 'text', text }], wordsPerSecond });
  await watchNextAnswer(frame, '');
  await takeLongTasks(workbench.page);
  await send(frame, 'Tell me everything.');
  const samples: Sample[] = [];
  const deadline = Date.now() + limitMs;
  let sighting = await takeSample(chat, renderer, samples);
  while (sighting.endAt === 0 && Date.now() < deadline) {
    if (sampleMs > 0) await workbench.page.waitForTimeout(sampleMs);
    sighting = await takeSample(chat, renderer, samples);
  }
  const longTasks = await takeLongTasks(workbench.page);
  const shown = lettersOf(await lastAnswerText(frame));
  const withBytes = await renderer.memoryBytes();
  await newConversation(chat);
  return {
    lateMs: sighting.endAt - endOfStream(simulator),
    complete: sighting.state === 'done' && shown === lettersOf(text),
    longTasks,
    quartersMs: quarters(samples, idle.share),
    memory: { beforeBytes, withBytes, afterBytes: await renderer.memoryBytes() },
  };
}

/** What the same window does while nothing streams. */
export async function measureIdle(
  { workbench }: Chat,
  renderer: Renderer,
  durationMs: number,
): Promise<Idle> {
  await takeLongTasks(workbench.page);
  const beforeMs = await renderer.workedMs();
  await workbench.page.waitForTimeout(durationMs);
  const share = ((await renderer.workedMs()) - beforeMs) / durationMs;
  return { share, longTasks: await takeLongTasks(workbench.page) };
}

function endOfStream({ requests }: Simulator): number {
  return requests.at(-1)?.endedAt ?? Number.NaN;
}

async function takeSample(
  { frame }: Chat,
  renderer: Renderer,
  samples: Sample[],
): Promise<Sighting> {
  const workedMs = await renderer.workedMs();
  const sighting = await readSighting(frame);
  samples.push({ at: Date.now(), workedMs, drawn: sighting.drawn });
  return sighting;
}

/** The work between the moments at which each quarter of the text was there, less idle work. */
function quarters(samples: readonly Sample[], idleShare: number): number[] {
  const length = samples.at(-1)?.drawn;
  const first = samples.findLast(({ drawn }) => drawn === 0);
  const last = samples.find(({ drawn }) => drawn === length);
  if (first === undefined || last === undefined) return [];
  const cost = ({ workedMs, at }: Sample): number => workedMs - idleShare * at;
  const marks = [0.25, 0.5, 0.75].map((part) => cost(whenDrawn(samples, last.drawn * part)));
  const bounds = [cost(first), ...marks, cost(last)];
  return bounds.slice(1).map((bound, index) => bound - (bounds[index] ?? Number.NaN));
}

/** The moment at which so many characters were there, put between the samples around it. */
function whenDrawn(samples: readonly Sample[], drawn: number): Sample {
  const index = samples.findIndex((sample) => sample.drawn >= drawn);
  const [before, after] = [samples[index - 1], samples[index]];
  if (before === undefined || after === undefined) throw new Error('Nothing was drawn.');
  const part = (drawn - before.drawn) / (after.drawn - before.drawn);
  const between = (from: number, to: number): number => from + part * (to - from);
  return {
    at: between(before.at, after.at),
    workedMs: between(before.workedMs, after.workedMs),
    drawn,
  };
}
