import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { PrefixViewMessage } from '../../shared/prefixProtocol';
import type { PrefixHostMessage, PrefixView } from '../../shared/prefixProtocol';
import { WebPanel } from '../webPanel';

/** What Show What Is Sent needs from the rest. */
export interface PrefixPanelParts {
  /** What the next request will carry. */
  readonly read: () => Promise<PrefixView>;
  /** Opens a file by its path in the list; a page could name any, so it decides which may be. */
  readonly openFile: (path: string) => Promise<void>;
  /** Opens the exact request as JSON. */
  readonly openRequest: () => Promise<void>;
  /** Keeps whether files of the workspace are sent. */
  readonly setConsent: (send: boolean) => Promise<void>;
}

/** Show What Is Sent: the next request, piece by piece, before it leaves. */
export class PrefixPanel {
  private readonly panel: WebPanel<PrefixHostMessage, PrefixViewMessage>;

  constructor(
    extensionUri: vscode.Uri,
    private readonly parts: PrefixPanelParts,
    log: Log,
  ) {
    const page = {
      viewType: 'stanza.prefix',
      bundle: 'prefix',
      title: t('What Is Sent'),
      name: 'Show What Is Sent',
      said: PrefixViewMessage,
      handle: (message: PrefixViewMessage) => this.handle(message),
      read: async (): Promise<PrefixHostMessage> => ({
        type: 'prefix',
        prefix: await this.parts.read(),
      }),
    };
    this.panel = new WebPanel(extensionUri, page, log);
  }

  register(): vscode.Disposable {
    return this.panel.register();
  }

  show(): void {
    this.panel.show();
  }

  /** What would be sent has changed. */
  refresh(): void {
    this.panel.refresh();
  }

  private async handle(message: PrefixViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.panel.send();
        return;
      case 'openFile':
        await this.parts.openFile(message.path);
        return;
      case 'openRequest':
        await this.parts.openRequest();
        return;
      case 'consent':
        await this.parts.setConsent(message.send);
        await this.panel.send();
        return;
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'stanza.workspace');
        return;
    }
  }
}
