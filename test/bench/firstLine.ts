import type { Stage } from '../ui/support';
import { replacing } from '../ui/editing';
import { refactorWith, rejectAll } from './refactoring';
import { median, summary } from './statistics';
import type { Row } from './table';

const turns = 20;
const goalMs = 100;

/** Notes when a text has been painted in an editor; it is text, since it runs in the page. */
const probe = `(() => {
  const seen = { at: 0 };
  let stop = () => {};
  const watch = (text) => {
    stop();
    seen.at = 0;
    const isThere = () =>
      [...document.querySelectorAll('.view-line')].some((line) => line.textContent.includes(text));
    const look = new MutationObserver(() => {
      if (!isThere()) return;
      stop();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (seen.at = Date.now());
        channel.port2.postMessage(null);
      });
    });
    stop = () => look.disconnect();
    look.observe(document.body, { subtree: true, childList: true, characterData: true });
  };
  window.stanzaBenchLine = { watch, at: () => seen.at };
})()`;

/** From the line break of the first changed line to that line on the screen. */
export async function measureFirstLine(stage: Stage, document: readonly string[]): Promise<Row> {
  const { page } = stage.workbench;
  await page.evaluate(probe);
  const delaysMs: number[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    const start = document.length / 2;
    const name = `firstOfTurn${turn}`;
    const old = document.slice(start, start + 3);
    const lines = [`func ${name}(amount int) int {`, ...old.slice(1), '// End'];
    const text = replacing(old, lines);
    // The first piece ends with the line, so that the simulator knows when it has sent that.
    const deltaChars = text.indexOf('\n', text.indexOf(name)) + 1;
    await page.evaluate(`stanzaBenchLine.watch(${JSON.stringify(name)})`);
    const answer = { text, deltaChars, wordsPerSecond: 60 };
    const { request } = await refactorWith(stage, answer, start + 1);
    const seenAt = await page.evaluate<number>('stanzaBenchLine.at()');
    if (seenAt === 0) throw new Error('The line was not shown.');
    delaysMs.push(seenAt - (request.firstTextAt ?? Number.NaN));
    await rejectAll(stage);
  }
  return {
    what: 'First changed line in a file of 20,000 lines',
    how: `from the simulator's last byte of the line to the frame that shows it, ${turns} edits`,
    result: summary(delaysMs, 'ms'),
    goal: 'within 100 ms',
    met: median(delaysMs) <= goalMs,
  };
}
