export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of a VS Code around us would make the one that we start believe to be part of it. */
const foreign = ['ANTHROPIC_', 'VSCODE_', 'ELECTRON_'];

/**
 * The environment for a VS Code of ours: the given one without a key, an endpoint or the
 * variables of another VS Code, so that no test can spend money; `extra` is added last.
 */
export function cleanEnvironment(
  extra: Environment = {},
  base: Environment = process.env,
): Record<string, string> {
  const cleaned: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...withoutForeign(base), ...extra })) {
    if (value !== undefined) cleaned[name] = value;
  }
  return cleaned;
}

/**
 * A desktop VS Code reads the start files of the user's shell, and a key in one of them would
 * come back in, unless it believes to have been started from a terminal.
 */
export const withoutShellFiles: Environment = { VSCODE_CLI: '1' };

/** The same cleaning for a program that adds our own environment to what it is given. */
export function unsetForeign(base: Environment = process.env): Environment {
  return Object.fromEntries(
    Object.keys(base)
      .filter(isForeign)
      .map((name) => [name, undefined]),
  );
}

function withoutForeign(base: Environment): Environment {
  return Object.fromEntries(Object.entries(base).filter(([name]) => !isForeign(name)));
}

function isForeign(name: string): boolean {
  return foreign.some((start) => name.startsWith(start));
}
