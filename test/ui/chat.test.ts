import assert from 'node:assert/strict';
import {
  conversationText,
  longMessage,
  meterOf,
  requestsTo,
  restingUsd,
  shownUsd,
} from './reading';
import { newConversation, openChat, useStage } from './support';
import { waitFor } from '../workbench/waitFor';
import type { Chat } from './support';

describe('chat', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let chat: Chat;

  beforeEach(async () => {
    stage().simulator.reset();
    chat = await openChat(stage());
    await newConversation(stage(), chat);
  });

  it('offers three things to try in an empty conversation', async () => {
    const proposals = chat.frame.locator('.proposals button');
    assert.equal(await proposals.count(), 3);
    await proposals.nth(1).click();
    assert.match(await chat.messageBox.inputValue(), /debounce/);
    await chat.messageBox.fill('');
  });

  it('streams an answer and shows its cost, its tokens and its cached share', async () => {
    const { simulator, workbench } = stage();
    simulator.script({
      blocks: [{ type: 'text', text: `The first word, and many more. ${'And on. '.repeat(60)}` }],
      wordsPerSecond: 20,
    });
    await chat.send('Say something.');
    const streaming = await chat.lastAnswer('streaming');
    await streaming
      .and(chat.frame.locator('[data-state="streaming"]', { hasText: 'The first' }))
      .waitFor();
    const answer = await chat.lastAnswer('done');
    assert.match(await answer.innerText(), /The first word, and many more\./);

    const [request] = requestsTo(simulator, '/v1/messages');
    assert.ok(request?.usage);
    const meter = await meterOf(answer);
    assert.match(meter, /^Sonnet 5\.5/);
    assert.ok(meter.includes(`$${request.billedUsd.toFixed(4)}`), meter);
    assert.ok(meter.includes(`${request.usage.inputTokens} in`), meter);
    assert.ok(meter.includes(`${request.usage.outputTokens} out`), meter);
    assert.match(meter, /0% cached/);
    assert.match(await workbench.statusBarText('stanza.spend'), /\$\d+\.\d{4}/);
  });

  it("adds up the bill of the simulator in the status bar's dollars of today", async () => {
    const { simulator, workbench } = stage();
    const before = await restingUsd(workbench);
    await chat.ask('One.');
    await chat.ask('Two.');
    const billed = simulator.bill().totalUsd;
    await waitFor(`the status bar to count ${billed} dollars more`, async () => {
      const spent = (await shownUsd(workbench)) - before;
      return Math.abs(spent - billed) < 0.00011;
    });
  });

  it('pays a cached turn at the cached price, and says so', async () => {
    const { simulator } = stage();
    await chat.ask(longMessage(1200));
    const second = await chat.ask('And now a short one.');
    const [, request] = requestsTo(simulator, '/v1/messages');
    assert.ok((request?.usage?.readTokens ?? 0) > 1000);
    assert.match(await meterOf(second), /9\d% cached/);
  });

  it('sends a message once, however often Enter is pressed', async () => {
    const { simulator } = stage();
    await chat.messageBox.fill('Only once, please.');
    await chat.frame.evaluate(`(() => {
      const box = document.querySelector('textarea');
      for (let count = 0; count < 5; count += 1) {
        box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      }
    })()`);
    await chat.lastAnswer('done');
    await chat.frame.waitForFunction(`document.querySelector('textarea').value === ''`);
    assert.equal(requestsTo(simulator, '/v1/messages').length, 1);
    assert.equal(await chat.answers.count(), 1);
  });

  it('sends thinking back unchanged, and shows it folded', async () => {
    const { simulator } = stage();
    simulator.script([
      {
        blocks: [
          { type: 'thinking', thinking: 'First I weigh the question.' },
          { type: 'text', text: 'An answer.' },
        ],
      },
    ]);
    const answer = await chat.ask('Think, then answer.');
    const thinking = answer.locator('details.thinking');
    assert.match(await thinking.locator('summary').innerText(), /^Thought for .+ · \d+ tokens$/);
    assert.equal(await thinking.getAttribute('open'), null);
    await thinking.locator('summary').click();
    assert.equal(
      await thinking.locator('.thinking-text').innerText(),
      'First I weigh the question.',
    );

    await chat.ask('Go on.');
    const [, second] = requestsTo(simulator, '/v1/messages');
    assert.equal(second?.status, 200);
    const body = JSON.stringify(second.body);
    assert.match(
      body,
      /"type":"thinking","thinking":"First I weigh the question\.","signature":"[^"]+"/,
    );
  });

  it('stops when told to, keeps what had arrived, and goes on from there', async () => {
    const { simulator } = stage();
    simulator.script({
      blocks: [{ type: 'text', text: `It begins here ${'and goes on '.repeat(500)}` }],
      wordsPerSecond: 30,
    });
    await chat.send('Talk for a long time.');
    await chat.answers.last().getByText('and goes on').waitFor();
    await chat.stopButton.click();
    const answer = await chat.lastAnswer('stopped');
    assert.match(await answer.innerText(), /It begins here and goes on/);
    assert.match(await answer.innerText(), /Stopped\. What had arrived is kept\./);
    assert.match(await meterOf(answer), /≈ \$0\.0/);
    await chat.ask('Go on.');
    const last = requestsTo(simulator, '/v1/messages').at(-1);
    assert.match(JSON.stringify(last?.body), /It begins here and goes on/);
  });

  it('breaks the line on Shift+Enter and keeps the draft over a reload', async () => {
    await chat.messageBox.fill('First line');
    await chat.messageBox.press('Shift+Enter');
    await chat.messageBox.pressSequentially('second line');
    assert.equal(await chat.messageBox.inputValue(), 'First line\nsecond line');
    // Nobody reloads the window in the same instant as he types.
    await openChat(stage());
    await stage().workbench.reload();
    chat = await openChat(stage());
    await chat.frame.locator('.proposals').waitFor();
    assert.equal(await chat.messageBox.inputValue(), 'First line\nsecond line');
    await chat.messageBox.fill('');
  });

  it('shows the same conversation and costs after it was hidden, and after a reload', async () => {
    const { simulator, workbench } = stage();
    const spentBefore = await restingUsd(workbench);
    await chat.ask('Something to remember.');
    const before = await conversationText(chat);
    const spent = spentBefore + simulator.bill().totalUsd;
    const isCounted = async () => Math.abs((await shownUsd(workbench)) - spent) < 0.00011;
    await waitFor('the answer to be counted', isCounted);

    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    chat = await openChat(stage());
    await chat.lastAnswer('done');
    assert.equal(await conversationText(chat), before);

    await workbench.reload();
    chat = await openChat(stage());
    await chat.lastAnswer('done');
    assert.equal(await conversationText(chat), before);
    await waitFor('the same sum after the reload', isCounted);

    await chat.ask('And what was it?');
    const body = JSON.stringify(requestsTo(simulator, '/v1/messages').at(-1)?.body);
    assert.match(body, /Something to remember\./);
  });

  it('goes on streaming while it is hidden, and shows all of it afterwards', async () => {
    const { simulator, workbench } = stage();
    const words = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ');
    simulator.script({ blocks: [{ type: 'text', text: words }], wordsPerSecond: 60 });
    await chat.send('Count.');
    await chat.answers.last().getByText('word3').waitFor();
    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    chat = await openChat(stage());
    const answer = await chat.lastAnswer('done');
    assert.equal(await answer.locator('.markdown').innerText(), words);
  });

  it('starts a new conversation with an empty history', async () => {
    const { simulator } = stage();
    await chat.ask('An old matter.');
    await newConversation(stage(), chat);
    await chat.ask('A new matter.');
    const body = JSON.stringify(requestsTo(simulator, '/v1/messages').at(-1)?.body);
    assert.doesNotMatch(body, /An old matter/);
  });
});
