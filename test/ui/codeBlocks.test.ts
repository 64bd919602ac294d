import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { waitFor } from '../workbench/waitFor';
import { expectNoViolations } from './axe';
import { newConversation, openChat, openFile, useStage } from './support';
import type { Chat } from './support';

const FENCE = '```';

const BETTER = `function roundForUnit(amount: number, unit: string): number {
  return unit === 'piece' ? Math.ceil(amount) : Math.fround(amount);
}`;

function fenced(info: string, code: string): string {
  return `Like this:\n\n${FENCE}${info}\n${code}\n${FENCE}\n`;
}

describe('what can be done with code of an answer', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let chat: Chat;

  beforeEach(async () => {
    stage().simulator.reset();
    chat = await openChat(stage());
    await newConversation(stage(), chat);
  });

  async function answerWith(text: string): Promise<Locator> {
    stage().simulator.script({ blocks: [{ type: 'text', text }] });
    return chat.ask('Show me some code.');
  }

  function lineOfEditor(text: string): Locator {
    return stage().workbench.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  async function language(): Promise<string> {
    const { page } = stage().workbench;
    return (await page.locator('.statusbar-item[id="status.editor.mode"]').innerText()).trim();
  }

  function tabs(): Locator {
    return stage().workbench.page.locator('.editor-group-container .tab');
  }

  it('is offered once the code is whole', async () => {
    const lines = Array.from({ length: 80 }, (_, line) => `const value${line} = ${line};`);
    stage().simulator.script({
      blocks: [{ type: 'text', text: fenced('ts', lines.join('\n')) }],
      wordsPerSecond: 30,
    });
    await chat.send('Show me much code.');
    const answer = await chat.lastAnswer('streaming');
    await answer.getByText('const value2 = 2;').waitFor();
    assert.equal(await answer.getByRole('button', { name: 'Copy Code' }).count(), 1);
    assert.equal(await answer.getByRole('button', { name: 'Apply Code' }).count(), 0);
    await chat.stopButton.click();
    await chat.lastAnswer('stopped');
    await answer.getByRole('button', { name: 'Apply Code' }).waitFor();
  });

  it('is reached by keyboard and has no violation that axe can find, wide and narrow', async () => {
    const answer = await answerWith(
      fenced('ts src/a-folder/with/a/rather/long/name/scale.ts', 'const a = 1;'),
    );
    await answer.getByRole('button', { name: 'Copy Code' }).focus();
    for (const name of ['Open Code as New File', 'Insert Code at Cursor', 'Apply Code']) {
      await chat.frame.locator(':focus').press('Tab');
      assert.equal(await chat.frame.locator(':focus').getAttribute('aria-label'), name);
    }
    await expectNoViolations(chat.frame);
    await chat.frame.evaluate(`document.body.style.width = '240px'`);
    await answer.locator('.code-header .codicon').first().waitFor();
    await expectNoViolations(chat.frame);
    const { sideways, header, apply } = await chat.frame.evaluate<Record<string, number>>(`(() => {
      const right = (selector) => document.querySelector(selector).getBoundingClientRect().right;
      return {
        sideways: document.body.scrollWidth - document.body.clientWidth,
        header: right('.code-header'),
        apply: right('[aria-label="Apply Code"]'),
      };
    })()`);
    assert.equal(sideways, 0);
    assert.ok((apply ?? Infinity) <= (header ?? 0), `${apply} is beyond ${header}`);
    await chat.frame.evaluate(`document.body.style.width = ''`);
  });

  it('applies it to the file that it names, which the disk does not see yet', async () => {
    const answer = await answerWith(fenced('ts src/scale.ts', BETTER));
    await answer.getByRole('button', { name: 'Apply Code' }).press('Enter');
    await lineOfEditor('Math.fround(amount)').waitFor();
    await stage().workbench.page.locator('.tab[data-resource-name="scale.ts"]').waitFor();
    // The lines around the function stay.
    await lineOfEditor('/** Nobody buys half an onion. */').waitFor();
    assert.equal(await chat.frame.evaluate('document.hasFocus()'), true);
    const onDisk = await readFile(path.join(stage().folder, 'src', 'scale.ts'), 'utf8');
    assert.ok(!onDisk.includes('fround'), onDisk);
  });

  it('inserts it at the cursor, and cuts no line in two', async () => {
    const { page } = stage().workbench;
    await openFile(stage(), 'units.ts');
    await lineOfEditor('const symbols').click();
    await page.keyboard.press('End');
    chat = await openChat(stage());
    const answer = await answerWith(fenced('ts', 'const pinch = 0.3;\nconst dash = 0.6;'));
    await answer.getByRole('button', { name: 'Insert Code at Cursor' }).press('Enter');
    await lineOfEditor('const dash = 0.6;').waitFor();
    const tops: number[] = [];
    for (const text of ['const symbols', 'const pinch', 'const dash', 'const largeSymbols']) {
      tops.push((await lineOfEditor(text).boundingBox())?.y ?? NaN);
    }
    assert.deepEqual(
      tops,
      tops.toSorted((one, other) => one - other),
    );
    assert.ok(tops.every(Number.isFinite), tops.join(' '));
    assert.equal(await chat.frame.evaluate('document.hasFocus()'), true);
  });

  it('opens it as a new file in its language', async () => {
    const answer = await answerWith(fenced('py', 'print("made in the chat")'));
    await answer.getByRole('button', { name: 'Open Code as New File' }).press('Enter');
    await lineOfEditor('print("made in the chat")').waitFor();
    await waitFor('the editor to be in Python', async () => (await language()) === 'Python');
  });

  it('gives a new file the name that the code has, and leaves the disk alone', async () => {
    const answer = await answerWith(fenced('ts src/pinch.ts', 'export const PINCH = 0.3;'));
    await answer.getByRole('button', { name: 'Open Code as New File' }).press('Enter');
    await lineOfEditor('export const PINCH = 0.3;').waitFor();
    await stage().workbench.page.locator('.tab[data-resource-name="pinch.ts"]').waitFor();
    await waitFor(
      'the editor to be in TypeScript',
      async () => (await language()) === 'TypeScript',
    );
    assert.equal(existsSync(path.join(stage().folder, 'src', 'pinch.ts')), false);
  });

  it('opens nothing outside of the workspace, and says so', async () => {
    const before = await tabs().count();
    const answer = await answerWith(fenced('text ../../etc/passwd', 'root::0:0::/:/bin/sh'));
    await answer.getByRole('button', { name: 'Apply Code' }).press('Enter');
    await waitFor('a sentence', async () => {
      const said = await stage().workbench.notifications();
      return said.some((text) => text.includes('outside of this workspace'));
    });
    assert.equal(await tabs().count(), before);
    assert.equal(await lineOfEditor('root::0:0').count(), 0);
  });
});
