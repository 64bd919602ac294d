// Stands in for the desktop program: takes the flags that @vscode/test-electron's runTests
// passes, and runs the tests in the server build with a headless browser as its window.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { exitOnSignals } from './exitOnSignals';
import { describeFailure } from './failure';
import { startVsCodeServer } from './server';

type Flags = {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly folder: string | null;
};

function readFlags(args: readonly string[]): Flags {
  const value = (name: string): string | undefined => {
    const start = `--${name}=`;
    return args.find((arg) => arg.startsWith(start))?.slice(start.length);
  };
  const extensionDevelopmentPath = value('extensionDevelopmentPath');
  const extensionTestsPath = value('extensionTestsPath');
  if (extensionDevelopmentPath === undefined || extensionTestsPath === undefined) {
    throw new Error('The flags --extensionDevelopmentPath and --extensionTestsPath are needed.');
  }
  const folder = args.find((arg) => !arg.startsWith('-')) ?? null;
  return { extensionDevelopmentPath, extensionTestsPath, folder };
}

async function runTests(flags: Flags): Promise<number> {
  const server = await startVsCodeServer({ automation: true, environment: process.env });
  try {
    const browser = await launchBrowser(path.join(server.dataFolder, 'browser'), {
      width: 1280,
      height: 800,
    });
    try {
      const page = browser.pages()[0] ?? (await browser.newPage());
      const exitCode = receiveExitCode(page);
      await page.exposeFunction('codeAutomationLog', printLog);
      await page.goto(
        server.url(flags.folder, {
          extensionDevelopmentPath: flags.extensionDevelopmentPath,
          extensionTestsPath: flags.extensionTestsPath,
        }),
      );
      return await exitCode;
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

async function receiveExitCode(page: Page): Promise<number> {
  return new Promise((resolve, reject) => {
    page.once('close', () => resolve(1));
    page.once('crash', () => resolve(1));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
}

function printLog(_type: string, parts: readonly unknown[]): void {
  console.log(
    parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '),
  );
}

exitOnSignals();
runTests(readFlags(process.argv.slice(2))).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(describeFailure(error));
    process.exit(1);
  },
);
