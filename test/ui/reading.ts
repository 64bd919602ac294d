import type { Locator } from 'playwright-core';
import type { RequestRecord } from '../simulator/records';
import type { Simulator } from '../simulator/server';
import { waitFor } from '../workbench/waitFor';
import type { WorkbenchWindow } from '../workbench/open';
import type { Chat } from './support';

/** The requests that reached a path, oldest first. */
export function requestsTo(simulator: Simulator, path: string): readonly RequestRecord[] {
  return simulator.requests.filter((request) => request.path === path);
}

/** The line below an answer, on one line. */
export async function meterOf(answer: Locator): Promise<string> {
  return (await answer.locator('.meter').innerText()).replaceAll(/\s+/g, ' ').trim();
}

/** All that is read in the conversation. */
export async function conversationText(chat: Chat): Promise<string> {
  return (await chat.conversation.innerText()).replaceAll(/\s+/g, ' ').trim();
}

type StatusBar = Pick<WorkbenchWindow, 'statusBarText'>;

/** The dollars in the status bar. */
export async function shownUsd(bar: StatusBar): Promise<number> {
  return Number(/\$([\d.]+)/.exec(await bar.statusBarText('stanza.spend'))?.[1]);
}

/** The same, once they have come to rest: they follow an answer a little behind. */
export async function restingUsd(bar: StatusBar): Promise<number> {
  let last = '';
  let sinceMs = Date.now();
  await waitFor('the dollars in the status bar to rest', async () => {
    const text = await bar.statusBarText('stanza.spend');
    if (text !== last) sinceMs = Date.now();
    last = text;
    return Date.now() - sinceMs > 1500;
  });
  return shownUsd(bar);
}

/** A message of about so many words, each different from its neighbours. */
export function longMessage(words: number): string {
  return Array.from({ length: words }, (_, index) => `item-${index}`).join(' ');
}
