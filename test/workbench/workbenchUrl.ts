import { pathToFileURL } from 'node:url';

export type ExtensionUnderDevelopment = {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath?: string;
};

/** The address that shows a folder of the server on `port`, or an empty window for null. */
export function workbenchUrl(
  port: number,
  folder: string | null,
  extension?: ExtensionUnderDevelopment,
): string {
  const query = new URLSearchParams();
  if (folder === null) query.set('ew', 'true');
  else query.set('folder', decodeURIComponent(pathToFileURL(folder).pathname));
  if (extension !== undefined) {
    // The workbench reads this list of pairs itself; a path in it is a URI of the server.
    const payload = Object.entries(extension).map(([name, file]) => [
      name,
      `vscode-remote://127.0.0.1:${port}${pathToFileURL(file).pathname}`,
    ]);
    query.set('payload', JSON.stringify(payload));
  }
  // Slashes may stay as they are in a query, where people can read them.
  return `http://127.0.0.1:${port}/?${query.toString().replaceAll('%2F', '/')}`;
}
