import type * as vscode from 'vscode';
import type { Log } from '../core/ports';

/** The output channel "Stanza". Of an error it keeps the name and the place, never its message. */
export function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, error) => channel.error(`${message}${describe(error)}`),
  };
}

/** The message of an error may quote what was sent, so only its kind and its stack are told. */
function describe(error: unknown): string {
  if (error === undefined) return '';
  if (!(error instanceof Error)) return ` (${typeof error})`;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const status = 'status' in error && typeof error.status === 'number' ? ` ${error.status}` : '';
  return [` (${error.name}${status})`, ...frames.slice(0, 6)].join('\n');
}
