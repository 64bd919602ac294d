import assert from 'node:assert/strict';
import { longMessage, meterOf, requestsTo, restingUsd, shownUsd } from './reading';
import { waitFor } from '../workbench/waitFor';
import { newConversation, openChat, useStage } from './support';
import type { Chat } from './support';

describe('before it is spent', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.prices': { 'claude-unheard-of': { input: 1, output: 2 } } },
  });
  let chat: Chat;

  beforeEach(async () => {
    chat = await openChat(stage());
    await newConversation(stage(), chat);
    stage().simulator.reset();
  });

  it('shows what the draft will cost beside Send, by the count of the API', async () => {
    const { simulator } = stage();
    await chat.messageBox.fill(longMessage(1200));
    const forecast = chat.frame.locator('.forecast');
    await forecast.getByText(/^≈ \$0\.\d{4}–0\.\d{4}$/).waitFor();
    const [count] = requestsTo(simulator, '/v1/messages/count_tokens');
    assert.ok(count, 'The tokens were counted.');
    assert.match(
      (await forecast.getAttribute('title')) ?? '',
      /^Sonnet 5\.5: \$0\.\d{4} cold\. 3,\d+ tokens in/,
    );

    const answer = await chat.ask(longMessage(1200));
    const cost = Number(/\$([\d.]+)/.exec(await meterOf(answer))?.[1]);
    assert.ok(cost > 0);
    assert.equal(await forecast.innerText(), '', 'There is nothing to send any more.');
  });

  it('foresees that the second message is mostly read from the cache', async () => {
    await chat.ask(longMessage(1200));
    await chat.messageBox.fill('And now a short one.');
    const forecast = chat.frame.locator('.forecast');
    await forecast.getByText(/^≈/).waitFor();
    assert.match((await forecast.getAttribute('title')) ?? '', /3,\d+ of them probably cached/);
    await chat.messageBox.fill('');
  });

  it('counts up in the status bar while an answer streams, and settles on the bill', async () => {
    const { simulator, workbench } = stage();
    const before = await restingUsd(workbench);
    simulator.script({
      blocks: [{ type: 'text', text: 'and so on and so forth '.repeat(240) }],
      wordsPerSecond: 100,
    });
    await chat.send('Talk.');
    const seen = new Set<number>();
    await waitFor('three figures on the way', async () => {
      const text = await workbench.statusBarText('stanza.spend');
      if (text.includes('≈')) seen.add(await shownUsd(workbench));
      return seen.size >= 3;
    });
    await chat.lastAnswer('done');
    const billed = simulator.bill().totalUsd;
    await waitFor('the figure to settle', async () => {
      const isExact = !(await workbench.statusBarText('stanza.spend')).includes('≈');
      return isExact && Math.abs((await shownUsd(workbench)) - before - billed) < 0.00011;
    });
  });

  it('tells in the status bar what went to this conversation, today and this month', async () => {
    await chat.ask('Hello.');
    const { page } = stage().workbench;
    const item = page.locator('[id$="stanza.spend"]');
    const tooltip = page.locator('.monaco-hover', { hasText: 'This conversation' });
    await waitFor('the tooltip of now', async () => {
      await page.mouse.move(5, 400);
      await item.hover({ timeout: 2000 });
      await tooltip.waitFor({ timeout: 3000 });
      return true;
    });
    const text = await tooltip.innerText();
    for (const line of [
      /This conversation, this month: \$0\.\d{4}/,
      /Today: \$/,
      /This month: \$/,
      /Cached today: /,
    ]) {
      assert.match(text, line);
    }
    assert.match(text, /Model: Claude Sonnet 5\.5/);
    assert.match(text, /"claude-unheard-of", which Stanza does not know/);
    await item.click();
    await stage().workbench.viewFrame('spend');
  });
});

describe('a budget', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.budget.perDay': 0.001 },
  });
  let chat: Chat;

  before(async () => {
    chat = await openChat(stage());
  });

  it('keeps a message back that does not fit, says why, and sends it once when told to', async () => {
    const { simulator } = stage();
    await chat.messageBox.fill('What does a monad cost?');
    await chat.frame.locator('.forecast.over').waitFor();
    await chat.send('What does a monad cost?');
    const refused = await chat.lastAnswer('failed');
    assert.match(
      await refused.innerText(),
      /Not sent: it may cost \$0\.0\d+, and \$0\.0010 is left/,
    );
    assert.equal(requestsTo(simulator, '/v1/messages').length, 0);

    await chat.frame.getByRole('button', { name: 'Send Once Anyway' }).click();
    await chat.lastAnswer('done');
    assert.equal(requestsTo(simulator, '/v1/messages').length, 1);

    await chat.send('And another one?');
    await chat.lastAnswer('failed');
    assert.equal(requestsTo(simulator, '/v1/messages').length, 1);
  });

  it('can be raised where it stopped the message, which is then sent', async () => {
    const { simulator, workbench } = stage();
    await chat.frame.getByRole('button', { name: 'Change Budget…' }).click();
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await input.fill('0.05');
    await input.press('Enter');
    await chat.lastAnswer('done');
    const [, sent] = requestsTo(simulator, '/v1/messages');
    assert.ok(sent);
    const { max_tokens: most } = sent.body as { max_tokens: number };
    // Fifty thousandths of a dollar are 5,000 tokens of the answer at the most.
    assert.ok(most > 1000 && most < 5000, `${most}`);
  });
});
