// npm start: a real VS Code with the extension in it, and something for it to talk to.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from './connection';
import type { Connection } from './connection';
import { cleanEnvironment, withoutShellFiles } from './environment';
import { describeFailure } from './failure';
import { isBrowserLikely, openUrl } from './openUrl';
import { provideVsCode } from './provision';
import { repositoryRoot, sampleWorkspace } from './repository';
import { startVsCodeServer } from './server';
import { quietSettings } from './settings';
import { readStartOptions, startHelp } from './startOptions';

type Session = {
  readonly folder: string;
  /** Only a folder of the user's own raises the question. */
  readonly askForTrust: boolean;
  /** Holds what must be gone afterwards. */
  readonly scratch: string;
  readonly connection: Connection;
  /** Settles when the user has asked for the end. */
  readonly stopped: Promise<void>;
};

async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    console.log(startHelp);
    return;
  }
  const vsCode = await provideVsCode();
  const stopped = untilInterrupted();
  const scratch = await mkdtemp(path.join(tmpdir(), 'stanza-start-'));
  const connection = await connect();
  try {
    const folder = options.folder ?? (await copySample(scratch));
    const askForTrust = options.folder !== undefined;
    const session: Session = { folder, askForTrust, scratch, connection, stopped };
    switch (vsCode.kind) {
      case 'desktop':
        await runDesktop(vsCode.executable, session);
        break;
      case 'server':
        await runServer(session);
        break;
    }
  } finally {
    await connection.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runServer(session: Session): Promise<void> {
  const { folder, askForTrust, connection, stopped } = session;
  const server = await startVsCodeServer({
    installedExtension: repositoryRoot,
    environment: connection.environment,
    trust: askForTrust,
  });
  try {
    const url = server.url(folder);
    const opens = isBrowserLikely(process.env, process.stdout.isTTY);
    tell([
      `VS Code is ready; ${opens ? 'it opens in your browser, and its address is' : 'open this address in a browser'}:`,
      '',
      `  ${url}`,
      '',
      `It shows ${folder} and is connected to ${connection.description}.`,
      'A key that you enter there is forgotten when the page is reloaded.',
      'Press Ctrl+C to stop.',
    ]);
    if (opens) openUrl(url);
    await stopped;
  } finally {
    await server.close();
  }
}

async function runDesktop(executable: string, session: Session): Promise<void> {
  const { folder, askForTrust, scratch, connection, stopped } = session;
  const userData = path.join(scratch, 'data');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User', 'settings.json'),
    JSON.stringify(quietSettings(askForTrust), null, 2),
  );
  const args = [
    folder,
    `--extensionDevelopmentPath=${repositoryRoot}`,
    `--user-data-dir=${userData}`,
    `--extensions-dir=${path.join(scratch, 'extensions')}`,
    '--skip-welcome',
    '--skip-release-notes',
  ];
  const child = spawn(executable, args, {
    env: cleanEnvironment({ ...withoutShellFiles, ...connection.environment }),
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  tell([
    `VS Code opens with ${folder}.`,
    `It is connected to ${connection.description}.`,
    'Close its window or press Ctrl+C to stop.',
  ]);
  await Promise.race([ended, stopped]);
  child.kill();
  await ended;
}

async function copySample(scratch: string): Promise<string> {
  const folder = path.join(scratch, 'pantry');
  await cp(sampleWorkspace, folder, { recursive: true });
  return folder;
}

/**
 * Ctrl+C reaches this process twice, from the terminal and from npm, so that only one which
 * comes later means "at once".
 */
async function untilInterrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    let askedMs: number | undefined;
    const ask = (): void => {
      if (askedMs !== undefined && Date.now() - askedMs > 1_000) process.exit(130);
      if (askedMs !== undefined) return;
      askedMs = Date.now();
      console.log('\nStopping ...');
      resolve();
    };
    process.on('SIGINT', ask).on('SIGTERM', ask).on('SIGHUP', ask);
  });
}

function tell(lines: readonly string[]): void {
  console.log(['', ...lines, ''].join('\n'));
}

main().catch((error: unknown) => {
  console.error(describeFailure(error));
  process.exitCode = 1;
});
