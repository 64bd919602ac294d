import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { WorkbenchFailure } from './failure';
import { withLock } from './lock';
import { installPackages } from './npmInstall';
import { withProgress } from './progress';
import type { Print } from './progress';
import { storeFolder } from './repository';

export type ChromiumBuild = {
  readonly executable: string;
  /** Flags and variables that this very build needs to start. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

const chromiumPackage = '@sparticuz/chromium@147.0.0';
/** A bare machine has no font at all, and Chromium ends itself when it finds none. */
const fontPackage = 'dejavu-fonts-ttf@2.37.3';

/** A Chromium of the machine, else one from the npm registry. */
export async function provideChromium(print: Print = console.log): Promise<ChromiumBuild> {
  return findChromium() ?? (await provideFromRegistry(print));
}

function findChromium(): ChromiumBuild | undefined {
  for (const name of ['STANZA_CHROMIUM', 'CHROME_PATH']) {
    const file = process.env[name];
    if (file === undefined || file === '') continue;
    if (existsSync(file)) return { executable: file, args: [], environment: {} };
    throw new WorkbenchFailure(
      `${name} names ${file}, which does not exist; name the program file of a Chromium, or unset it.`,
    );
  }
  const executable = usualExecutables().find((file) => existsSync(file));
  return executable === undefined ? undefined : { executable, args: [], environment: {} };
}

function usualExecutables(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
      const folder = process.env[variable];
      if (folder === undefined) return [];
      return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(
        (program) => path.join(folder, program),
      );
    });
  }
  return [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
  ].map((name) => path.join('/usr/bin', name));
}

async function provideFromRegistry(print: Print): Promise<ChromiumBuild> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new WorkbenchFailure(
      `No Chromium was found, and the npm registry has none for ${process.platform}-${process.arch}; ` +
        'install Chrome, Chromium or Edge, or set STANZA_CHROMIUM to its program file.',
    );
  }
  const folder = path.join(storeFolder, 'chromium-147.0.0');
  const stamp = path.join(folder, 'complete');
  const build = layout(folder);
  const isComplete = (): boolean => existsSync(stamp) && existsSync(build.executable);
  if (isComplete()) return build;
  return withLock(
    path.join(storeFolder, 'chromium.lock'),
    async () => {
      // Another command may have installed it while this one waited for the lock.
      if (isComplete()) return build;
      await withProgress(
        'Installing Chromium 147 from the npm registry into .vscode-test',
        'about 300 MB on disk, some seconds to a minute',
        () => install(folder),
        print,
      );
      // Written last: its presence means that everything else is there.
      await writeFile(stamp, '');
      return build;
    },
    print,
  );
}

function layout(folder: string): ChromiumBuild {
  const unpacked = path.join(folder, 'unpacked');
  return {
    executable: path.join(unpacked, 'chromium'),
    args: ['--headless=shell', '--no-zygote'],
    environment: {
      LD_LIBRARY_PATH: path.join(unpacked, 'al2023', 'lib'),
      FONTCONFIG_PATH: path.join(unpacked, 'fonts'),
    },
  };
}

async function install(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await installPackages(folder, [chromiumPackage, fontPackage]);
  const unpacked = path.join(folder, 'unpacked');
  await mkdir(unpacked);
  await unpack(folder, unpacked);
  const fonts = path.join(unpacked, 'fonts');
  await writeFile(path.join(fonts, 'fonts.conf'), fontConfiguration(folder, fonts));
}

/**
 * The package unpacks into the temp folder that its process is given. It adds the libraries that
 * a bare machine lacks only where it believes to be on the one kind of machine it was made for.
 */
async function unpack(folder: string, unpacked: string): Promise<void> {
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
}

/** The machine's own fonts stay out, so that pages and pictures look the same everywhere. */
function fontConfiguration(folder: string, fonts: string): string {
  const shipped = path.join(folder, 'node_modules', 'dejavu-fonts-ttf', 'ttf');
  const folders = [path.join(fonts, 'fonts'), shipped];
  const preferences = {
    monospace: ['DejaVu Sans Mono'],
    'Droid Sans Mono': ['DejaVu Sans Mono'],
    'sans-serif': ['Open Sans', 'DejaVu Sans'],
    serif: ['DejaVu Serif'],
  };
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((name) => `  <dir>${name}</dir>`),
    `  <cachedir>${path.join(fonts, 'cache')}</cachedir>`,
    ...Object.entries(preferences).map(
      ([family, preferred]) =>
        `  <alias binding="same"><family>${family}</family><prefer>` +
        preferred.map((name) => `<family>${name}</family>`).join('') +
        '</prefer></alias>',
    ),
    '</fontconfig>',
    '',
  ].join('\n');
}
