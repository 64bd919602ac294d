import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { repositoryRoot } from '../workbench/repository';

describe('the package', () => {
  it('contains what runs and what explains it, and nothing else', async () => {
    const files = await listFiles({
      cwd: repositoryRoot,
      packageManager: PackageManager.None,
    });
    // The notices of the bundled packages are written by a production build alone.
    const always = files.filter((file) => file !== 'dist/THIRD-PARTY-NOTICES.txt');
    assert.deepEqual(always.toSorted(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/extension.js',
      'dist/pages.js',
      'dist/sdk.js',
      'dist/secretlint.js',
      'dist/webview/chat.css',
      'dist/webview/chat.js',
      'dist/webview/codicon.css',
      'dist/webview/codicon.ttf',
      'dist/webview/compareWorker.js',
      'dist/webview/imageWorker.js',
      'dist/webview/prefix.css',
      'dist/webview/prefix.js',
      'dist/webview/screenshot.css',
      'dist/webview/screenshot.js',
      'dist/webview/spend.css',
      'dist/webview/spend.js',
      'media/icon.png',
      'media/stanza.svg',
      'package.json',
      'package.nls.json',
    ]);
  });

  it('looks for secrets without measuring how long that takes', () => {
    const bundle = readFileSync(path.join(repositoryRoot, 'dist/secretlint.js'), 'utf8');
    assert.ok(!bundle.includes('PerformanceObserver'));
  });
});
