import type { LeftOutReason } from '../ports';

/** Nobody wants to pay for more than this of one file. */
export const LARGEST_FILE_BYTES = 256 * 1024;

const BY_NAME: readonly (readonly [RegExp, LeftOutReason])[] = [
  [/\.(png|jpe?g|gif|ico|zip|gz|pdf|exe|dll|so|woff2?|ttf|mp4|class|jar|wasm)$/i, 'binary'],
  [/(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock)$/, 'generated'],
  [/(^|\/)\.env(\..+)?$|\.(pem|key)$/, 'secret'],
];

/** What the name of a file alone decides. */
export function screenPath(path: string): LeftOutReason | undefined {
  return BY_NAME.find(([pattern]) => pattern.test(path))?.[1];
}

export type Screened =
  | { readonly text: string }
  | { readonly leftOut: LeftOutReason; readonly detail?: string | undefined };

/** What the content of a file decides. */
export function screen(path: string, bytes: Uint8Array): Screened {
  const byName = screenPath(path);
  if (byName !== undefined) return { leftOut: byName };
  if (bytes.length > LARGEST_FILE_BYTES) return { leftOut: 'tooLarge' };
  if (bytes.includes(0)) return { leftOut: 'binary' };
  return { text: new TextDecoder().decode(bytes) };
}
