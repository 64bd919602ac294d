import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { WorkbenchFailure } from './failure';
import { provideChromium } from './provision';

export type Viewport = { readonly width: number; readonly height: number };

/** Flags that a container, a continuous-integration machine or a user called root asks for. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The page keeps secrets encrypted, with one half of the key from its server. The server alone
 * has none to give, and without it secrets would not survive a reload.
 */
const keyHalf = Buffer.alloc(32, 7);

/**
 * A headless browser with the profile in `profileFolder`: what the workbench stores in the page,
 * the state and secrets of extensions among it, is still there when the folder is used again.
 */
export async function launchBrowser(
  profileFolder: string,
  viewport: Viewport,
): Promise<BrowserContext> {
  const build = await provideChromium();
  try {
    const context = await chromium.launchPersistentContext(profileFolder, {
      executablePath: build.executable,
      headless: true,
      args: [...quietFlags, ...build.args],
      env: { ...definedVariables(), ...build.environment },
      viewport,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await context.route('**/mint-key', (route) => route.fulfill({ body: keyHalf }));
    return context;
  } catch (error) {
    throw new WorkbenchFailure(
      `${build.executable} did not start; set STANZA_CHROMIUM to the program file of a Chromium that works here.\n` +
        reasonOf(error),
    );
  }
}

/** What the program itself said, out of a message that repeats every flag several times. */
function reasonOf(error: unknown): string {
  const lines = String(error).split('\n');
  const said = lines.filter((line) => line.includes('[err]') || line.includes('process did exit'));
  return [...new Set(said.length > 0 ? said : lines.slice(0, 1))].slice(-12).join('\n');
}

function definedVariables(): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}
