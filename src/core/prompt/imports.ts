import { IMPORTERS } from './importers';
import type { Has } from './importers';
import { extensionOf } from './paths';

/**
 * The files of the workspace that a file imports, in the order in which it names them, as far as
 * its text and the list of files tell; `has` says whether there is such a file.
 */
export function importsOf(path: string, text: string, has: Has): string[] {
  const importer = IMPORTERS.get(extensionOf(path));
  if (!importer) return [];
  const found = new Set<string>();
  for (const file of importer(path, text, has)) found.add(file);
  found.delete(path);
  return [...found];
}
