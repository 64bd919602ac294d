import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { startSimulator } from '../simulator/server';
import type { Simulator } from '../simulator/server';
import { openWorkbench } from '../workbench/open';
import type { OpenOptions, Workbench } from '../workbench/open';
import { waitFor } from '../workbench/waitFor';

/** A window on an empty folder whose extension talks to a simulator. */
export type BenchWindow = {
  readonly workbench: Workbench;
  readonly simulator: Simulator;
  close(): Promise<void>;
};

/** The chat in such a window, showing. */
export type Chat = BenchWindow & { readonly frame: Frame };

const answerTimeoutMs = 60_000;
const stepTimeoutMs = 5_000;

export async function openBenchWindow(
  options: Pick<OpenOptions, 'extensionPath'> = {},
): Promise<BenchWindow> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stanza-bench-'));
  const simulator = await startSimulator();
  const environment = { ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: simulator.url };
  const workbench = await openWorkbench({
    ...options,
    settings: { 'stanza.workspace.send': 'never' },
    folder,
    environment,
  });
  return {
    workbench,
    simulator,
    close: async () => {
      await workbench.close();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Shows the chat and has a first question answered, so that everything is loaded. */
export async function startChat(window: BenchWindow): Promise<Chat> {
  await window.workbench.runCommand('Stanza: Focus on Chat View');
  const frame = await window.workbench.chatFrame();
  await send(frame, 'What can you show me?');
  await frame
    .locator('article[aria-label="Claude"][data-state="done"]')
    .waitFor({ state: 'attached', timeout: answerTimeoutMs });
  return { ...window, frame };
}

export async function send(frame: Frame, message: string): Promise<void> {
  const input = frame.getByLabel('Message Claude');
  await input.fill(message);
  await input.press('Enter');
}

/** Begins a new conversation, and waits until the old one has left the page. */
export async function newConversation({ workbench, frame }: Chat): Promise<void> {
  const isEmpty = async (): Promise<boolean> => (await frame.locator('article').count()) === 0;
  await waitFor('a new conversation', async () => {
    // On a busy machine a click into the palette may come to nothing.
    await workbench.runCommand('Stanza: New Conversation');
    return waitFor('the conversation to be empty', isEmpty, stepTimeoutMs);
  });
}
