import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Log } from '../core/ports';
import { pageHtml, webviewRoot } from './html';

/** A page is sent its content anew no more often than this while things change. */
const REFRESH_MS = 1000;

/** What a panel shows, and what it does with what its page says. */
export interface PanelPage<Sent, Said> {
  readonly viewType: string;
  /** The name of the script and the style sheet in dist/webview. */
  readonly bundle: string;
  readonly title: string;
  /** Whether it starts workers, from text that it holds itself. */
  readonly hasWorkers?: boolean;
  /** How the log calls the page. */
  readonly name: string;
  readonly said: v.GenericSchema<unknown, Said>;
  readonly handle: (message: Said) => Promise<void>;
  /** The content of the page; when it cannot be read, the page is told why. */
  readonly read: () => Promise<Sent>;
  readonly onDidClose?: () => void;
}

/** What every page understands besides its content. */
interface Unreadable {
  readonly type: 'unreadable';
  readonly reason: string;
}

/** One panel in the editor area, which comes back after a reload and keeps nothing itself. */
export class WebPanel<Sent, Said> implements vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Counts what was asked for, so that content of before is not shown after it. */
  private asked = 0;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly page: PanelPage<Sent, Said>,
    private readonly log: Log,
  ) {}

  /** Lets the panel come back after a reload. */
  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.page.viewType, this);
  }

  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const { viewType, title } = this.page;
    this.fill(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
  }

  /** Fills the panel of before the reload, unless the user was quicker and has another one. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel) panel.dispose();
    else this.fill(panel);
    return Promise.resolve();
  }

  /** Whether the page is there; a hidden one is thrown away, and says when it is back. */
  get isVisible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Tells the page something beside its content; false where there is none to be told. */
  tell(message: Sent): boolean {
    if (!this.panel?.visible) return false;
    void this.panel.webview.postMessage(message);
    return true;
  }

  /** Something has changed. A hidden page is thrown away, and asks by itself when it is shown. */
  refresh(): void {
    if (!this.panel?.visible) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.panel?.visible) void this.sendUnlessOvertaken();
    }, REFRESH_MS);
  }

  /** The page has asked, or what it shows was chosen anew: what is being read is of before. */
  async send(): Promise<void> {
    this.asked += 1;
    await this.sendUnlessOvertaken();
  }

  private async sendUnlessOvertaken(): Promise<void> {
    const { asked, panel } = this;
    const message = await this.readOrSayWhyNot();
    if (asked !== this.asked || panel !== this.panel) return;
    void panel?.webview.postMessage(message);
  }

  private async readOrSayWhyNot(): Promise<Sent | Unreadable> {
    try {
      return await this.page.read();
    } catch (error) {
      this.log.error(`What ${this.page.name} shows could not be read.`, error);
      return { type: 'unreadable', reason: messageOf(error) };
    }
  }

  private fill(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewRoot(this.extensionUri)],
    };
    const subscription = panel.webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidDispose(() => {
      subscription.dispose();
      this.forget();
    });
    panel.webview.html = pageHtml(panel.webview, this.extensionUri, this.page);
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.panel = undefined;
    this.page.onDidClose?.();
  }

  /** What the page says is checked, since it shows words that others have written. */
  private receive(untrusted: unknown): void {
    const { name, said, handle } = this.page;
    const message = v.safeParse(said, untrusted);
    if (!message.success) {
      this.log.warn(`${name} sent a message of unknown form; it was dropped.`);
      return;
    }
    handle(message.output).catch((error: unknown) => {
      this.log.error(`${name} asked for something that failed.`, error);
      void vscode.window.showErrorMessage(messageOf(error));
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
