import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { waitFor } from '../workbench/waitFor';
import { expectNoViolationsInAnyTheme } from './axe';
import { openChat, reloadWith, useStage } from './support';
import type { Chat, Stage } from './support';

describe('Show Spend', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.budget.perMonth': 30 },
  });
  let chat: Chat;
  let page: SpendPage;

  before(async () => {
    chat = await openChat(stage());
    await chat.ask('One.');
    await chat.ask('Two.');
    page = await openSpend(stage());
  });

  it("shows today's dollars as the simulator bills them", async () => {
    assertUsd(await page.tile('Today').locator('.amount').innerText(), stage());
    assertUsd(await page.tile('This month').locator('.amount').innerText(), stage());
  });

  it('measures a budget with a bar, and offers one where there is none', async () => {
    const { workbench } = stage();
    assert.match(await page.tile('This month').innerText(), /0% of \$30\.00/);
    await page.tile('This month').locator('svg').waitFor();
    await page.tile('Today').getByRole('button', { name: 'Set Budget…' }).click();
    const editor = workbench.page.locator('.settings-editor');
    await editor.waitFor();
    // It lies over the other editors.
    await workbench.page.keyboard.press('Escape');
    await editor.waitFor({ state: 'detached' });
  });

  it('tells apart tasks, models, conversations and branches, with requests and dollars', async () => {
    for (const [table, name] of [
      ['By task', 'Chat'],
      ['By model', 'Claude Sonnet 5.5'],
      ['By conversation', 'One.'],
    ] as const) {
      const [requests, usd] = await page.cells(table, name);
      assert.equal(requests, '2', table);
      assertUsd(usd, stage());
    }
    await page.table('By branch').waitFor();
  });

  it('compares the period with other ways, the first being how it was', async () => {
    const [, usd] = await page.cells('The same period, otherwise', 'As it was: routed, cached');
    assertUsd(usd, stage());
    const [difference] = await page.cells('The same period, otherwise', 'All Opus 5.5, cached');
    assert.match(difference ?? '', /^\+\$/);
  });

  it('draws the days, and tells the same in a table', async () => {
    const chart = page.frame.getByRole('img', { name: /^Bars of what was spent/ });
    assert.equal(await chart.locator('rect.sonnet').count(), 1);
    await page.frame.getByText('As a table').click();
    const row = page.table('What was spent, as a table').locator('tbody tr');
    assert.equal(await row.count(), 1);
    assert.equal(await row.locator('time').getAttribute('datetime'), today());
    assertUsd(await row.locator('td').last().innerText(), stage());
  });

  it('follows what is spent while it shows', async () => {
    await chat.ask('Three.');
    await waitFor('the third request to be counted, and not estimated any more', async () => {
      const amount = await page.tile('Today').locator('.amount').innerText();
      return (await page.cells('By task', 'Chat'))[0] === '3' && amount.startsWith('$');
    });
    assertUsd(await page.tile('Today').locator('.amount').innerText(), stage());
  });

  it('shows another period when it is chosen', async () => {
    const period = page.frame.getByRole('combobox', { name: 'Period' });
    await period.selectOption('all');
    await waitFor(
      'a chart of the only day',
      async () => (await page.frame.locator('.chart g').count()) === 1,
      10_000,
    );
    assert.equal(await period.inputValue(), 'all');
  });

  it('writes the requests into a file, and shows it', async () => {
    const { workbench, folder } = stage();
    await page.frame.getByRole('button', { name: 'Export CSV' }).click();
    const dialog = workbench.page.locator('.quick-input-widget:visible');
    await dialog.getByText('Export Spend').waitFor();
    const name = 'stanza-spend-all.csv';
    await waitFor('the file', async () => {
      // The dialog shows before it knows its folder, and takes no Enter until then.
      if (await dialog.isVisible()) await workbench.page.keyboard.press('Enter');
      await workbench.page.waitForTimeout(1000);
      return (await readdir(folder)).includes(name);
    });
    await workbench.page.getByRole('tab', { name }).waitFor();
    const lines = (await readFile(path.join(folder, name), 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? '', /usd/);
  });

  it('is one panel, which comes back after a reload', async () => {
    const { workbench } = stage();
    page = await openSpend(stage());
    const tabs = workbench.page.getByRole('tab', { name: 'Spend', exact: true });
    assert.equal(await tabs.count(), 1);
    await reloadWith(workbench, tabs, () => openSpend(stage()));
    // Which editor was in front is stored a little later than the editors themselves.
    await tabs.click();
    page = new SpendPage(await workbench.viewFrame('spend'));
    await page.table('By task').waitFor();
    assert.equal(await tabs.count(), 1);
    assertUsd(await page.tile('Today').locator('.amount').innerText(), stage());
  });

  it('stays usable at 320 pixels: nothing is cut off sideways', async () => {
    await page.frame.evaluate(`document.body.style.width = '320px'`);
    const overflow = await page.frame.evaluate<number>(
      'document.body.scrollWidth - document.body.clientWidth',
    );
    assert.equal(overflow, 0);
  });
});

describe('accessibility of Show Spend', () => {
  const stage = useStage({
    simulator: { wordsPerSecond: Infinity },
    settings: { 'stanza.budget.perMonth': 30 },
  });

  it('has no violation that axe can find in any theme: empty, and with a report', async () => {
    const { workbench } = stage();
    const chat = await openChat(stage());
    const page = await openSpend(stage());
    const { frame } = page;
    await frame.getByText('No request was made in this period.').waitFor();
    await expectNoViolationsInAnyTheme(workbench, frame);
    await chat.ask('One.');
    await page.table('By task').waitFor();
    await frame.getByText('As a table').click();
    await expectNoViolationsInAnyTheme(workbench, frame);
  });
});

/** The page by its accessible names. */
class SpendPage {
  constructor(readonly frame: Frame) {}

  tile(name: string): Locator {
    const title = this.frame.locator('dt', { hasText: name });
    return this.frame.locator('.tile').filter({ has: title });
  }

  table(name: string): Locator {
    return this.frame.getByRole('table', { name, exact: true });
  }

  /** What stands in a row after its name. */
  async cells(table: string, name: string): Promise<string[]> {
    const head = this.frame.getByRole('rowheader', { name, exact: true });
    return this.table(table).getByRole('row').filter({ has: head }).locator('td').allInnerTexts();
  }
}

async function openSpend({ workbench }: Pick<Stage, 'workbench'>): Promise<SpendPage> {
  await workbench.runCommand('Stanza: Show Spend');
  const tab = { name: 'Spend', exact: true, selected: true };
  await workbench.page.getByRole('tab', tab).waitFor();
  const page = new SpendPage(await workbench.viewFrame('spend'));
  await page.tile('Today').waitFor();
  return page;
}

/** The page shows four decimals of what was billed. */
function assertUsd(text: string | undefined, { simulator }: Stage): void {
  const usd = Number(/^\$([\d.]+)$/.exec(text ?? '')?.[1]);
  const billed = simulator.bill().totalUsd;
  assert.ok(Math.abs(usd - billed) < 0.00006, `${text} is not ${billed}`);
}

/** The local day, such as `2026-11-25`. */
function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
