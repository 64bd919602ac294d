import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TakenFile } from '../../shared/screenshotProtocol';
import { readImages } from './imageFiles';

const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('stanza', 'screenshotToCode');
const IMAGE_NAME = /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i;

/** What was dropped, until the user has chosen what becomes of it. */
interface ImageDrop extends vscode.DocumentDropEdit {
  readonly files: () => Promise<readonly TakenFile[]>;
}

/**
 * Offers Screenshot to Code where an image is dropped into an editor. It stands behind whatever
 * else the drop can mean, and costs nothing before it was chosen and begun.
 */
export class ImageDropProvider implements vscode.DocumentDropEditProvider<ImageDrop> {
  constructor(private readonly take: (files: readonly TakenFile[]) => Promise<void>) {}

  register(): vscode.Disposable {
    return vscode.languages.registerDocumentDropEditProvider('*', this, {
      providedDropEditKinds: [KIND],
      dropMimeTypes: ['image/*', 'text/uri-list', 'files'],
    });
  }

  async provideDocumentDropEdits(
    _document: vscode.TextDocument,
    _position: vscode.Position,
    data: vscode.DataTransfer,
  ): Promise<ImageDrop | undefined> {
    const files = await imagesIn(data);
    if (!files) return undefined;
    const edit = new vscode.DocumentDropEdit('', t('Screenshot to Code'), KIND);
    // The text of the drop, or what a language makes of it, comes first.
    return Object.assign(edit, { yieldTo: [vscode.DocumentDropOrPasteEditKind.Empty], files });
  }

  /** The user has chosen this one. */
  async resolveDocumentDropEdit(edit: ImageDrop): Promise<ImageDrop> {
    await this.take(await edit.files());
    return edit;
  }
}

/** How to read the images of a drop; undefined where there is none. */
async function imagesIn(data: vscode.DataTransfer): Promise<ImageDrop['files'] | undefined> {
  const dropped = [...data].flatMap(([, item]) => item.asFile() ?? []);
  const images = dropped.filter(({ name }) => IMAGE_NAME.test(name));
  // From outside of VS Code there are files, from its explorer there are addresses.
  if (images.length > 0) {
    return () =>
      Promise.all(
        images.map(async (file) => ({
          name: file.name,
          data: Buffer.from(await file.data()).toString('base64'),
        })),
      );
  }
  const list = (await data.get('text/uri-list')?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#') && IMAGE_NAME.test(line))
    .map((line) => vscode.Uri.parse(line));
  return uris.length === 0 ? undefined : () => readImages(uris);
}
