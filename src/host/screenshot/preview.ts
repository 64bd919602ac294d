import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ShownPage } from './shownPage';

/**
 * A page as a browser shows it, in a webview of its own: its scripts run, and reach nothing. Nobody
 * listens to what it says, and its policy lets no request out.
 */
export class Preview implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private follow: vscode.Disposable | undefined;
  private shown: string | undefined;

  async show(page: ShownPage): Promise<void> {
    const title = t('Preview {0}', page.name);
    const panel = this.panel ?? this.open(title);
    panel.title = title;
    panel.reveal(undefined, true);
    this.follow?.dispose();
    this.follow = page.onDidChange(() => void this.draw(page));
    await this.draw(page);
  }

  dispose(): void {
    this.follow?.dispose();
    this.panel?.dispose();
  }

  private open(title: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'stanza.preview',
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableForms: false, localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.follow?.dispose();
      this.panel = undefined;
      this.shown = undefined;
    });
    this.panel = panel;
    return panel;
  }

  private async draw(page: ShownPage): Promise<void> {
    const { preview } = await page.compose();
    // The same text again would load the page anew, and lose where the user was in it.
    if (!this.panel || preview === this.shown) return;
    this.shown = preview;
    this.panel.webview.html = preview;
  }
}
