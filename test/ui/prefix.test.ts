import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import type { PrefixHostMessage } from '../../src/shared/prefixProtocol';
import { waitFor } from '../workbench/waitFor';
import { expectNoViolations, expectNoViolationsInAnyTheme } from './axe';
import { HOSTILE, REAL_FILE, richPrefix } from './prefixSample';
import { reloadWith, useStage } from './support';
import type { Stage } from './support';

describe('Show What Is Sent', () => {
  const stage = useStage({ settings: { 'stanza.workspace.send': 'ask' } });
  let page: PrefixPage;

  before(async () => {
    page = await openPrefix(stage());
  });

  it('begins with the instructions, and ends with the buttons', async () => {
    const [first] = await page.rowHeaders().allInnerTexts();
    assert.equal(first?.trim(), 'Instructions');
    await page.button('Open Request as JSON').waitFor();
  });

  it('asks whether files may be sent, remembers the answer, and leaves the focus there', async () => {
    await page.frame.getByText('No file of this workspace is sent yet.').waitFor();
    await page.button('Do Not Send').focus();
    await page.button('Do Not Send').press('Enter');
    await page.frame.getByText('No file of this workspace is sent.', { exact: true }).waitFor();
    assert.equal(await page.focused(), 'Send Workspace Files');
    await page.button('Send Workspace Files').press('Enter');
    await page.button('Stop Sending Workspace Files').waitFor();
    assert.equal(await page.focused(), 'Stop Sending Workspace Files');
    await page.button('Stop Sending Workspace Files').press('Enter');
    await page.button('Send Workspace Files').waitFor();
  });

  it('opens the request as JSON', async () => {
    await page.button('Open Request as JSON').click();
    const { workbench } = stage();
    await workbench.page.locator('.monaco-editor').getByText('"system"').waitFor();
    page = await openPrefix(stage());
  });

  it('is one panel, which comes back after a reload', async () => {
    const { workbench } = stage();
    page = await openPrefix(stage());
    const tabs = workbench.page.getByRole('tab', { name: 'What Is Sent', exact: true });
    assert.equal(await tabs.count(), 1);
    await reloadWith(workbench, tabs, () => openPrefix(stage()));
    // Which editor was in front is stored a little later than the editors themselves.
    await tabs.click();
    page = new PrefixPage(await workbench.viewFrame('prefix'));
    await page.table.waitFor();
    assert.equal(await tabs.count(), 1);
  });
});

