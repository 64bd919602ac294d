import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { MessageRequest } from '../../src/core/api/events';
import { pngOf } from '../unit/images';
import { waitFor } from '../workbench/waitFor';
import { expectNoViolationsInAnyTheme } from './axe';
import {
  asked,
  notification,
  saved,
  says,
  tidy,
  waitForNoText,
  waitForReview,
  waitForText,
} from './editing';
import { asAnswer, openScreenshots, screenHtml, screenshotPage } from './screenshotPage';
import type { ImageFile, ScreenshotPage } from './screenshotPage';
import { focusedEditor, openChat, openFile, useStage } from './support';
import type { Stage } from './support';

const SIGN_IN = { name: 'sign-in', width: 960, height: 720 };

/** What inside of an image is another thing than in a browser, and names that XML does not know. */
const DARK = `<!doctype html>
<html lang="en" class="dark" data-theme="night">
<head>
<style>
  :root[data-theme='night'] { --ground: #101820; --ink: #f0f4f8; }
  html { font-size: 62.5%; }
  .dark { background: var(--ground); }
  body { position: relative; margin: 40px; color: var(--ink); font-family: sans-serif; }
  body::before { content: ''; position: absolute; inset: 0 auto auto 0; width: 50%; height: 30px; background: teal; }
  .behind { position: absolute; z-index: -1; inset: 60px 0 auto 0; height: 150px; background: maroon; }
  h1 { padding-top: 4rem; font-size: 6rem; }
</style>
</head>
<body>
<!-- --- Header --- -->
<div class="behind"></div>
<h1 @click="greet" x-on:click="greet">Good night</h1>
<p>As small as the root says</p>
</body>
</html>
`;

function png(name: string, width: number, height: number): ImageFile {
  return { name, mimeType: 'image/png', buffer: pngOf(width, height) };
}

