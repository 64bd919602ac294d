import * as v from 'valibot';
import * as vscode from 'vscode';

/** An address as a script or a keybinding writes it, or as VS Code hands it on. */
const Address = v.pipe(
  v.union([v.custom<vscode.Uri>((value) => value instanceof vscode.Uri), v.string()]),
  v.transform((address) => (typeof address === 'string' ? vscode.Uri.parse(address) : address)),
);

const Line = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Lines count from 0, and `endLine` is exclusive. */
export const TaskArguments = v.object({
  uri: v.optional(Address),
  startLine: v.optional(Line),
  endLine: v.optional(Line),
  instruction: v.optional(v.string()),
  tier: v.optional(v.picklist(['quick', 'standard', 'deep'])),
});
export type TaskArguments = v.InferOutput<typeof TaskArguments>;

/** Images that are to become code, and the file that the code goes into. */
const ScreenshotArguments = v.object({
  uri: v.optional(v.union([Address, v.array(Address)])),
  target: v.optional(v.string()),
});

const HunkArguments = v.object({ uri: Address, hunk: v.optional(v.number()) });

/** What a task was called with. Menus hand on things of their own, which name nothing new. */
export function taskArguments(argument: unknown): TaskArguments {
  const parsed = v.safeParse(TaskArguments, argument);
  return parsed.success && !(argument instanceof vscode.Uri) ? parsed.output : {};
}

/**
 * Which images are meant, and where their code goes. The explorer hands over the file that was
 * clicked, and all that are selected.
 */
export function screenshotArguments(
  argument: unknown,
  selected: unknown,
): { readonly uris: readonly vscode.Uri[]; readonly target?: string | undefined } {
  if (argument instanceof vscode.Uri) {
    const all = v.safeParse(v.array(Address), selected);
    return { uris: all.success && all.output.length > 0 ? all.output : [argument] };
  }
  const parsed = v.safeParse(ScreenshotArguments, argument);
  if (!parsed.success) return { uris: [] };
  const { uri = [], target } = parsed.output;
  return { uris: Array.isArray(uri) ? uri : [uri], target };
}

/** The change that a lens or a list means; undefined for the one at the cursor. */
export function hunkArguments(
  argument: unknown,
): { readonly uri: vscode.Uri; readonly hunk: number } | undefined {
  const parsed = v.safeParse(HunkArguments, argument);
  if (!parsed.success || parsed.output.hunk === undefined) return undefined;
  return { uri: parsed.output.uri, hunk: parsed.output.hunk };
}

/** The document that is meant; undefined for all of them. */
export function documentArgument(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const parsed = v.safeParse(HunkArguments, argument);
  return parsed.success ? parsed.output.uri : undefined;
}
