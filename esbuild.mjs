// Builds everything: the extension and its webviews to dist/, the tests and tools to out/.
//   node esbuild.mjs               development build with source maps
//   node esbuild.mjs --production  minified, no maps: what ships
//   node esbuild.mjs --watch       development build that follows the files
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  logLevel: 'warning',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
};

/**
 * The extension host's side. The SDK is an entry of its own, required on first use, so that
 * activation does not pay for it.
 * @type {import('esbuild').BuildOptions}
 */
const extension = {
  ...common,
  entryPoints: { extension: 'src/extension.ts', sdk: 'src/core/api/sdk.ts' },
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // Makes `import('./sdk')` a plain require of dist/sdk.js.
  supported: { 'dynamic-import': false },
  external: ['vscode', './sdk'],
};

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...common,
  entryPoints: [
    { in: 'src/webview/chat/main.ts', out: 'chat' },
    { in: 'src/webview/chat/chat.css', out: 'chat' },
  ],
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  target: 'chrome138',
};

/** @type {import('esbuild').BuildOptions} */
const tests = {
  ...common,
  entryPoints: typescriptFilesBelow('test'),
  outdir: 'out/test',
  outbase: 'test',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  external: ['vscode'],
  minify: false,
  sourcemap: 'linked',
};

rmSync('dist', { recursive: true, force: true });
rmSync('out/test', { recursive: true, force: true });
mkdirSync('dist/webview', { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf']) {
  cpSync(path.join('node_modules/@vscode/codicons/dist', file), path.join('dist/webview', file));
}

for (const options of [extension, webview, tests]) {
  if (watch) await (await context(options)).watch();
  else await build(options);
}
if (watch) console.log('Watching for changes; press Ctrl+C to stop.');

/** @param {string} folder */
function typescriptFilesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('fixtures'))
    .map((file) => path.join(folder, file));
}
