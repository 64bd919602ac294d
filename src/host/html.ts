import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a webview's page needs from its bundle in dist/webview. */
export interface Page {
  /** The name of the script and the style sheet. */
  readonly bundle: string;
  /** What the page is, for screen readers. */
  readonly title: string;
  /** Whether it starts workers, from text that it holds itself. */
  readonly hasWorkers?: boolean;
}

/** The folder of everything that a webview may load. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * A page that runs only its own script and loads nothing from elsewhere: no remote resource, no
 * inline code, no style attribute, no connection.
 */
export function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { bundle, title, hasWorkers = false }: Page,
): string {
  const nonce = randomBytes(16).toString('base64url');
  const uri = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extensionUri), file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    'img-src data: blob:',
    ...(hasWorkers ? ['worker-src blob:'] : []),
  ].join('; ');
  // The texts of the view, in the user's language; data, since the policy allows no inline code.
  const texts = JSON.stringify(vscode.l10n.bundle ?? {});
  return `<!doctype html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${uri(`${bundle}.css`)}">
<title>${escapeAttribute(title)}</title>
</head>
<body data-view="${bundle}" data-texts="${escapeAttribute(texts)}">
<script type="module" nonce="${nonce}" src="${uri(`${bundle}.js`)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
