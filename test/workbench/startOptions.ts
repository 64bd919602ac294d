import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { WorkbenchFailure } from './failure';

export type StartOptions = {
  readonly help: boolean;
  /** The folder to open instead of a copy of the sample workspace. */
  readonly folder: string | undefined;
};

export const startHelp = `Opens a real VS Code with Stanza in it.

Usage: npm start [-- options]

  --folder <path>  open this folder instead of a copy of the sample project
  --help           show this

Environment:
  ANTHROPIC_API_KEY  talk to the real API with this key; a local simulator answers without it
  ANTHROPIC_BASE_URL where the real API is, if not at its usual address
  STANZA_VSCODE      the program file of the desktop VS Code to use, or "server" for the build
                     that shows in a browser
`;

export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  if (values.folder === undefined) return { help: values.help, folder: undefined };
  const folder = path.resolve(values.folder);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new WorkbenchFailure(`${folder} is not a folder; name one that exists after --folder.`);
  }
  return { help: values.help, folder };
}

function parse(args: readonly string[]): { values: { help: boolean; folder?: string } } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        folder: { type: 'string' },
      },
    });
    return { values };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WorkbenchFailure(`${reason}\nRun "npm start -- --help" to see the options.`);
  }
}
