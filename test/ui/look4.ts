import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { openChat, openStage } from './support';

async function run(kind: string, colorTheme: string): Promise<void> {
  const { stage, end } = await openStage({
    colorTheme,
    viewport: { width: 1300, height: 800 },
    simulator: { wordsPerSecond: 300 },
    settings: { 'stanza.workspace.send': 'ask', 'workbench.activityBar.location': 'hidden' },
  });
  try {
    const { workbench, simulator, folder } = stage;
    const { page } = workbench;
    const open = async (name: string) => {
      await page.keyboard.press('Control+P');
      await page.locator('.quick-input-widget:visible input').first().fill(name);
      await page.waitForTimeout(800);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(500);
    };
    await open('shoppingList.ts');
    await open('scale.ts');
    const chat = await openChat(stage);
    await chat.messageBox.fill('Why is the list scaled twice?');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/l4-${kind}-1.png` });
    await chat.messageBox.press('Enter');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/l4-${kind}-2.png` });
    await chat.frame.getByRole('button', { name: 'Send Files' }).click();
    await chat.lastAnswer('done');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/l4-${kind}-3.png` });
    await appendFile(path.join(folder, 'src/scale.ts'), '\n// one more line\n');
    await page.waitForTimeout(1500);
    await chat.ask('And now?');
    await chat.messageBox.fill('So what is to be done about it?');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/l4-${kind}-4.png` });
    await workbench.runCommand('Stanza: Show What Is Sent');
    const frame = await workbench.viewFrame('prefix');
    await frame.getByText('In prefix order').first().waitFor();
    await page.waitForTimeout(800);
    await page.screenshot({ path: `/tmp/l4-${kind}-5.png` });
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 3000);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/l4-${kind}-6.png` });
    for (const r of simulator.requests)
      console.log(
        r.path,
        r.status,
        r.billedUsd,
        JSON.stringify(r.usage),
        r.path === '/v1/messages' ? JSON.stringify(r.body).slice(0, 9000) : '',
      );
  } finally {
    await end();
  }
}
const kinds = process.argv.slice(2);
(async () => {
  if (kinds.includes('dark')) await run('dark', 'Default Dark Modern');
  if (kinds.includes('light')) await run('light', 'Default Light Modern');
})().then(
  () => process.exit(0),
  (e: unknown) => {
    console.error(e);
    process.exit(1);
  },
);