describe('Screenshot to Code', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let page: ScreenshotPage;

  beforeEach(async () => {
    page = await openScreenshots(stage());
  });

  afterEach(async () => {
    await page.unfold();
    for (let left = await page.chips.count(); left > 0; left -= 1) {
      await page.chips
        .first()
        .getByRole('button', { name: /^Remove/ })
        .click();
      await page.ready(left - 1);
    }
    await tidy(stage());
  });

  it('writes the code of an image into a file as a change that waits for a review', async () => {
    await page.choose(png('shot.png', 1200, 800));
    assert.equal(await page.width.inputValue(), '1200');
    assert.match(await page.frame.locator('.price').innerText(), /^≈ \$0\.\d{4}–0\.\d{4} · /);
    stage().simulator.script(says(asAnswer('<h1>Hello</h1>\n')));
    await page.writeInto('pages/hello.html');
    await page.roundDone(1);
    await waitForText(stage(), 'hello.html', '<h1>Hello</h1>');
    const slider = page.frame.getByRole('slider');
    const code = page.frame.getByRole('img', { name: 'What the code shows' });
    for (const [key, share] of [
      ['Home', 0],
      ['End', 100],
    ] as const) {
      await slider.press(key);
      assert.equal(await slider.getAttribute('aria-valuetext'), `${share}% of the screenshot`);
      assert.ok((await code.getAttribute('style'))?.includes(` ${share}%)`));
    }
    const content = firstContent(stage());
    assert.deepEqual(
      content.map(({ type }) => type),
      ['image', 'text'],
    );
    const text = JSON.stringify(content[1]);
    assert.match(text, /with plain HTML with CSS/);
    assert.match(text, /into pages\/hello\.html/);
    assert.match(text, /1200 by 800 CSS pixels/);
  });

  it('sends several screenshots, and compares the first of them', async () => {
    await page.choose(png('wide.png', 600, 400), png('small.png', 300, 200));
    stage().simulator.script(says(asAnswer('<h1>Both</h1>\n')));
    await page.writeInto('both.html');
    await page.roundDone(1);
    await page.frame.locator('summary', { hasText: '2 screenshots into both.html' }).waitFor();
    const content = firstContent(stage());
    assert.equal(content.filter(({ type }) => type === 'image').length, 2);
    assert.match(JSON.stringify(content.at(-1)), /600 by 400 CSS pixels/);
  });

  it('writes several files, each of which is reviewed', async () => {
    await page.choose(png('shot.png', 600, 400));
    const files = [
      ['index.html', '<link rel="stylesheet" href="css/look.css"><p>Two files</p>'],
      ['css/look.css', 'p { margin: 3px; }'],
      ['../outside.css', 'p { color: blue; }'],
      ['.vscode/tasks.json', '{}'],
    ] as const;
    const edits = files.map(
      ([name, text]) => `<edit path="${name}">\n<new>\n${text}\n</new>\n</edit>\n`,
    );
    stage().simulator.script(says(edits.join('\n')));
    await page.writeInto('index.html');
    await page.roundDone(1);
    const names = await page.frame.locator('.files .link').allInnerTexts();
    assert.deepEqual(names, ['index.html', 'css/look.css']);
    await page.rounds.locator('xpath=../tr[contains(., "outside of this workspace")]').waitFor();
    await page.button('css/look.css').click();
    await waitForText(stage(), 'look.css', 'p { margin: 3px; }');
    await page.unfold();
  });

  it('goes on until a limit is reached, and says which', async () => {
    const picture = await page.pictureOf(screenHtml(SIGN_IN, 'screen'), SIGN_IN);
    await page.choose({ name: 'sign-in.png', mimeType: 'image/png', buffer: picture });
    for (const version of ['bad', 'mediocre', 'good'] as const) {
      stage().simulator.script(says(asAnswer(screenHtml(SIGN_IN, version))));
    }
    await page.writeInto('sign-in.html');
    await page.roundDone(1);
    await page.refine({ percent: 90, rounds: 3, dollars: 0.0001 });
    await page.frame.getByText(/Another round may cost \$0\.\d{4}, which is more/).waitFor();
    assert.equal(asked(stage()).length, 1);
    await page.refine({ percent: 90, rounds: 1, dollars: 1 });
    await page.frame.getByText(/^Rounds made: 1\. They are \d\d% alike\.$/).waitFor();
    await page.refine({ percent: 90, rounds: 5, dollars: 1 });
    await page.frame.getByText(/^They are 9\d% alike, which is what was asked for\.$/).waitFor();
    assert.equal(asked(stage()).length, 3);
  });

  it('draws a page as a browser shows it, whatever stands on its root', async () => {
    const size = { width: 600, height: 400 };
    await page.choose({ ...png('dark.png', 1, 1), buffer: await page.pictureOf(DARK, size) });
    stage().simulator.script(says(asAnswer(DARK)));
    await page.writeInto('dark.html');
    const percent = await page.roundDone(1);
    assert.ok(percent >= 97, `${percent} % alike`);
  });

  it('sends both pictures and the worst regions back, behind what is cached', async () => {
    const picture = await page.pictureOf(screenHtml(SIGN_IN, 'screen'), SIGN_IN);
    await page.choose({ name: 'sign-in.png', mimeType: 'image/png', buffer: picture });
    stage().simulator.script(says(asAnswer(screenHtml(SIGN_IN, 'mediocre'))));
    stage().simulator.script(says(asAnswer(screenHtml(SIGN_IN, 'good'))));
    await page.writeInto('sign-in.html');
    await page.roundDone(1);
    await page.refine({ percent: 100, rounds: 1, dollars: 1 });
    await page.roundDone(2);
    const [first, second] = asked(stage());
    assert.equal(unmarked(second?.messages[0]), unmarked(first?.messages[0]));
    const content = second?.messages.at(-1)?.content;
    assert.ok(Array.isArray(content));
    const kinds = content.map(({ type }) => type);
    assert.ok(kinds.length >= 3, kinds.join());
    assert.deepEqual(new Set(kinds.slice(0, -1)), new Set(['image']));
    assert.match(JSON.stringify(content.at(-1)), /They are \d\d % alike[^]*- image 2: \d+ by \d+/);
    assert.doesNotMatch(JSON.stringify(content.at(-1)), /user has changed/);
  });

  it('tells what the user has changed meanwhile', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says(asAnswer('<h1>One</h1>\n')));
    stage().simulator.script(says(asAnswer('<h1>Two</h1>\n')));
    await page.writeInto('mine.html');
    await page.roundDone(1);
    await page.button('mine.html').click();
    await waitForText(stage(), 'mine.html', 'One');
    await stage().workbench.page.locator('.view-line', { hasText: 'One' }).first().click();
    await stage().workbench.page.keyboard.press('Control+End');
    await stage().workbench.page.keyboard.type('<p>by hand</p>');
    await waitForText(stage(), 'mine.html', 'by hand');
    await page.refine({ percent: 100, rounds: 1, dollars: 1 });
    await page.roundDone(2);
    const text = JSON.stringify(asked(stage())[1]?.messages.at(-1)?.content);
    assert.match(text, /The user has changed what you wrote/);
    assert.match(text, /by hand/);
  });

  it('goes on in a file that was saved meanwhile, and says when it is gone', async () => {
    const { workbench, folder } = stage();
    await page.choose(png('shot.png', 600, 400));
    for (const text of ['One', 'Two'])
      stage().simulator.script(says(asAnswer(`<h1>${text}</h1>\n`)));
    await page.writeInto('saved.html');
    await page.roundDone(1);
    const editor = focusedEditor(stage(), 'saved.html');
    await page.button('saved.html').click();
    await editor.waitFor();
    await waitForText(stage(), 'saved.html', 'One');
    await workbench.runCommand('Stanza: Accept All Changes');
    await editor.waitFor();
    await workbench.page.keyboard.press('Control+S');
    await waitFor('the file', async () => (await saved(stage(), 'saved.html')).includes('One'));
    await page.refine({ percent: 100, rounds: 1, dollars: 1 });
    await page.roundDone(2);
    await waitForText(stage(), 'saved.html', 'Two');
    assert.doesNotMatch(JSON.stringify(asked(stage())[1]), /user has changed/);
    await page.button('saved.html').click();
    await editor.waitFor();
    await workbench.runCommand('Stanza: Reject All Changes');
    await editor.waitFor();
    await workbench.page.keyboard.press('Control+S');
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
    rmSync(path.join(folder, 'saved.html'));
    await page.button('Refine').click();
    await page.frame.getByText('saved.html is not there any more.').waitFor();
    assert.equal(asked(stage()).length, 2);
  });

  it('compares what it cannot show with a screenshot of it', async () => {
    await page.choose(png('shot.png', 600, 400));
    await page.stack.selectOption('react-typescript-css');
    await waitFor('the place of a component', async () =>
      (await page.file.inputValue()).endsWith('.tsx'),
    );
    stage().simulator.script(says('```tsx\nexport const Screen = () => <p>Hi</p>;\n```\n'));
    await page.writeInto(await page.file.inputValue());
    await page.roundDone(1);
    await page.frame.getByText('This code cannot be shown here.').waitFor();
    assert.match(JSON.stringify(asked(stage())[0]), /React with TypeScript and CSS/);
    const result = { ...png('result.png', 600, 400) };
    await page.frame.getByLabel('Attach Screenshot of the Result').setInputFiles([result]);
    await page.frame.getByText('100% alike.').waitFor();
  });

  it('says what is missing before anything is sent', async () => {
    await page.unfold();
    await page.begin.click();
    await page.frame.getByRole('alert').getByText('Add a screenshot first.').waitFor();
    await page.choose(png('shot.png', 600, 400));
    await page.file.fill(' ');
    await page.begin.click();
    await page.frame.getByRole('alert').getByText('Name the file').waitFor();
    await page.file.fill('../elsewhere.html');
    await page.begin.click();
    await notification(stage(), 'Name a file inside of this workspace');
    await page.frame.getByRole('alert').waitFor({ state: 'detached' });
    await page.file.fill('src');
    await page.begin.click();
    await notification(stage(), 'src cannot be written. Name another file.');
    assert.equal(asked(stage()).length, 0);
  });

  it('begins once, however often the button is pressed', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says(asAnswer('<h1>Once</h1>\n'), { wordsPerSecond: 5 }));
    await page.file.fill('once.html');
    await page.begin.evaluate((button) => {
      for (let press = 0; press < 3; press += 1) (button as { click: () => void }).click();
    });
    await page.button('once.html').waitFor();
    await page.roundDone(1);
    assert.equal(asked(stage()).length, 1);
  });

  it('can be stopped while a failure waits for an answer', async () => {
    await page.choose(png('shot.png', 600, 400));
    const message = 'Nothing of the kind.';
    const type = 'invalid_request_error';
    stage().simulator.fault({ kind: 'http', status: 400, type, message });
    await page.writeInto('failed.html');
    await notification(stage(), message);
    await page.button('Stop').click();
    await page.begin.waitFor();
    await page.rounds.first().and(page.frame.locator('[data-state="failed"]')).waitFor();
    assert.equal(await page.rounds.first().locator('td').last().innerText(), '–');
  });

  it('answers once more where the user says so, and counts what each time has cost', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says(asAnswer('<h1>Cut</h1>\n<p>Here'), { wordsPerSecond: 20 }));
    stage().simulator.fault({ kind: 'cut', afterEvent: 4 });
    stage().simulator.script(says(asAnswer('<h1>Whole</h1>\n')));
    await page.writeInto('again.html');
    const failure = await notification(stage(), 'The connection broke');
    await failure.getByRole('button', { name: 'Try Again' }).click();
    await page.roundDone(1);
    await waitForText(stage(), 'again.html', '<h1>Whole</h1>');
    await waitForNoText(stage(), 'again.html', 'Cut');
    const [first, second] = asked(stage());
    assert.deepEqual(second?.messages.map(unmarked), first?.messages.map(unmarked));
    assert.equal(await page.rounds.count(), 1);
    const [usd] = await page.costs();
    const billed = stage().simulator.bill().totalUsd;
    assert.ok(usd !== undefined && Math.abs(usd - billed) < billed / 10, `${usd}, not ${billed}`);
  });

  it('goes on while its panel is closed, and compares once that is back', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says(asAnswer('<h1>Later</h1>\n'.repeat(20)), { wordsPerSecond: 20 }));
    await page.writeInto('later.html');
    const { page: window } = stage().workbench;
    const tab = window.getByRole('tab', { name: 'Screenshot to Code' });
    await tab.click();
    await stage().workbench.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
    await waitForText(stage(), 'later.html', '<h1>Later</h1>');
    await waitForReview(stage());
    page = await openScreenshots(stage());
    await page.roundDone(1);
    await page.begin.waitFor();
  });

  it('can be stopped, and keeps what has arrived whole', async () => {
    await page.choose(png('shot.png', 600, 400));
    const lines = Array.from({ length: 400 }, (_, index) => `<p>Line ${index}</p>`).join('\n');
    stage().simulator.script(says(asAnswer(`${lines}\n`), { wordsPerSecond: 40 }));
    await page.writeInto('long.html');
    await waitForText(stage(), 'long.html', 'Line 3');
    await page.button('Stop').click();
    await page.rounds.first().and(page.frame.locator('[data-state="stopped"]')).waitFor();
    await page.begin.waitFor();
    const [usd] = await page.costs();
    assert.ok(usd !== undefined && usd > 0);
  });

  it('takes what is pasted', async () => {
    await page.unfold();
    const { buffer } = png('pasted.png', 300, 200);
    await page.frame.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      const bytes = Uint8Array.from(atob('${buffer.toString('base64')}'), (c) => c.charCodeAt(0));
      clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
      const init = { bubbles: true, cancelable: true, clipboardData };
      document.body.dispatchEvent(new ClipboardEvent('paste', init));
    })()`);
    await page.ready(1);
    assert.match(await page.chips.first().innerText(), /pasted\.png/);
  });

  it('begins by itself where a key says the image and the file', async () => {
    const { workbench, folder, simulator } = stage();
    writeFileSync(path.join(folder, 'wanted.png'), pngOf(640, 480));
    const uri = `file://${path.join(folder, 'wanted.png')}`;
    const key = {
      key: 'ctrl+alt+shift+f9',
      command: 'stanza.screenshotToCode',
      args: { uri, target: 'wanted.html' },
    };
    const user = path.join(workbench.server.dataFolder, 'data', 'User');
    writeFileSync(path.join(user, 'keybindings.json'), JSON.stringify([key]));
    // Keys are read with the window.
    await workbench.reload();
    page = await openScreenshots(stage());
    // What is there already is none of it.
    await page.choose(png('before.png', 600, 400));
    simulator.script(says(asAnswer('<h1>Wanted</h1>\n')));
    await workbench.page.keyboard.press('Control+Alt+Shift+F9');
    await page.button('wanted.html').waitFor();
    await page.roundDone(1);
    await waitForText(stage(), 'wanted.html', 'Wanted');
    const content = firstContent(stage());
    assert.equal(content.filter(({ type }) => type === 'image').length, 1);
    assert.match(JSON.stringify(content.at(-1)), /640 by 480 CSS pixels/);
  });

  it('keeps what is half typed, and the limits over a while in which it is hidden', async () => {
    await page.choose(png('shot.png', 600, 400));
    const { keyboard } = stage().workbench.page;
    await page.frame
      .getByRole('textbox', { name: 'What else Claude should know' })
      .fill('Rounder.');
    await page.width.focus();
    await keyboard.press('Control+A');
    await keyboard.type('4');
    // Longer than the words above take to the host and back.
    await stage().workbench.page.waitForTimeout(1000);
    assert.equal(await page.width.inputValue(), '4');
    await page.width.fill('400');
    stage().simulator.script(says(asAnswer('<h1>Once</h1>\n')));
    await page.writeInto('limits.html');
    await page.roundDone(1);
    const content = firstContent(stage());
    assert.match(JSON.stringify(content.at(-1)), /400 by 267 CSS pixels[\s\S]*Rounder\./);
    const dollars = (): Locator => page.frame.getByRole('spinbutton', { name: 'Most dollars' });
    await dollars().fill('0.1');
    await dollars().press('Tab');
    await openFile(stage(), 'README.md');
    page = await openScreenshots(stage());
    assert.equal(await dollars().inputValue(), '0.1');
  });

  it('shows the stack that was chosen, however often another one is', async () => {
    await page.unfold();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
      await page.stack.press(key);
      await stage().workbench.page.waitForTimeout(700);
      const option = page.stack.locator('option:checked');
      const shown = ((await option.textContent()) ?? '').trim();
      const summary = await page.frame.locator('.asked > summary').innerText();
      assert.ok(summary.endsWith(shown.replace(' (this workspace)', '')), `${summary}: ${shown}`);
    }
    await page.stack.selectOption({ label: 'plain HTML with CSS (this workspace)' });
  });

  it('takes an image from the explorer', async () => {
    const { workbench, folder } = stage();
    await page.unfold();
    writeFileSync(path.join(folder, 'design.png'), pngOf(640, 480));
    const row = workbench.page.locator('.explorer-folders-view .monaco-list-row', {
      hasText: 'design.png',
    });
    await row.click({ button: 'right' });
    const item = workbench.page.locator('.monaco-menu .action-label', {
      hasText: 'Screenshot to Code',
    });
    await item.hover();
    // A menu that has just opened takes no click yet.
    await workbench.page.keyboard.press('Enter');
    page = await screenshotPage(stage());
    await page.ready(1);
    assert.match(await page.chips.first().innerText(), /design\.png\s+640 × 480/);
  });

  it('takes an image that is dropped into an editor, where that is chosen', async () => {
    await openFile(stage(), 'README.md');
    const { page: window } = stage().workbench;
    // Markdown's own meaning of a drop comes with an extension that starts when it is opened.
    await window.locator('.outline-element').first().waitFor();
    await dropInto(stage(), png('dropped.png', 320, 200));
    await waitForText(stage(), 'README.md', '![alt text](dropped.png)');
    await window.locator('.post-edit-widget a').click();
    await window
      .locator('.action-widget .monaco-list-row', { hasText: 'Screenshot to Code' })
      .click();
    await waitForNoText(stage(), 'README.md', '![alt text](dropped.png)');
    page = await screenshotPage(stage());
    await page.ready(1);
    assert.match(await page.chips.first().innerText(), /dropped\.png/);
  });

  it('takes an image of the chat', async () => {
    const chat = await openChat(stage());
    await chat.frame.locator('input[type="file"]').setInputFiles([png('chat.png', 300, 200)]);
    await chat.frame.getByRole('button', { name: 'Write Code from chat.png' }).click();
    page = await screenshotPage(stage());
    await page.ready(1);
    assert.match(await page.chips.first().innerText(), /chat\.png/);
    await chat.frame.getByRole('button', { name: 'Remove chat.png' }).click();
  });

  it('keeps the width that was set when it is hidden, and asks a tiny image for none', async () => {
    await page.choose(png('shot.png', 600, 400));
    await page.width.fill('300');
    await page.width.press('Tab');
    // Longer than the page waits for a pause in the typing.
    await stage().workbench.page.waitForTimeout(1000);
    await openFile(stage(), 'README.md');
    page = await openScreenshots(stage());
    await page.ready(1);
    assert.equal(await page.width.inputValue(), '300');
    await page.chooseOnly(png('tiny.png', 1, 1));
    assert.equal(await page.width.inputValue(), '160');
  });

  it('says that Claude declined', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says('No.', { stopReason: 'refusal' }));
    await page.writeInto('declined.html');
    await page.frame.getByText(/^Claude declined to answer/).waitFor();
  });

  it('is there again after a reload, and goes on', async () => {
    await page.choose(png('shot.png', 600, 400));
    stage().simulator.script(says(asAnswer('<h1>One</h1>\n')));
    await page.writeInto('again.html');
    await page.roundDone(1);
    await stage().workbench.reload();
    page = await openScreenshots(stage());
    await page.unfold();
    await page.ready(1);
    assert.match(await page.chips.first().innerText(), /shot\.png/);
    stage().simulator.script(says(asAnswer('<h1>Two</h1>\n')));
    await page.refine({ percent: 100, rounds: 1, dollars: 1 });
    await page.roundDone(2);
    assert.equal(asked(stage()).at(-1)?.messages.length, 3);
  });
});

