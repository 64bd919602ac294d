import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { ScreenshotMessage } from '../../shared/screenshotProtocol';
import type { ScreenshotHostMessage, TakenFile } from '../../shared/screenshotProtocol';
import { WebPanel } from '../webPanel';
import { Preview } from './preview';
import { showBeside } from './screenFiles';
import { ScreenshotSession } from './screenshotSession';
import type { ScreenshotParts } from './screenshotSession';

/** Screenshot to Code: where images come in, and what has become of them is seen. */
export class ScreenshotPanel implements vscode.Disposable {
  private readonly session: ScreenshotSession;
  private readonly panel: WebPanel<ScreenshotHostMessage, ScreenshotMessage>;
  private readonly preview = new Preview();
  /** Files that a command has named, until there is a page that makes images of them. */
  private taken: TakenFile[] = [];
  /** Whether to write the code once they are images. */
  private begins = false;
  private isReady = false;

  constructor(extensionUri: vscode.Uri, parts: ScreenshotParts, log: Log) {
    const page = {
      viewType: 'stanza.screenshot',
      bundle: 'screenshot',
      title: t('Screenshot to Code'),
      hasWorkers: true,
      name: 'Screenshot to Code',
      said: ScreenshotMessage,
      handle: (message: ScreenshotMessage) => this.handle(message),
      read: async (): Promise<ScreenshotHostMessage> => ({
        type: 'screenshot',
        view: await this.session.view(),
      }),
      onDidClose: () => {
        this.isReady = false;
        this.begins = false;
        this.session.closed();
      },
    };
    this.panel = new WebPanel(extensionUri, page, log);
    this.session = new ScreenshotSession(parts, {
      refresh: () => void this.panel.send(),
      handOver: (id, original) => this.panel.tell({ type: 'original', id, original }),
      draw: (drawing) => this.panel.tell({ type: 'draw', drawing }),
    });
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(this.panel.register(), this);
  }

  /**
   * Shows the panel, and takes files into it.
   * @param begins whether to write the code as soon as the images are ready
   */
  async show(
    files: readonly TakenFile[] = [],
    {
      target,
      begins = false,
    }: { readonly target?: string | undefined; readonly begins?: boolean } = {},
  ): Promise<void> {
    // What begins by itself is about these files alone; what runs still needs its own.
    if (begins && !this.session.isRunning) await this.session.images.clear();
    this.taken.push(...files);
    this.begins = begins;
    const isThere = this.isReady && this.panel.isVisible;
    this.panel.show();
    await this.session.want(target);
    // A page that is hidden is thrown away, and says when it is back.
    if (isThere) this.handOver();
  }

  /** What goes along, or its price, may be another one now. */
  refresh(): void {
    if (this.isReady && this.panel.isVisible) this.session.changed();
  }

  stop(): void {
    this.session.stop();
  }

  dispose(): void {
    this.preview.dispose();
    this.session.dispose();
  }

  private async open(index: number): Promise<void> {
    const document = await this.session.documentAt(index);
    if (document) await showBeside(document);
  }

  /** The page has the files before it hears that it is to begin. */
  private handOver(): void {
    this.taken = this.taken.filter((file) => !this.panel.tell({ type: 'take', file }));
    if (!this.begins || this.taken.length > 0) return;
    this.begins = false;
    this.session.beginOnceReady();
  }

  private async handle(message: ScreenshotMessage): Promise<void> {
    const { session } = this;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        await session.attached();
        this.handOver();
        return;
      case 'setImage':
        await session.images.set(message.image);
        return;
      case 'keepOriginal':
        await session.images.keepOriginal(message.original);
        return;
      case 'askOriginal':
        await session.images.sendOriginal(message.id);
        return;
      case 'removeImage':
        await session.images.remove(message.id);
        return;
      case 'form':
        await session.setForm(message.changed, message.edit);
        return;
      case 'begin':
        await session.begin();
        return;
      case 'refine':
        await session.refine(message.limits);
        return;
      case 'stop':
        session.stop();
        return;
      case 'compared':
        session.compared(message);
        return;
      case 'notCompared':
        session.notCompared(message.drawing, message.reason);
        return;
      case 'openFile':
        await this.open(message.index);
        return;
      case 'showPreview':
        if (session.shown) await this.preview.show(session.shown);
        return;
      case 'showPrefix':
        await vscode.commands.executeCommand('stanza.showPrefix');
        return;
    }
  }
}
