import type { Locator } from 'playwright-core';
import type { RequestRecord } from '../simulator/records';
import type { Simulator } from '../simulator/server';
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

/** A message of about so many words, each different from its neighbours. */
export function longMessage(words: number): string {
  return Array.from({ length: words }, (_, index) => `item-${index}`).join(' ');
}
