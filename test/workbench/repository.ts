import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json. */
export const repositoryRoot = findAbove(__dirname, (folder) =>
  existsSync(path.join(folder, 'package.json')),
);

/** The folder of the built tests; programs that another process starts are found below it. */
export const builtTests = findAbove(__dirname, (folder) => path.basename(folder) === 'test');

/** Everything that is provisioned lives here; deleting it is always safe. */
export const storeFolder = path.join(repositoryRoot, '.vscode-test');

/** The project that tests and `npm start` open; always a copy, so that it stays as it is. */
export const sampleWorkspace = path.join(repositoryRoot, 'test', 'fixtures', 'sampleWorkspace');

/** Each program is a bundle that holds a copy of this file, so paths are searched, not counted. */
function findAbove(from: string, isWanted: (folder: string) => boolean): string {
  let folder = from;
  while (!isWanted(folder)) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`${from} is not inside a built repository.`);
    folder = parent;
  }
  return folder;
}
