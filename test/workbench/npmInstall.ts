import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WorkbenchFailure } from './failure';

/**
 * Installs packages by exact version into a folder of their own. Install scripts never run:
 * what is needed works without them, and nothing from outside runs during an install.
 */
export async function installPackages(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A manifest makes the folder a project of its own, so that npm does not look further up.
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await runNpm(folder, ['install', '--save-exact', ...packages]);
}

/** Installs what the package.json in `folder` asks for, without its development half. */
export async function installProductionDependencies(folder: string): Promise<void> {
  await runNpm(folder, ['install', '--omit=dev']);
}

async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = findNpm();
  const child = spawn(npm.command, [...npm.args, ...args, ...quiet, '--prefix', folder], {
    cwd: folder,
    // npm on Windows is a batch file, which only a shell can start.
    shell: npm.args.length === 0 && process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(0, 20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: unknown) => {
    output += String(error);
    return 1;
  });
  if (code !== 0) throw new WorkbenchFailure(explain(folder, args, output));
}

function findNpm(): { command: string; args: readonly string[] } {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env['npm_execpath'] ?? '',
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const script = candidates.find((file) => file.endsWith('npm-cli.js') && existsSync(file));
  return script === undefined
    ? { command: 'npm', args: [] }
    : { command: process.execPath, args: [script] };
}

function explain(folder: string, args: readonly string[], output: string): string {
  const said = output.trim().split('\n').slice(0, 6).join('\n  ');
  return (
    `npm could not install what is needed into ${folder}; ` +
    'check that this machine reaches its npm registry and has 1 GB of free disk, ' +
    `then run the command again.\n  npm ${args.join(' ')}\n  ${said}`
  );
}