describe('Show What Is Sent with a long prefix', () => {
  const stage = useStage({ viewport: { width: 1600, height: 900 } });
  let page: PrefixPage;

  before(async () => {
    page = await openPrefix(stage());
  });

  beforeEach(async () => {
    await page.show({ type: 'prefix', prefix: richPrefix() });
  });

  it('names the model, and tells what is sent, what is warm and what it costs', async () => {
    await page.frame.getByText('Sonnet 5.5: $0.0045 warm.').waitFor();
    assert.match(await page.tile('Tokens in all').innerText(), /68,610/);
    assert.match(await page.tile('Warm tokens').innerText(), /67,710\s+warm 4:1[0-2]/);
    assert.match(await page.tile('Next message').innerText(), /≈ \$0\.0161–0\.0412/);
    assert.match(await page.tile('Cold').innerText(), /≈ \$0\.1904–0\.2155/);
    const unpriced = { lowUsd: undefined, highUsd: undefined };
    await page.show({ type: 'prefix', prefix: richPrefix({ next: unpriced }) });
    assert.match(await page.tile('Next message').innerText(), /unpriced/);
  });

  it('counts down each second', async () => {
    const before = await page.tile('Warm tokens').innerText();
    await waitFor(
      'the countdown to move',
      async () => (await page.tile('Warm tokens').innerText()) !== before,
      5_000,
    );
  });

  it('tells of each file why it is in, its tokens, and what an edit costs', async () => {
    assert.deepEqual(await page.cells(`File ${REAL_FILE}`), [
      'open in the active editor',
      '120',
      '≈ $0.0004–0.0008',
    ]);
    assert.deepEqual((await page.cells('File src/file3.ts')).at(-1), 'unpriced');
    assert.deepEqual((await page.cells('Instructions')).at(-1), '');
  });

  it('shows hostile names as what they are', async () => {
    assert.equal(await page.frame.locator('main img').count(), 0);
    for (const name of [
      HOSTILE.markup,
      HOSTILE.long,
      HOSTILE.rightToLeft,
      'src/invoice⟨U+202E⟩fdp.exe',
      'src/two⟨U+000A⟩lines⟨U+0007⟩.ts',
    ]) {
      await page.button(name).waitFor();
    }
  });

  it('draws breakpoints as lines of their own, warm or cold', async () => {
    const lines = await page.frame.locator('.breakpoint').allInnerTexts();
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? '', /^cache breakpoint · 1 hour · warm until \d+:\d\d/);
    assert.equal(lines[2]?.trim(), 'cache breakpoint · 5 minutes · cold');
    assert.equal(await page.frame.locator('.breakpoint .warm').count(), 3);
  });

  it('folds a long conversation, but not its amendments, and stays as it was opened', async () => {
    const names = () => page.rowHeaders().allInnerTexts();
    const amendment = `Amendment ${REAL_FILE} changed (6)`;
    await page.frame.getByRole('rowheader', { name: amendment, exact: true }).waitFor();
    assert.equal((await names()).filter((name) => /Question|Answer/.test(name)).length, 0);
    await page.button('Conversation').press('Enter');
    assert.equal((await names()).filter((name) => /Question|Answer/.test(name)).length, 37);
    await page.show({ type: 'prefix', prefix: richPrefix() });
    assert.equal((await names()).filter((name) => /Question|Answer/.test(name)).length, 37);
    assert.equal(await page.button('Conversation').getAttribute('aria-expanded'), 'true');
    await page.button('Conversation').click();
    assert.equal((await names()).filter((name) => /Question|Answer/.test(name)).length, 0);
  });

  it('does not fold a short one', async () => {
    const { parts } = richPrefix();
    const short = parts.filter(({ kind }) => kind !== 'answer');
    await page.show({ type: 'prefix', prefix: richPrefix({ parts: short.slice(0, 40) }) });
    assert.equal(await page.button('Conversation').count(), 0);
    await page.frame.getByRole('rowheader', { name: 'Message Question 0', exact: true }).waitFor();
  });

  it('keeps what was opened, the place and the focus when it is drawn anew', async () => {
    const summary = page.frame.getByText('Ignored by .gitignore');
    await summary.click();
    await page.frame.getByText('and 410 more').waitFor();
    await page.button('src/file20.ts').focus();
    const place = () => page.frame.evaluate<number>('document.scrollingElement.scrollTop');
    const before = await place();
    assert.ok(before > 0);
    const prefix = richPrefix();
    const first = { reason: 'Too large', count: 1, paths: ['data.csv'] };
    const leftOut = [first, ...prefix.leftOut];
    await page.show({ type: 'prefix', prefix: { ...prefix, leftOut } });
    await page.frame.getByText('Too large').waitFor();
    assert.ok(await page.frame.getByText('node_modules/').isVisible());
    assert.ok(!(await page.frame.getByText('data.csv').isVisible()));
    assert.equal(await place(), before);
    assert.equal(await page.focused(), 'src/file20.ts');
  });

  it('says what a folder-less window and one that sends are about', async () => {
    await page.show({ type: 'prefix', prefix: richPrefix({ consent: 'noFolder' }) });
    await page.frame.getByText('No folder is open, so no files are sent.').waitFor();
    await page.show({ type: 'prefix', prefix: richPrefix({ consent: 'agreed' }) });
    await page.button('Stop Sending Workspace Files').waitFor();
  });

  it('lets every button be reached with the Tab key', async () => {
    await page.button('Send Workspace Files').focus();
    const reached = new Set<string>();
    for (let press = 0; press < 45; press += 1) {
      reached.add(await page.focused());
      await stage().workbench.page.keyboard.press('Tab');
    }
    for (const name of ['Do Not Send', REAL_FILE, 'Conversation', 'Settings']) {
      assert.ok(reached.has(name), `${name} was not reached: ${[...reached].join(', ')}`);
    }
  });

  it('is a table for screen readers, and cuts nothing off sideways, at 240 pixels', async () => {
    await page.setWidth('240px');
    try {
      await waitFor(
        'the page to be narrow',
        async () => page.frame.evaluate<boolean>('innerWidth === 240'),
        5_000,
      );
      const overflow = await page.frame.evaluate<number>(
        'document.body.scrollWidth - document.body.clientWidth',
      );
      assert.equal(overflow, 0);
      assert.match((await page.cells(`File ${REAL_FILE}`)).at(-1) ?? '', /^an edit ≈/);
      await expectNoViolations(page.frame);
    } finally {
      await page.setWidth('100%');
    }
  });

  it('says why nothing can be shown, and tries again', async () => {
    await page.show({ type: 'unreadable', reason: 'The disk is gone.' });
    const alert = page.frame.getByRole('alert');
    await alert.getByText('What is sent could not be read: The disk is gone.').waitFor();
    await page.hearHost();
    await page.button('Try Again').click();
    await page.table.waitFor();
  });

  it('asks anew when what was warm has gone cold', async () => {
    // All breakpoints of the sample expire within the hour, the next one in 4.2 minutes.
    const almostColdMs = Date.now() - 4.2 * 60_000 + 1500;
    await page.show({ type: 'prefix', prefix: richPrefix({}, almostColdMs) });
    await page.hearHost();
    await waitFor(
      "the host's own prefix",
      async () => (await page.button('src/file20.ts').count()) === 0,
      10_000,
    );
  });

  it('opens a file, and the settings', async () => {
    const { workbench } = stage();
    await page.button(REAL_FILE).click();
    await workbench.page.getByRole('tab', { name: 'scale.ts', selected: true }).waitFor();
    page = await openPrefix(stage());
    await page.button('Settings').click();
    await workbench.page.locator('.settings-editor').waitFor();
  });
});

