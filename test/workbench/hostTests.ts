import { rmSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import type { Environment } from './environment';
import { unsetForeign, withoutShellFiles } from './environment';
import { provideVsCode } from './provision';
import { builtTests, repositoryRoot, sampleWorkspace, storeFolder } from './repository';
import { quietSettings } from './settings';

export type HostTestOptions = {
  readonly resultsFile: string;
  readonly extensionPath?: string;
  /** A built module whose `run` is called; test/host's own if not given. */
  readonly testsPath?: string;
  /** Added to the cleaned environment. */
  readonly environment?: Environment;
};

/** Runs tests inside the extension host of a real VS Code, and gives its exit code. */
export async function runHostTests(options: HostTestOptions): Promise<number> {
  const vsCode = await provideVsCode();
  const scratch = await mkdtemp(path.join(tmpdir(), 'stanza-host-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  try {
    const folder = path.join(scratch, 'workspace');
    await cp(sampleWorkspace, folder, { recursive: true });
    const userData = path.join(scratch, 'data');
    await mkdir(path.join(userData, 'User'), { recursive: true });
    await writeFile(
      path.join(userData, 'User', 'settings.json'),
      JSON.stringify(quietSettings(false)),
    );
    return await runTests({
      vscodeExecutablePath:
        vsCode.kind === 'desktop' ? vsCode.executable : await writeStandInLauncher(),
      extensionDevelopmentPath: options.extensionPath ?? repositoryRoot,
      extensionTestsPath: options.testsPath ?? path.join(builtTests, 'host', 'index.js'),
      extensionTestsEnv: {
        ...unsetForeign(),
        ...withoutShellFiles,
        ...options.environment,
        STANZA_TEST_RESULTS: options.resultsFile,
      },
      launchArgs: [
        folder,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${path.join(scratch, 'extensions')}`,
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The path of a VS Code must be that of a program, so the stand-in gets one. */
async function writeStandInLauncher(): Promise<string> {
  const program = path.join(builtTests, 'workbench', 'standIn.js');
  const windows = process.platform === 'win32';
  const file = path.join(storeFolder, windows ? 'stand-in.cmd' : 'stand-in');
  const script = windows
    ? `@"${process.execPath}" "${program}" %*\r\n`
    : `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}