describe('Screenshot to Code in a workspace whose files may be sent', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.workspace.send': 'always' },
  });

  it('sends its components along, once for all rounds', async () => {
    mkdirSync(path.join(stage().folder, 'components'));
    const button = '<button class="brand">A button of ours</button>';
    writeFileSync(path.join(stage().folder, 'components', 'button.html'), button);
    writeFileSync(path.join(stage().folder, 'styles.css'), ':root { --brand: teal; }');
    const page = await openScreenshots(stage());
    await page.frame.getByText('Files of this workspace go along').waitFor();
    await page.choose(png('shot.png', 600, 400));
    await page.frame.getByText('Files that show how this project builds its screens: 2').click();
    await page.frame.getByText('components/button.html').waitFor();
    stage().simulator.script(says(asAnswer('<h1>One</h1>\n')));
    stage().simulator.script(says(asAnswer('<h1>Two</h1>\n')));
    await page.writeInto('hello.html');
    await page.roundDone(1);
    await page.refine({ percent: 100, rounds: 1, dollars: 1 });
    await page.roundDone(2);
    const [first, second] = stage().simulator.requests.filter(
      (request) => request.path === '/v1/messages',
    );
    const sent = JSON.stringify(first?.body);
    for (const words of ['format.ts: formatList', 'A button of ours', '--brand: teal']) {
      assert.ok(sent.includes(words), words);
    }
    const read = second?.usage?.readTokens ?? 0;
    assert.ok(read > 1000, `${read} tokens came from the cache`);
  });
});

