import { waitFor } from '../workbench/waitFor';
import { send } from './chat';
import type { Chat } from './chat';
import { readSighting, watchNextAnswer } from './pageProbe';
import { median, summary } from './statistics';
import type { Row } from './table';

const turns = 20;

/** From the first byte of text that the simulator writes to the text on the screen. */
export async function measureFirstToken({ frame, simulator }: Chat): Promise<Row> {
  const delaysMs: number[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    const start = `First${turn}`;
    const text = `${start} and then some more words, so that the answer goes on for a little while.`;
    simulator.script({ blocks: [{ type: 'text', text }], wordsPerSecond: 60 });
    await watchNextAnswer(frame, start);
    await send(frame, `Question ${turn}`);
    const { textAt } = await waitFor(`the end of answer ${turn}`, async () => {
      const sighting = await readSighting(frame);
      return sighting.endAt > 0 && sighting.textAt > 0 ? sighting : undefined;
    });
    const sentAt = simulator.requests.at(-1)?.firstTextAt ?? Number.NaN;
    delaysMs.push(textAt - sentAt);
  }
  return {
    what: 'First token',
    how: `from the simulator's first byte of text to the frame that shows it, ${turns} turns`,
    result: summary(delaysMs, 'ms'),
    goal: 'median at most 50 ms',
    met: median(delaysMs) <= 50,
  };
}
