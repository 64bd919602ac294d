import { spawn } from 'node:child_process';
import { hasDisplay } from './desktop';
import type { Environment } from './environment';

/** Whether somebody sits before this machine who would see a browser open. */
export function isBrowserLikely(environment: Environment, isTerminal: boolean): boolean {
  const remote = ['SSH_CONNECTION', 'SSH_TTY', 'CI'].some((name) => Boolean(environment[name]));
  return isTerminal && !remote && hasDisplay(environment);
}

/** Asks the desktop to show an address; the address is printed too, so a failure is silent. */
export function openUrl(url: string): void {
  const [command, args] = opener(url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}

function opener(url: string): [command: string, args: string[]] {
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}