describe('the preview', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  it('runs the scripts of the page, which reach nothing', async () => {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const page = await openScreenshots(stage());
      await page.choose(png('shot.png', 600, 400));
      stage().simulator.script(says(asAnswer(attack(address))));
      await page.writeInto('attack.html');
      await page.roundDone(1);
      await page.button('Open Preview').click();
      const { workbench } = stage();
      const shown = await waitFor('the preview', async () => {
        for (const frame of workbench.page.frames()) {
          const found = await frame
            .locator('#ran')
            .count()
            .catch(() => 0);
          if (found > 0) return frame;
        }
        return undefined;
      });
      assert.match(await shown.locator('#ran').innerText(), /^scripts run, api undefined/);
      // Time in which what is allowed would have happened.
      await workbench.page.waitForTimeout(1500);
      assert.equal(await shown.locator('#ran').count(), 1, 'the page is still there');
      // A page may only make itself go away.
      const refresh = `<meta http-equiv="refresh" content="0;url=${address}/refresh">`;
      await shown
        .evaluate(`document.head.insertAdjacentHTML('beforeend', '${refresh}')`)
        .catch(() => {});
      await shown.evaluate(`location.href = '${address}/location'`).catch(() => {});
      await workbench.page.waitForTimeout(500);
      assert.deepEqual(hits, []);
    } finally {
      server.close();
    }
  });
});

