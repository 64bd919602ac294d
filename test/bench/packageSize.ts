import { exec } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../workbench/repository';
import type { Row } from './table';

const goalBytes = 1_500_000;

/** Packs the extension as `npm run package` does, and weighs it. */
export async function measurePackage(): Promise<Row> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stanza-package-'));
  try {
    const file = path.join(scratch, 'stanza.vsix');
    await promisify(exec)(`npm run package -- -o "${file}"`, { cwd: repositoryRoot });
    const { size } = await stat(file);
    return {
      what: 'Package',
      how: 'size of the `.vsix` that `npm run package` makes',
      result: `${(size / 1e6).toFixed(2)} MB`,
      goal: 'at most 1.5 MB',
      met: size <= goalBytes,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
