import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from './environment';
import type { Environment } from './environment';
import { WorkbenchFailure } from './failure';
import { findFreePort } from './freePort';
import { provideServer } from './provision';
import type { ServerBuild } from './provision';
import { quietSettings } from './settings';
import type { Settings } from './settings';
import { workbenchUrl } from './workbenchUrl';
import type { ExtensionUnderDevelopment } from './workbenchUrl';

export type ServerOptions = {
  /** Added to the settings that keep VS Code quiet. */
  readonly userSettings?: Settings;
  /** Added to the cleaned environment; the only way for a key or an endpoint to get in. */
  readonly environment?: Environment;
  /** Keeps user data, storage and the port over restarts; a fresh temp folder without it. */
  readonly dataFolder?: string;
  /** Asks whether a folder is trusted, as a real VS Code does. */
  readonly trust?: boolean;
  /** The folder of an extension that is there as if the user had installed it. */
  readonly installedExtension?: string;
  /**
   * Lets an address name an extension under development and its tests. VS Code then also hides
   * notifications, so it is not what a user sees.
   */
  readonly automation?: boolean;
};

export type VsCodeServer = {
  readonly port: number;
  /** Where user data lives; the browser's profile of a kept workbench is below it too. */
  readonly dataFolder: string;
  /** The address that shows `folder`, or an empty window; an extension needs `automation`. */
  url(folder: string | null, extension?: ExtensionUnderDevelopment): string;
  /** All that the server has printed so far. */
  log(): string;
  close(): Promise<void>;
};

const readyLine = 'Extension host agent listening';
const startTimeoutMs = 60_000;
const closeTimeoutMs = 5_000;

export async function startVsCodeServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  const build = await provideServer();
  const scratch = await mkdtemp(path.join(tmpdir(), 'stanza-vscode-'));
  const dataFolder = options.dataFolder ?? path.join(scratch, 'data');
  await mkdir(dataFolder, { recursive: true });
  await writeSettings(dataFolder, options);
  if (options.installedExtension !== undefined) {
    await pretendInstalled(dataFolder, options.installedExtension);
  }
  const port = await choosePort(dataFolder);
  const child = spawnServer(build, port, { dataFolder, scratch }, options);
  let log = '';
  const keep = (chunk: Buffer): void => {
    log += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  // Whatever ends this process must not leave a server behind.
  const kill = (): void => {
    child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  };
  process.once('exit', kill);
  await untilReady(child, () => log);
  return {
    port,
    dataFolder,
    url: (folder, extension) => workbenchUrl(port, folder, extension),
    log: () => log,
    close: async () => {
      process.removeListener('exit', kill);
      await stop(child);
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function spawnServer(
  build: ServerBuild,
  port: number,
  { dataFolder, scratch }: { readonly dataFolder: string; readonly scratch: string },
  { environment, automation }: ServerOptions,
): ChildProcess {
  const args = [
    path.join(build.root, 'out', 'server-main.js'),
    '--host=127.0.0.1',
    `--port=${port}`,
    `--server-data-dir=${dataFolder}`,
    '--telemetry-level=off',
    '--without-connection-token',
    '--accept-server-license-terms',
    ...(automation === true ? ['--enable-smoke-test-driver'] : []),
  ];
  return spawn(build.nodePath, args, {
    cwd: build.root,
    env: cleanEnvironment({
      // Caches and sockets would otherwise stay behind in the home folder and the temp folder.
      XDG_CACHE_HOME: path.join(scratch, 'cache'),
      XDG_RUNTIME_DIR: scratch,
      ...environment,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function untilReady(child: ChildProcess, log: () => string): Promise<void> {
  const startedMs = Date.now();
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  while (!log().includes(readyLine)) {
    const late = Date.now() - startedMs > startTimeoutMs;
    if (late || failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      child.kill('SIGKILL');
      const reason = late ? `was not ready after ${startTimeoutMs / 1000} s` : 'ended at its start';
      throw new WorkbenchFailure(
        `The VS Code server ${reason}; delete the folder .vscode-test and run the command again to install it anew.\n` +
          `${failure?.message ?? ''}${log().slice(-2_000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), closeTimeoutMs);
  await ended;
  clearTimeout(force);
}

/** The list of installed extensions may point anywhere, so nothing has to be packed or copied. */
async function pretendInstalled(dataFolder: string, extension: string): Promise<void> {
  const folder = path.join(dataFolder, 'extensions');
  await mkdir(folder, { recursive: true });
  const { publisher, name, version }: { publisher?: string; name?: string; version?: string } =
    JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: {
      $mid: 1,
      scheme: 'file',
      path: decodeURIComponent(pathToFileURL(extension).pathname),
    },
  };
  await writeFile(path.join(folder, 'extensions.json'), JSON.stringify([entry]));
}

/** What the page stores belongs to its origin, so a kept workbench must come back on its port. */
async function choosePort(dataFolder: string): Promise<number> {
  const file = path.join(dataFolder, 'port');
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  const port = await findFreePort(before);
  if (before !== undefined && port !== before) {
    throw new WorkbenchFailure(
      `Port ${before}, which ${dataFolder} was used with, is taken; close what uses it.`,
    );
  }
  writeFileSync(file, String(port));
  return port;
}

/** A kept folder keeps the settings that were changed in it, unless new ones are asked for. */
async function writeSettings(
  dataFolder: string,
  { userSettings, trust }: ServerOptions,
): Promise<void> {
  const folder = path.join(dataFolder, 'data', 'User');
  const file = path.join(folder, 'settings.json');
  if (existsSync(file) && userSettings === undefined) return;
  await mkdir(folder, { recursive: true });
  const settings = { ...quietSettings(trust ?? false), ...userSettings };
  await writeFile(file, JSON.stringify(settings, null, 2));
}