describe('accessibility of Screenshot to Code', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });

  it('has no violation that axe can find in any theme: empty, filled, with a result', async () => {
    const { simulator, workbench } = stage();
    const page = await openScreenshots(stage());
    await expectNoViolationsInAnyTheme(workbench, page.frame);
    await page.choose(png('shot.png', 600, 400));
    await expectNoViolationsInAnyTheme(workbench, page.frame);
    simulator.script(says(asAnswer('<h1>Hello</h1>\n')));
    await page.writeInto('hello.html');
    await page.roundDone(1);
    await expectNoViolationsInAnyTheme(workbench, page.frame);
  });
});

/** What the first message for code is made of. */
function firstContent(
  stage: Stage,
): Exclude<MessageRequest['messages'][number]['content'], string> {
  const content = asked(stage)[0]?.messages.at(-1)?.content;
  assert.ok(Array.isArray(content));
  return content;
}

/** A message without cache marks, which move. */
function unmarked(message: unknown): string {
  return JSON.stringify(message, (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  );
}

/** A page that tries to reach a server in all ways that come to mind. */
function attack(address: string): string {
  return `<!doctype html>
<html><body>
<img src="${address}/img"><link rel="stylesheet" href="${address}/css"><iframe src="${address}/frame"></iframe>
<form id="form" action="${address}/form" method="post"></form>
<script src="${address}/script"></script>
<script>
  const mark = document.createElement('p');
  mark.id = 'ran';
  mark.textContent = 'scripts run, api ' + typeof acquireVsCodeApi;
  document.body.append(mark);
  const tries = [
    () => fetch('${address}/fetch'),
    () => { new Image().src = '${address}/image'; },
    () => new WebSocket('${address.replace('http', 'ws')}/socket'),
    () => navigator.sendBeacon('${address}/beacon', 'x'),
    () => window.open('${address}/open'),
    () => document.getElementById('form').submit(),
    () => { top.location = '${address}/top'; },
  ];
  for (const attempt of tries) { try { Promise.resolve(attempt()).catch(() => {}); } catch {} }
</script>
</body></html>
`;
}

/** Drops a file on the editor that is shown, as the system's file manager does. */
async function dropInto(
  { workbench }: Stage,
  { name, mimeType, buffer }: ImageFile,
): Promise<void> {
  await workbench.page.locator('.monaco-editor .view-line').first().waitFor();
  await workbench.page.evaluate(`(() => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob('${buffer.toString('base64')}'), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], '${name}', { type: '${mimeType}' }));
    const line = [...document.querySelectorAll('.monaco-editor .view-line span span')]
      .find(({ textContent }) => textContent.includes('scales'));
    const { left, top } = line.getBoundingClientRect();
    const shared = { bubbles: true, cancelable: true, composed: true, clientX: left + 2, clientY: top + 2, shiftKey: true, dataTransfer: transfer };
    for (const type of ['dragenter', 'dragover', 'drop']) line.dispatchEvent(new DragEvent(type, shared));
  })()`);
}
