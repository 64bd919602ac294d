import { t } from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { ViewMessage } from '../../shared/chatProtocol';
import type { CodeUse } from '../../shared/chatProtocol';
import type { TakenFile } from '../../shared/screenshotProtocol';
import { raiseBudget } from '../raiseBudget';
import { openLines } from '../openEditor';
import { pageHtml, webviewRoot } from '../html';
import type { ChatSession } from './session';

/** The chat in the secondary side bar: a window onto the session. */
export class ChatView implements vscode.WebviewViewProvider {
  static readonly id = 'stanza.chat';

  private view: vscode.WebviewView | undefined;
  private title = '';

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly session: () => ChatSession,
    private readonly useCode: (use: CodeUse) => Promise<void>,
    private readonly writeCode: (screenshot: TakenFile) => Promise<void>,
    private readonly log: Log,
  ) {}

  /** The first line of the conversation beside the name of the view. */
  showTitle(title: string): void {
    this.title = title;
    if (this.view) this.view.description = title;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.extensionUri)],
    };
    const subscriptions = [
      view.webview.onDidReceiveMessage((message) => this.receive(view, message)),
      view.onDidChangeVisibility(() => {
        // A hidden page is thrown away; it will say that it is ready when it is shown again.
        if (!view.visible) this.session().detach();
      }),
    ];
    view.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.session().detach();
      this.view = undefined;
    });
    view.description = this.title;
    view.webview.html = pageHtml(view.webview, this.extensionUri, {
      bundle: 'chat',
      title: t('Chat'),
      hasWorkers: true,
    });
  }

  /** What the page says is checked, since it shows the words of a model. */
  private receive(view: vscode.WebviewView, untrusted: unknown): void {
    const message = v.safeParse(ViewMessage, untrusted);
    if (!message.success) {
      this.log.warn('The chat view sent a message of unknown form; it was dropped.');
      return;
    }
    this.handle(view, message.output).catch((error: unknown) => {
      this.log.error('The chat view asked for something that failed.', error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  }

  private async handle(view: vscode.WebviewView, message: ViewMessage): Promise<void> {
    const session = this.session();
    switch (message.type) {
      case 'ready':
        await session.attach((update) => void view.webview.postMessage(update));
        return;
      case 'send':
        await session.send(message.text, message.draftId);
        return;
      case 'draft':
        await session.draft(message.text);
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
      case 'writeCode': {
        const file = await session.images.fileOf(message.id);
        if (!file) throw new Error(t('The file of this image was too large to be kept.'));
        await this.writeCode(file);
        return;
      }
      case 'removeImage':
        await session.images.remove(message.id);
        return;
      case 'stop':
        await session.stop();
        return;
      case 'retry':
        await session.retry();
        return;
      case 'sendAnyway':
        await session.retry({ overBudget: true });
        return;
      case 'raiseBudget':
        if (await raiseBudget()) await session.retry();
        return;
      case 'newConversation':
        await session.newConversation();
        return;
      case 'consent':
        await session.setConsent(message.send);
        return;
      case 'showPrefix':
        await vscode.commands.executeCommand('stanza.showPrefix');
        return;
      case 'setApiKey':
        await vscode.commands.executeCommand('stanza.setApiKey');
        return;
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'stanza');
        return;
      case 'openLink':
        await openLink(message.href);
        return;
      case 'openLines': {
        const reference = await session.referenceOf(message.turnId);
        if (reference) await openLines(reference);
        return;
      }
      case 'useCode': {
        const { type: _type, ...use } = message;
        await this.useCode(use);
        return;
      }
      case 'shown':
        session.acknowledge(message.number);
        return;
    }
  }
}

/** Opens a link of an answer in the browser; VS Code asks before it goes to a new place. */
async function openLink(href: string): Promise<void> {
  if (!URL.canParse(href) || new URL(href).protocol !== 'https:') return;
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
