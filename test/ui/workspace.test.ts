import assert from 'node:assert/strict';
import { appendFile, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageRequest } from '../../src/core/api/events';
import { waitFor } from '../workbench/waitFor';
import { expectNoViolations } from './axe';
import { requestsTo } from './reading';
import { waitForText } from './editing';
import { openChat, openFile, useStage } from './support';
import type { Chat, Stage } from './support';

/** The bodies of the requests for answers. */
function bodies({ simulator }: Stage): MessageRequest[] {
  return requestsTo(simulator, '/v1/messages').map(({ body }) => body as MessageRequest);
}

function systemOf(body: MessageRequest | undefined): string {
  return JSON.stringify(body?.system ?? []);
}

/** Everything that has reached the simulator, whatever for. */
function allSent({ simulator }: Stage): string {
  return simulator.requests.map(({ body }) => JSON.stringify(body)).join('\n');
}

describe('files of the workspace', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.workspace.send': 'ask' },
  });
  let chat: Chat;

  before(async () => {
    const { folder } = stage();
    await writeFile(path.join(folder, '.env'), 'TOKEN=not-for-anybody\n');
    await writeFile(path.join(folder, 'app.log'), 'x');
    // Fifty megabytes that take no room on the disk.
    await truncate(path.join(folder, 'app.log'), 50 * 2 ** 20);
    await mkdir(path.join(folder, 'loop'));
    await symlink('..', path.join(folder, 'loop', 'again'));
    await writeFile(path.join(folder, 'logo.png'), Buffer.from([0x89, 0x50, 0, 1]));
    await writeFile(path.join(folder, 'old.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
    await writeFile(path.join(folder, 'AGENTS.md'), 'Write for cooks.\n');
  });

  it('do not leave before the user has said so, and are shown before', async () => {
    await openFile(stage(), 'scale.ts');
    chat = await openChat(stage());
    await chat.send('Why is it scaled twice?');
    const card = chat.frame.getByRole('region', { name: 'Files of this workspace' });
    await card.getByText('src/scale.ts').waitFor();
    await card.getByText('AGENTS.md').waitFor();
    assert.match(await card.innerText(), /\d+ tokens\. About \$0\.\d{4} the first time/);
    assert.equal(bodies(stage()).length, 0);
    assert.ok(!allSent(stage()).includes('roundForUnit'), 'not even to be counted');
    assert.equal(await chat.messageBox.inputValue(), 'Why is it scaled twice?');
    await expectNoViolations(chat.frame);
  });

  it('stay where they are if the user says so, and are asked for once', async () => {
    await chat.frame.getByRole('button', { name: 'Send Without Files' }).click();
    await chat.lastAnswer('done');
    await chat.ask('And now?');
    for (const body of bodies(stage())) {
      assert.equal(body.system?.length, 1, systemOf(body));
    }
    assert.ok(!allSent(stage()).includes('roundForUnit'));
  });

  it('are listed by Show What Is Sent, with what is left out and why', async () => {
    const { workbench } = stage();
    await openFile(stage(), 'scale.ts');
    await workbench.runCommand('Stanza: New Conversation');
    await workbench.runCommand('Stanza: Show What Is Sent');
    const page = await workbench.viewFrame('prefix');
    await page.getByRole('button', { name: 'Send Workspace Files' }).click();
    await page.getByRole('button', { name: 'src/scale.ts' }).waitFor();
    const leftOut = page.getByRole('group');
    for (const [reason, file] of [
      ['Holds a secret', '.env'],
      ['Too large', 'app.log'],
      ['Not text', 'logo.png'],
      ['A symbolic link', 'loop/again'],
    ] as const) {
      const group = leftOut.filter({ hasText: reason });
      await group.locator('summary').click();
      await group.getByText(file, { exact: true }).waitFor();
    }
    await workbench.runCommand('View: Close Editor');
  });

  it('go in front of a conversation as a prefix that it keeps', async () => {
    const { simulator } = stage();
    simulator.reset();
    await chat.ask('Why is it scaled twice?');
    await chat.ask('And what is to be done?');
    const [first, second] = bodies(stage());
    assert.match(systemOf(first), /<project_instructions path=\\"AGENTS\.md\\">\\nWrite for cooks/);
    assert.match(systemOf(first), /<workspace_map>/);
    assert.match(systemOf(first), /<file path=\\"src\/scale\.ts\\">/);
    assert.equal(systemOf(second), systemOf(first));
    assert.ok(!allSent(stage()).includes('not-for-anybody'));
    const [, last] = requestsTo(simulator, '/v1/messages');
    assert.ok((last?.usage?.readTokens ?? 0) > 600, JSON.stringify(last?.usage));
  });

  it('show below the composer how long they are warm, and what cold would cost', async () => {
    const line = chat.frame.locator('.cache-line');
    await line.locator('.cached', { hasText: /warm \d+:\d\d/ }).waitFor();
    const shown = await line.innerText();
    assert.match(shown, /tokens in prefix/);
    assert.match(shown, /next: ≈ \$0\.\d{4}/);
    assert.match(shown, /cold: ≈ \$0\.\d{4}/);
    await line.getByRole('button').click();
    await (await stage().workbench.viewFrame('prefix')).getByText('In prefix order').waitFor();
    await stage().workbench.runCommand('View: Close Editor');
  });

  it('are told of again where they have changed, on the disk or in an editor', async () => {
    const { folder, workbench } = stage();
    await appendFile(path.join(folder, 'src', 'scale.ts'), '// appended on the disk\n');
    await openFile(stage(), 'units.ts');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('// typed in an editor');
    await waitForText(stage(), 'units.ts', '// typed in an editor');
    await chat.ask('Did you see that?');
    const told = JSON.stringify(bodies(stage()).at(-1)?.messages.at(-1));
    assert.match(told, /appended on the disk/);
    assert.match(told, /typed in an editor/);
    assert.match(told, /In the active editor: src\/units\.ts/);
    assert.match(told, /"role":"system"/);
  });

  it('and a cache that was lost is explained, with what that cost', async () => {
    stage().simulator.reset();
    const answer = await chat.ask('Is it still there?');
    const aside = answer.locator('.aside');
    assert.match(
      (await aside.innerText()).replaceAll(/\s+/g, ' '),
      /^[\d,]+ tokens were not in the cache any more, which cost \$0\.\d{4}\. Anthropic no longer had it in the cache\.$/,
    );
    await expectNoViolations(chat.frame);
  });

  it('open as the exact request', async () => {
    const { workbench } = stage();
    await chat.messageBox.fill('What will be sent?');
    await waitFor('the forecast', async () =>
      (await chat.frame.locator('.forecast').innerText()).startsWith('≈'),
    );
    await workbench.runCommand('Stanza: Show What Is Sent');
    const page = await workbench.viewFrame('prefix');
    await page.getByText('What will be sent?').first().waitFor();
    await page.getByRole('button', { name: 'Open Request as JSON' }).click();
    const editor = workbench.page.locator('.monaco-editor .view-lines').first();
    await waitFor('the request', async () => (await editor.innerText()).includes('"model"'));
    await chat.messageBox.fill('');
  });
});

describe('warming the cache ahead', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.workspace.send': 'always', 'stanza.cache.prewarm': true },
  });

  it('writes the prefix when the chat is opened, says so, and is a task of its own', async () => {
    const { simulator, workbench } = stage();
    await openFile(stage(), 'shoppingList.ts');
    const chat = await openChat(stage());
    const line = chat.frame.locator('.cache-line');
    await line.locator('.cached', { hasText: /warm \d+:\d\d/ }).waitFor();
    const [warmUp] = bodies(stage());
    assert.equal(warmUp?.max_tokens, 0);
    await chat.ask('What is on the list?');
    const answered = requestsTo(simulator, '/v1/messages').at(-1);
    assert.ok((answered?.usage?.readTokens ?? 0) > 700, JSON.stringify(answered?.usage));
    await workbench.runCommand('Stanza: Show Spend');
    const spend = await workbench.viewFrame('spend');
    await spend.getByText('Warming the cache ahead').first().waitFor();
  });
});
