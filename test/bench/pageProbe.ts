import type { Frame, Page } from 'playwright-core';

/** What the probe in the chat's page has seen of an answer; the clock is that of the machine. */
export type Sighting = {
  /** Characters of the answer that are in the page. */
  readonly drawn: number;
  /** When the wanted text had been painted, or 0. */
  readonly textAt: number;
  /** When the end of the answer had been painted, or 0. */
  readonly endAt: number;
  readonly state: string;
};

/** A task of more than 50 ms. The chat's page is below the workbench's, on the same thread. */
export type LongTask = {
  /** Whose task it was, in the words of the Long Tasks specification. */
  readonly name: string;
  readonly durationMs: number;
};

/**
 * The probe is text, since it runs in the page: it notes when the first text and the end of the
 * next answer have been painted, and counts what has been drawn when it is asked.
 */
const probe = `(() => {
  const articles = () => document.querySelectorAll('article[aria-label="Claude"]');
  const seen = { textAt: 0, endAt: 0, state: '' };
  let article = () => undefined;
  const afterPaint = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(null);
    });
  let stop = () => {};
  const watch = (text) => {
    stop();
    Object.assign(seen, { textAt: 0, endAt: 0, state: '' });
    const before = articles().length;
    article = () => articles()[before];
    let textSeen = false;
    const lookForText = new MutationObserver(() => {
      if (textSeen || !article()?.textContent.includes(text)) return;
      textSeen = true;
      lookForText.disconnect();
      afterPaint(() => (seen.textAt = Date.now()));
    });
    const lookForEnd = new MutationObserver(() => {
      seen.state = article()?.dataset.state ?? '';
      if (seen.state === '' || seen.state === 'streaming') return;
      lookForEnd.disconnect();
      afterPaint(() => (seen.endAt = Date.now()));
    });
    lookForText.observe(document.body, { subtree: true, childList: true, characterData: true });
    lookForEnd.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-state'],
    });
    stop = () => {
      lookForText.disconnect();
      lookForEnd.disconnect();
    };
  };
  const text = () => article()?.querySelector('.markdown')?.textContent ?? '';
  const look = () => ({ ...seen, drawn: text().length });
  window.stanzaBench = { look, watch };
})()`;

export async function installProbe(frame: Frame): Promise<void> {
  await frame.evaluate(probe);
}

/** From now on the probe looks for the next answer, and for this text in it. */
export async function watchNextAnswer(frame: Frame, text: string): Promise<void> {
  await frame.evaluate(`window.stanzaBench.watch(${JSON.stringify(text)})`);
}

export async function readSighting(frame: Frame): Promise<Sighting> {
  return frame.evaluate('window.stanzaBench.look()');
}

/** The words of the last answer, without the headers of its blocks of code. */
export async function lastAnswerText(frame: Frame): Promise<string> {
  return frame.evaluate(`(() => {
    const copy = [...document.querySelectorAll('article[aria-label="Claude"] .markdown')].at(-1)
      .cloneNode(true);
    for (const header of copy.querySelectorAll('.code-header')) header.remove();
    return copy.textContent;
  })()`);
}

/** Begins to note the tasks that hold up the window for more than 50 ms. */
export async function noteLongTasks(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.stanzaBenchTasks = [];
    const note = ({ name, duration }) => stanzaBenchTasks.push({ name, durationMs: duration });
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type: 'longtask',
    });
  })()`);
}

/** The long tasks since they were last taken. */
export async function takeLongTasks(page: Page): Promise<LongTask[]> {
  return page.evaluate('stanzaBenchTasks.splice(0)');
}
