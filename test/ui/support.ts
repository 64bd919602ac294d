import { mkdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { startSimulator } from '../simulator/server';
import type { Simulator } from '../simulator/server';
import { openWorkbench } from '../workbench/open';
import type { OpenOptions, Workbench } from '../workbench/open';
import { sampleWorkspace, storeFolder } from '../workbench/repository';
import { waitFor } from '../workbench/waitFor';

/** What the tests of one file share: starting it takes seconds, so it is started once. */
export type Stage = {
  readonly workbench: Workbench;
  readonly simulator: Simulator;
  /** The copy of the sample workspace that is open. */
  readonly folder: string;
};

export type StageOptions = Partial<OpenOptions> & {
  readonly simulator?: Parameters<typeof startSimulator>[0];
};

const startTimeoutMs = 120_000;

/**
 * Starts a simulator and a workbench that talks to it before the tests of the surrounding
 * `describe`, ends both after them, and takes a picture of the window when a test fails.
 */
export function useStage(options: StageOptions = {}): () => Stage {
  let running: Awaited<ReturnType<typeof openStage>> | undefined;
  before(async function () {
    this.timeout(startTimeoutMs);
    running = await openStage(options);
  });
  afterEach(async function () {
    const { currentTest } = this;
    if (currentTest?.state === 'failed' && running !== undefined) {
      await takePicture(running.stage.workbench, currentTest.fullTitle());
    }
  });
  after(async function () {
    this.timeout(startTimeoutMs);
    await running?.end();
  });
  return () => {
    if (running === undefined) throw new Error('The stage is there only while a test runs.');
    return running.stage;
  };
}

/** The same for a program that is no test, such as one that takes pictures. */
export async function openStage(
  options: StageOptions = {},
): Promise<{ stage: Stage; end: () => Promise<void> }> {
  const { simulator: simulatorOptions, environment, settings, ...openOptions } = options;
  const scratch = await mkdtemp(path.join(tmpdir(), 'stanza-ui-'));
  const folder = path.join(scratch, 'pantry');
  await cp(sampleWorkspace, folder, { recursive: true });
  const simulator = await startSimulator(simulatorOptions);
  const close = async (): Promise<void> => {
    await simulator.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const workbench = await openWorkbench({
      folder,
      // A test that is about files of the workspace says so.
      settings: { 'stanza.workspace.send': 'never', ...settings },
      ...openOptions,
      environment: {
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: 'simulator',
        ...environment,
      },
    });
    const end = async (): Promise<void> => {
      await workbench.close();
      await close();
    };
    return { stage: { workbench, simulator, folder }, end };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens a text by its name or its path, as a user does who knows what it is called. */
export async function openFile(
  { workbench }: Pick<Stage, 'workbench'>,
  name: string,
): Promise<void> {
  const { page } = workbench;
  const label = path.basename(name);
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  await waitFor(
    `${name} to be open`,
    async () => {
      await page.keyboard.press('Control+P');
      const input = page.locator('.quick-input-widget:visible input').first();
      await input.fill(name, { timeout: 5000 });
      // The list may be drawn anew while it is clicked, and open another file.
      await row.first().click({ timeout: 5000 });
      await focusedEditor({ workbench }, label).waitFor({ timeout: 5000 });
      return true;
    },
    40_000,
  );
}

/** The editor of a file, once the keyboard is in it: before, what is typed goes elsewhere. */
export function focusedEditor({ workbench }: Pick<Stage, 'workbench'>, name: string): Locator {
  return workbench.page.locator(`.monaco-editor.focused[data-uri$="/${name}"]`);
}

/**
 * Reloads the window with a panel in it. In a browser, the workbench stores its editors every five
 * seconds when it has nothing else to do, and a reload before that forgets them: then the panel is
 * opened once more.
 */
export async function reloadWith(
  workbench: Workbench,
  tabs: Locator,
  open: () => Promise<unknown>,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    // Nothing tells from outside when they are stored.
    await workbench.page.waitForTimeout(6000);
    await workbench.reload();
    const isBack = await tabs.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isBack) return;
    if (attempt === 3) throw new Error('The panel did not come back after four reloads.');
    await open();
  }
}

/** Shows the chat view and gives its document. */
export async function openChat({ workbench }: Pick<Stage, 'workbench'>): Promise<Chat> {
  await workbench.runCommand('Stanza: Focus on Chat View');
  const frame = await workbench.chatFrame();
  await frame.locator('main[aria-busy="false"]').waitFor();
  return new Chat(frame);
}

/** Begins a conversation; the command is done once it has brought the keyboard into the view. */
export async function newConversation(
  { workbench }: Pick<Stage, 'workbench'>,
  chat: Chat,
): Promise<void> {
  await workbench.runCommand('Stanza: New Conversation');
  await chat.answers.first().waitFor({ state: 'detached' });
  await waitFor('the keyboard in the chat', async () =>
    chat.frame.evaluate<boolean>('document.hasFocus()'),
  );
}

export type AnswerState = 'streaming' | 'done' | 'stopped' | 'failed';

/** The chat view by its accessible names, which are public and do not change. */
export class Chat {
  readonly frame: Frame;
  readonly messageBox: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly conversation: Locator;
  readonly answers: Locator;

  constructor(frame: Frame) {
    this.frame = frame;
    this.messageBox = frame.getByRole('textbox', { name: 'Message Claude' });
    this.sendButton = frame.getByRole('button', { name: 'Send', exact: true });
    this.stopButton = frame.getByRole('button', { name: 'Stop', exact: true });
    this.conversation = frame.getByRole('log', { name: 'Conversation' });
    this.answers = frame.getByRole('article', { name: 'Claude', exact: true });
  }

  /** Types a message and sends it with Enter. */
  async send(text: string): Promise<void> {
    await this.messageBox.fill(text);
    await this.messageBox.press('Enter');
  }

  /** The newest answer, once it is in one of these states. */
  async lastAnswer(...states: readonly AnswerState[]): Promise<Locator> {
    const last = this.answers.last();
    const wanted = states.map((state) => `[data-state="${state}"]`).join(', ');
    if (states.length > 0) await last.and(this.frame.locator(wanted)).waitFor();
    return last;
  }

  /** Sends a message and gives the answer to it, when that has ended well. */
  async ask(text: string): Promise<Locator> {
    const before = await this.answers.count();
    await this.send(text);
    const answer = this.answers.nth(before);
    await answer.and(this.frame.locator('[data-state="done"]')).waitFor();
    return answer;
  }
}

/** Keeps a picture of the window in .vscode-test/pictures, named after the test. */
export async function takePicture({ page }: Pick<Workbench, 'page'>, title: string): Promise<void> {
  const name = `${title.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 100)}.png`;
  const folder = path.join(storeFolder, 'pictures');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  await page.screenshot({ path: file });
  console.log(`      A picture of the window is in ${file}`);
}
