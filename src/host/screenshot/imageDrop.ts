import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import type { TakenFile } from '../../shared/screenshotProtocol';
import { DropBox } from './dropBox';
import { readImages } from './imageFiles';

const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('stanza', 'screenshotToCode');
const IMAGE_NAME = /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i;

/**
 * Offers Screenshot to Code where an image is dropped into an editor. It stands behind whatever
 * else the drop can mean, and costs nothing before it was chosen and begun.
 */
export class ImageDropProvider implements vscode.DocumentDropEditProvider {
  private readonly box: DropBox;

  constructor(
    private readonly take: (files: readonly TakenFile[]) => Promise<void>,
    private readonly log: Log,
  ) {
    this.box = new DropBox((drop) => this.receive(drop));
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.box.register(),
      vscode.languages.registerDocumentDropEditProvider('*', this, {
        providedDropEditKinds: [KIND],
        dropMimeTypes: ['image/*', 'text/uri-list', 'files'],
      }),
    );
  }

  async provideDocumentDropEdits(
    _document: vscode.TextDocument,
    _position: vscode.Position,
    data: vscode.DataTransfer,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const additionalEdit = await this.editFor(data);
    if (!additionalEdit) return undefined;
    const edit = new vscode.DocumentDropEdit('', t('Screenshot to Code'), KIND);
    // What a language makes of the drop comes first.
    edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Empty];
    edit.additionalEdit = additionalEdit;
    return edit;
  }

  /** Puts the images into the box, once this one is chosen; undefined where there is none. */
  private async editFor(data: vscode.DataTransfer): Promise<vscode.WorkspaceEdit | undefined> {
    const dropped = [...data].flatMap(([, item]) => item.asFile() ?? []);
    const images = dropped.filter(({ name }) => IMAGE_NAME.test(name));
    // From outside of VS Code there are files, from its explorer there are addresses.
    if (images.length > 0) return this.box.editForFiles(images);
    const list = (await data.get('text/uri-list')?.asString()) ?? '';
    const addresses = list.split(/\r?\n/).filter((line) => IMAGE_NAME.test(line));
    return addresses.length === 0 ? undefined : this.box.editForAddresses(addresses);
  }

  private receive(drop: TakenFile | { readonly uri: vscode.Uri }): void {
    const files = 'uri' in drop ? readImages([drop.uri]) : Promise.resolve([drop]);
    files
      .then((read) => this.take(read))
      .catch((error: unknown) => {
        this.log.error('An image that was dropped could not be taken.', error);
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      });
  }
}
