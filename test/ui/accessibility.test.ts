import assert from 'node:assert/strict';
import { expectNoViolationsInAnyTheme } from './axe';
import { openChat, useStage } from './support';
import type { Chat } from './support';

const FENCE = '```';
const ANSWER = `## A heading\n\nText with \`code\` and [a link](https://example.com).\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n${FENCE}ts\nconst x: number = 1; // one\n${FENCE}`;

describe('accessibility of the chat', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  it('has no violation that axe can find in any theme: empty, answered and failed', async () => {
    const { simulator, workbench } = stage();
    const chat = await openChat(stage());
    await chat.frame.locator('.proposals').waitFor();
    await expectNoViolationsInAnyTheme(workbench, chat.frame);
    simulator.script({
      blocks: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: ANSWER },
      ],
    });
    await chat.ask('Show me everything.');
    simulator.fault({ kind: 'http', status: 403, type: 'permission_error', message: 'No.' });
    await chat.send('And now fail.');
    await chat.lastAnswer('failed');
    await expectNoViolationsInAnyTheme(workbench, chat.frame);
  });
});

describe('keyboard and screen readers', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let chat: Chat;

  before(async () => {
    chat = await openChat(stage());
    await chat.ask('One');
    await chat.ask('Two');
  });

  it('moves through the messages with the arrow keys, Home and End', async () => {
    const focused = () =>
      chat.frame.evaluate<string>(`document.activeElement.textContent.slice(0, 3)`);
    await chat.conversation.focus();
    await chat.conversation.press('Home');
    assert.equal(await focused(), 'One');
    await chat.frame.locator(':focus').press('ArrowDown');
    await chat.frame.locator(':focus').press('ArrowDown');
    assert.equal(await focused(), 'Two');
    await chat.frame.locator(':focus').press('End');
    assert.equal(await focusedName(chat), 'Claude');
    await chat.frame.locator(':focus').press('Escape');
    assert.equal(await focusedName(chat), 'Message Claude');
  });

  it('stops an answer with Escape from the conversation', async () => {
    stage().simulator.script({
      blocks: [{ type: 'text', text: 'on and '.repeat(400) }],
      wordsPerSecond: 30,
    });
    await chat.send('Three');
    await chat.lastAnswer('streaming');
    await chat.conversation.focus();
    await chat.conversation.press('Escape');
    await chat.lastAnswer('stopped');
  });

  it('announces the beginning and the end with the cost, and not the stream itself', async () => {
    await chat.ask('Four');
    assert.equal(await chat.conversation.getAttribute('aria-live'), 'off');
    const status = chat.frame.locator('[role="status"].visually-hidden');
    assert.match(await status.innerText(), /^Response complete\. \$0\.\d{4}$/);
  });

  it('never takes the focus when an answer arrives', async () => {
    const { page } = stage().workbench;
    stage().simulator.script({
      blocks: [{ type: 'text', text: 'a few words, slowly '.repeat(40) }],
      wordsPerSecond: 20,
    });
    await chat.send('Five');
    await chat.lastAnswer('streaming');
    await page
      .locator('.explorer-folders-view')
      .first()
      .click({ position: { x: 60, y: 200 } });
    await chat.lastAnswer('done');
    assert.equal(await chat.frame.evaluate('document.hasFocus()'), false);
  });

  it('stays usable at 240 pixels: nothing is cut off sideways', async () => {
    const { page } = stage().workbench;
    await page.setViewportSize({ width: 560, height: 700 });
    await chat.frame.evaluate(`document.body.style.width = '240px'`);
    const overflow = await chat.frame.evaluate<number>(
      'document.body.scrollWidth - document.body.clientWidth',
    );
    assert.equal(overflow, 0);
    await chat.sendButton.waitFor();
  });
});

async function focusedName(chat: Chat): Promise<string> {
  return chat.frame.evaluate<string>('document.activeElement.ariaLabel');
}
