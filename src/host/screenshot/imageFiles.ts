import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { MAX_ORIGINAL_BYTES } from '../../shared/imageProtocol';
import type { TakenFile } from '../../shared/screenshotProtocol';

/**
 * Reads files that are to become images; what they hold is looked at where they are made.
 * @throws Error with a sentence for the user, where a file is not there or too large
 */
export async function readImages(uris: readonly vscode.Uri[]): Promise<TakenFile[]> {
  return Promise.all(uris.map(readImage));
}

async function readImage(uri: vscode.Uri): Promise<TakenFile> {
  const name = uri.path.split('/').at(-1) ?? '';
  const { size, type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) {
    throw new Error(t('{0} is no file. Choose an image.', name));
  }
  if (size > MAX_ORIGINAL_BYTES) {
    throw new Error(t('{0} is too large to be read as an image.', name));
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return { name, data };
}