describe('accessibility of Show What Is Sent', () => {
  const stage = useStage();

  it('has no violation that axe can find in any theme: short, opened, and unreadable', async () => {
    const { workbench } = stage();
    const page = await openPrefix(stage());
    await expectNoViolationsInAnyTheme(workbench, page.frame);
    await page.show({ type: 'prefix', prefix: richPrefix() });
    await expectNoViolations(page.frame);
    await page.button('Conversation').click();
    for (const summary of await page.frame.locator('summary').all()) await summary.click();
    await page.show({ type: 'prefix', prefix: richPrefix({ consent: 'agreed' }) });
    await expectNoViolationsInAnyTheme(workbench, page.frame);
    await page.show({ type: 'unreadable', reason: 'The disk is gone.' });
    await expectNoViolationsInAnyTheme(workbench, page.frame);
  });
});

/** The page by its accessible names. */
class PrefixPage {
  constructor(readonly frame: Frame) {}

  get table(): Locator {
    return this.frame.getByRole('table', { name: 'In prefix order', exact: true });
  }

  /**
   * Hands the page a message as the host does. The host may still have a message of its own on the
   * way, so that it is handed over again behind each of them, until `hearHost`.
   */
  async show(message: PrefixHostMessage): Promise<void> {
    await this.frame.evaluate(`
      if (window.showAgain === undefined) {
        window.addEventListener('message', (event) => {
          if (event.isTrusted) window.showAgain();
        });
      }
      window.showAgain = () => {
        const data = ${JSON.stringify(message)};
        window.dispatchEvent(new MessageEvent('message', { data }));
      };
      window.showAgain();
    `);
  }

  async hearHost(): Promise<void> {
    await this.frame.evaluate('window.showAgain = () => {}');
  }

  /** Makes the frame around the page as wide as this, so that its media queries see it. */
  async setWidth(width: string): Promise<void> {
    await this.frame
      .parentFrame()
      ?.evaluate(
        `for (const { style } of document.querySelectorAll('iframe')) style.width = '${width}';`,
      );
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  tile(name: string): Locator {
    const title = this.frame.locator('dt', { hasText: name });
    return this.frame.locator('.tile').filter({ has: title });
  }

  rowHeaders(): Locator {
    return this.table.getByRole('rowheader');
  }

  /** What stands in a row after its name. */
  async cells(name: string): Promise<string[]> {
    const head = this.frame.getByRole('rowheader', { name, exact: true });
    const texts = await this.table
      .getByRole('row')
      .filter({ has: head })
      .locator('td')
      .allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** The name of what has the focus. */
  async focused(): Promise<string> {
    const name = await this.frame.evaluate<string>(
      `document.activeElement.ariaLabel ?? document.activeElement.textContent`,
    );
    return name.trim();
  }
}

async function openPrefix({ workbench }: Pick<Stage, 'workbench'>): Promise<PrefixPage> {
  await workbench.runCommand('Stanza: Show What Is Sent');
  const tab = { name: 'What Is Sent', exact: true, selected: true };
  await workbench.page.getByRole('tab', tab).waitFor();
  const page = new PrefixPage(await workbench.viewFrame('prefix'));
  await page.table.waitFor();
  return page;
}
