import type { Frame, Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor';

/** One window of VS Code, driven as its user drives it. */
export type WorkbenchWindow = {
  readonly page: Page;
  /** Runs a command by its title in the palette, such as 'Stanza: New Conversation'. */
  runCommand(title: string): Promise<void>;
  /** The document of the chat view, which must be showing. */
  chatFrame(): Promise<Frame>;
  /** The document of any of our webviews, by the value of its `data-view`. */
  viewFrame(view: string): Promise<Frame>;
  /** The text of a status bar item, by the end of its id, such as 'stanza.spend'. */
  statusBarText(id: string): Promise<string>;
  /** The texts of the notifications that have appeared and were not closed. */
  notifications(): Promise<string[]>;
  /** Reloads the window, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
};

const readyTimeoutMs = 60_000;
const stepTimeoutMs = 20_000;

export async function openWindow(page: Page, url: string): Promise<WorkbenchWindow> {
  await page.goto(url);
  await untilReady(page);
  return {
    page,
    runCommand: (title) => runCommand(page, title),
    chatFrame: () => findViewFrame(page, 'chat'),
    viewFrame: (view) => findViewFrame(page, view),
    statusBarText: (id) => statusBarText(page, id),
    notifications: () =>
      page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts(),
    reload: async () => {
      await page.reload();
      await untilReady(page);
    },
  };
}

/**
 * The workbench has started and the extensions' contributions are in. It says so itself, by
 * performance marks, so nothing is guessed from the looks of the page.
 */
async function untilReady(page: Page): Promise<void> {
  const marks = ['code/didStartWorkbench', 'code/didLoadExtensions'];
  await waitFor(
    'the workbench to be ready',
    async () =>
      page.evaluate(
        `${JSON.stringify(marks)}.every((name) => performance.getEntriesByName(name).length > 0)`,
      ),
    readyTimeoutMs,
  );
}

async function runCommand(page: Page, title: string): Promise<void> {
  await waitFor(
    `the command "${title}" to be in the palette`,
    async () => {
      const row = await searchPalette(page, title);
      if (row === undefined) {
        await page.keyboard.press('Escape');
        return false;
      }
      // A list that is drawn anew under the pointer, or has closed, is tried again.
      await row.click({ timeout: 3_000 });
      return true;
    },
    stepTimeoutMs,
  );
}

/** The palette does not follow commands that arrive while it is open, so each try opens it anew. */
async function searchPalette(page: Page, title: string): Promise<Locator | undefined> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible input[type="text"]').first();
  await input.fill(`>${title}`, { timeout: 5_000 });
  // By its name and not by its place, at which another one may be in a moment.
  const names = [`[aria-label="${title}"]`, `[aria-label^="${title},"]`];
  const rows = names.map((name) => `.quick-input-list .monaco-list-row${name}`);
  const row = page.locator(rows.join(', ')).first();
  return row.waitFor({ timeout: 1500 }).then(
    () => row,
    () => undefined,
  );
}

async function findViewFrame(page: Page, view: string): Promise<Frame> {
  return waitFor(
    `a webview with data-view="${view}"`,
    async () => {
      for (const frame of page.frames()) {
        // A webview's document is replaced while it loads; a detached frame is not the one.
        const found = await frame.$(`[data-view="${view}"]`).catch(() => null);
        if (found !== null) return frame;
      }
      return undefined;
    },
    stepTimeoutMs,
  );
}

async function statusBarText(page: Page, id: string): Promise<string> {
  const item = page.locator(`.statusbar-item[id$="${id}"]`);
  return (await item.innerText({ timeout: stepTimeoutMs })).trim();
}
