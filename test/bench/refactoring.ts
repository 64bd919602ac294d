import type { RequestRecord } from '../simulator/records';
import { lens, refactor, says, selectLines } from '../ui/editing';
import type { Stage } from '../ui/support';
import { waitFor } from '../workbench/waitFor';

/** The hunks have settled by then, and whoever shows them has been told. */
const settleMs = 1_500;
const answerTimeoutMs = 60_000;

export type Answer = {
  readonly text: string;
  readonly wordsPerSecond: number;
  /** So many letters come at once, instead of a word. */
  readonly deltaChars?: number;
};

/** What happened, by the clock of the machine. */
export type Refactoring = {
  readonly request: RequestRecord;
  readonly at: number;
  readonly to: number;
};

/** Refactors a line, counted from 1, of the file that shows; the answer may change others. */
export async function refactorWith(
  stage: Stage,
  { text, ...pace }: Answer,
  line: number,
): Promise<Refactoring> {
  const { simulator, workbench } = stage;
  const before = answered(stage).length;
  simulator.script(says(text, pace));
  await selectLines(stage, line, line);
  await refactor(stage, 'Use other names');
  const request = await waitFor(
    'the answer to end',
    async () =>
      answered(stage)
        .slice(before)
        .find(({ endedAt }) => endedAt !== null),
    answerTimeoutMs,
  );
  await workbench.page.waitForTimeout(settleMs);
  return { request, at: request.at, to: Date.now() };
}

/** Puts everything back as it was. */
export async function rejectAll(stage: Stage): Promise<void> {
  await stage.workbench.runCommand('Stanza: Reject All Changes');
  await lens(stage, 'Reject').waitFor({ state: 'detached' });
}

/** The requests that were answered by text. */
function answered({ simulator }: Stage): readonly RequestRecord[] {
  return simulator.requests.filter(({ firstTextAt }) => firstTextAt !== null);
}
