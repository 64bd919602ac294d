import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../simulator/script';
import { requestsTo } from './reading';
import { newConversation, openChat, useStage } from './support';
import type { Chat } from './support';

describe('what goes wrong is said where one looks', () => {
  // An empty window, without a folder, and without a key in the environment.
  const stage = useStage({
    folder: null,
    environment: { ANTHROPIC_API_KEY: '' },
    simulator: { wordsPerSecond: Infinity },
  });
  let chat: Chat;

  beforeEach(async () => {
    stage().simulator.reset();
    chat = await openChat(stage());
  });

  async function enterKey(key: string): Promise<void> {
    const input = stage().workbench.page.locator('.quick-input-widget input[type="password"]');
    await input.fill(key);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Changes the user's settings on the disk, and reloads the window so that it reads them. */
  async function setSetting(name: string, value: string | undefined): Promise<void> {
    const file = path.join(stage().workbench.server.dataFolder, 'data', 'User', 'settings.json');
    const settings: Record<string, unknown> = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...settings, [name]: value }));
    await stage().workbench.reload();
    chat = await openChat(stage());
  }

  it('without a key: says what to do and keeps the draft', async () => {
    await chat.frame.getByRole('heading', { name: 'An API key is needed' }).waitFor();
    await chat.send('A question before there is a key');
    await chat.frame.getByText('Set an API key first; the message is kept.').waitFor();
    assert.equal(await chat.messageBox.inputValue(), 'A question before there is a key');
    assert.equal(stage().simulator.requests.length, 0);
  });

  it('a wrong key: says so in the turn; with another key, Retry answers it', async () => {
    await chat.frame.getByRole('button', { name: 'Set API Key' }).click();
    await enterKey('sk-invalid');
    await chat.frame.getByRole('heading', { name: 'An API key is needed' }).waitFor({
      state: 'hidden',
    });
    await chat.send('Is this key good?');
    const failed = await chat.lastAnswer('failed');
    assert.match(await failed.innerText(), /does not accept this API key/);
    await failed.getByRole('button', { name: 'Set API Key' }).click();
    await enterKey('sk-good');
    await failed.getByRole('button', { name: 'Retry' }).click();
    const answer = await chat.lastAnswer('done');
    assert.match(await answer.innerText(), /Is this key good\?/);
    // The failed attempt brought nothing, so nothing of it is left.
    assert.equal(await chat.answers.count(), 1);
  });

  it('an empty message: says so and sends nothing', async () => {
    await chat.send('   ');
    await chat.frame.getByText('Write a message first.').waitFor();
    assert.equal(requestsTo(stage().simulator, '/v1/messages').length, 0);
    await chat.messageBox.fill('');
  });

  it('a second message during an answer: says why not and keeps the draft', async () => {
    stage().simulator.script({
      blocks: [{ type: 'text', text: 'slow '.repeat(2000) }],
      wordsPerSecond: 40,
    });
    await chat.send('First');
    await chat.lastAnswer('streaming');
    await chat.send('Second');
    await chat.frame.getByText('Claude is still answering.').waitFor();
    assert.equal(await chat.messageBox.inputValue(), 'Second');
    await chat.stopButton.click();
    await chat.lastAnswer('stopped');
    await chat.messageBox.fill('');
  });

  const failures: readonly [name: string, fault: Fault, words: RegExp][] = [
    ['a spend limit', spendLimit(), /spend limit of the account is reached/],
    ['no credit', http(402, 'billing_error'), /billing problem/],
    ['no permission', http(403, 'permission_error'), /not allowed/],
    ['an error event', overloaded(), /overloaded/],
    ['a cut', { kind: 'cut', afterEvent: 3 }, /connection broke before the answer was complete/],
    ['an early end', { kind: 'end', afterEvent: 3 }, /ended before the answer was complete/],
  ];
  for (const [name, fault, words] of failures) {
    it(`${name}: a sentence in the turn, and Retry answers it`, async () => {
      await newConversation(stage(), chat);
      stage().simulator.fault(fault);
      await chat.send('A question that fails at first');
      const failed = await chat.lastAnswer('failed');
      assert.match(await failed.innerText(), words);
      await failed.getByRole('button', { name: 'Retry' }).click();
      await chat.lastAnswer('done');
    });
  }

  it('an overloaded moment: tries again by itself and says so meanwhile', async () => {
    await newConversation(stage(), chat);
    stage().simulator.fault({ kind: 'http', status: 529, type: 'overloaded_error', retryAfter: 4 });
    await chat.send('A question at a busy time');
    await chat.frame.getByText('Trying again…').waitFor();
    await chat.lastAnswer('done');
  });

  const endings: readonly [stopReason: 'max_tokens' | 'refusal' | 'pause_turn', words: RegExp][] = [
    ['max_tokens', /reached its length limit/],
    ['pause_turn', /Claude paused/],
    ['refusal', /Claude declined to answer: It would harm\./],
  ];
  for (const [stopReason, words] of endings) {
    it(`an answer that ends for ${stopReason} says so`, async () => {
      await newConversation(stage(), chat);
      const isRefusal = stopReason === 'refusal';
      stage().simulator.script({
        // A refusal before any output has no content at all.
        blocks: isRefusal ? [] : [{ type: 'text', text: 'A part.' }],
        stopReason,
        ...(isRefusal && {
          stopDetails: { type: 'refusal', category: 'cyber', explanation: 'It would harm.' },
        }),
      });
      const answer = await chat.ask('A question with an unusual end');
      assert.match(await answer.innerText(), words);
      // The conversation stays usable.
      await chat.ask('Another one');
    });
  }

  it('an unknown model: names it and offers the settings', async () => {
    await newConversation(stage(), chat);
    await setSetting('stanza.models.standard', 'claude-sonet-9');
    await chat.send('To a model that nobody knows');
    const failed = await chat.lastAnswer('failed');
    assert.match(await failed.innerText(), /knows no model "claude-sonet-9"/);
    await failed.getByRole('button', { name: 'Open Settings' }).waitFor();
    await setSetting('stanza.models.standard', undefined);
  });

  it('an address that is none: names the setting', async () => {
    await newConversation(stage(), chat);
    await setSetting('stanza.apiBaseUrl', 'not an address');
    await chat.send('To nowhere');
    const failed = await chat.lastAnswer('failed');
    assert.match(
      await failed.innerText(),
      /The setting stanza\.apiBaseUrl is not a web address: "not an address"\./,
    );
  });

  it('an unreachable host: names it, and Retry works when it is back', async () => {
    await newConversation(stage(), chat);
    await setSetting('stanza.apiBaseUrl', 'http://127.0.0.1:9');
    await chat.send('To a host that is not there');
    const failed = await chat.lastAnswer('failed');
    assert.match(await failed.innerText(), /127\.0\.0\.1:9 cannot be reached/);
    await setSetting('stanza.apiBaseUrl', undefined);
    await (await chat.lastAnswer('failed')).getByRole('button', { name: 'Retry' }).click();
    await chat.lastAnswer('done');
  });
});

function http(status: number, type: string): Fault {
  return { kind: 'http', status, type, message: 'Said by a test.' };
}

function spendLimit(): Fault {
  return {
    ...http(429, 'rate_limit_error'),
    details: { error_code: 'enforced_spend_limit_reached' },
  } as Fault;
}

function overloaded(): Fault {
  return { kind: 'error_event', afterEvent: 3, type: 'overloaded_error', message: 'Overloaded' };
}
