import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { WorkbenchFailure } from './failure';
import { storeFolder } from './repository';

export type DesktopBuild = {
  readonly kind: 'desktop';
  readonly executable: string;
  /** Undefined when the installation does not say, as after an unusual install. */
  readonly version: string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The oldest VS Code that package.json's engines accept. */
const oldestMinor = 106;

/** A desktop VS Code that can be started here, or undefined. */
export function findDesktop(environment: Environment = process.env): DesktopBuild | undefined {
  const named = environment['STANZA_VSCODE'];
  if (named !== undefined && named !== '' && named !== 'server') {
    if (!existsSync(named)) {
      throw new WorkbenchFailure(
        `STANZA_VSCODE names ${named}, which does not exist; name the program file of a VS Code, or unset it.`,
      );
    }
    return describeDesktop(named);
  }
  if (named === 'server' || !hasDisplay(environment)) return undefined;
  return [...usualExecutables(environment), ...downloadedExecutables()]
    .filter((file) => existsSync(file))
    .map(describeDesktop)
    .find(isRecentEnough);
}

/** A desktop program needs a screen; Windows and macOS are taken to have one. */
export function hasDisplay(environment: Environment, platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
}

export function describeDesktop(executable: string): DesktopBuild {
  const beside = path.dirname(executable);
  const manifests = [
    path.join(beside, 'resources/app/package.json'),
    path.join(beside, '../Resources/app/package.json'),
  ];
  const manifest = manifests.find((file) => existsSync(file));
  const version =
    manifest === undefined
      ? undefined
      : /"version"\s*:\s*"([^"]+)"/.exec(readFileSync(manifest, 'utf8'))?.[1];
  return { kind: 'desktop', executable, version };
}

function isRecentEnough({ version }: DesktopBuild): boolean {
  const minor = /^1\.(\d+)\./.exec(version ?? '')?.[1];
  return minor === undefined || Number(minor) >= oldestMinor;
}

function usualExecutables(environment: Environment): string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) => {
      const programs = path.join(folder, 'Visual Studio Code.app/Contents/MacOS');
      return [path.join(programs, 'Code'), path.join(programs, 'Electron')];
    });
  }
  if (process.platform === 'win32') {
    return [
      path.join(environment['LOCALAPPDATA'] ?? homedir(), 'Programs'),
      environment['ProgramFiles'] ?? 'C:\\Program Files',
    ].map((folder) => path.join(folder, 'Microsoft VS Code', 'Code.exe'));
  }
  return [
    '/usr/share/code/code',
    '/opt/visual-studio-code/code',
    '/snap/code/current/usr/share/code/code',
  ];
}

/** Copies that @vscode/test-electron downloaded; it marks the complete ones with a file. */
function downloadedExecutables(): string[] {
  if (!existsSync(storeFolder)) return [];
  return readdirSync(storeFolder).flatMap((name) => {
    const folder = path.join(storeFolder, name);
    if (!name.startsWith('vscode-') || !existsSync(path.join(folder, 'is-complete'))) return [];
    return [
      path.join(folder, 'code'),
      path.join(folder, 'Code.exe'),
      path.join(folder, 'Visual Studio Code.app/Contents/MacOS/Code'),
      path.join(folder, 'Visual Studio Code.app/Contents/MacOS/Electron'),
    ];
  });
}
