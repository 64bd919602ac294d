// Builds everything: the extension and its webviews to dist/, the tests and tools to out/.
//   node esbuild.mjs               development build with source maps
//   node esbuild.mjs --production  minified, no maps: what ships
//   node esbuild.mjs --watch       development build that follows the files
//   ... --no-tests                 the extension alone
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const withTests = !process.argv.includes('--no-tests');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  logLevel: 'warning',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
};

/**
 * The extension host's side. The SDK, what finds secrets and what parses pages are entries of their
 * own, required on first use, so that activation does not pay for them.
 * @type {import('esbuild').BuildOptions}
 */
const extension = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    sdk: 'src/core/api/sdk.ts',
    pages: 'src/core/screenshot/pages.ts',
    secretlint: 'src/core/prompt/secretlint.ts',
  },
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // Makes `import('./sdk')` a plain require of dist/sdk.js.
  supported: { 'dynamic-import': false },
  external: ['vscode', './pages', './sdk', './secretlint'],
  alias: { '@secretlint/profiler': './src/core/prompt/noProfiler.ts' },
};

/**
 * Makes the script of a worker the text of a module, since a page whose policy allows no
 * connection cannot fetch it, but can import it.
 * @type {import('esbuild').Plugin}
 */
const workerText = {
  name: 'worker-text',
  setup(bundle) {
    bundle.onLoad({ filter: /Worker\.ts$/ }, async ({ path: file }) => {
      const { outputFiles, metafile } = await build({
        ...common,
        entryPoints: [file],
        format: 'iife',
        target: 'chrome138',
        sourcemap: false,
        write: false,
        metafile: true,
      });
      const watchFiles = Object.keys(metafile.inputs).map((input) => path.resolve(input));
      return { contents: outputFiles[0]?.text ?? '', loader: 'text', watchFiles };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...common,
  entryPoints: [
    { in: 'src/webview/chat/main.ts', out: 'chat' },
    { in: 'src/webview/chat/chat.css', out: 'chat' },
    { in: 'src/webview/images/imageWorker.ts', out: 'imageWorker' },
    { in: 'src/webview/prefix/main.ts', out: 'prefix' },
    { in: 'src/webview/prefix/prefix.css', out: 'prefix' },
    { in: 'src/webview/screenshot/compareWorker.ts', out: 'compareWorker' },
    { in: 'src/webview/screenshot/main.ts', out: 'screenshot' },
    { in: 'src/webview/screenshot/screenshot.css', out: 'screenshot' },
    { in: 'src/webview/spend/main.ts', out: 'spend' },
    { in: 'src/webview/spend/spend.css', out: 'spend' },
  ],
  outdir: 'dist/webview',
  plugins: [workerText],
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
if (withTests) rmSync('out/test', { recursive: true, force: true });
mkdirSync('dist/webview', { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf']) {
  cpSync(path.join('node_modules/@vscode/codicons/dist', file), path.join('dist/webview', file));
}

const shipped = [extension, webview];
for (const options of [...shipped, ...(withTests ? [tests] : [])]) {
  if (watch) await (await context(options)).watch();
  else await build(options);
}
if (production) await writeNotices();
if (watch) console.log('Watching for changes; press Ctrl+C to stop.');

/** @param {string} folder */
function typescriptFilesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('fixtures'))
    .map((file) => path.join(folder, file));
}

/** Puts the licences of every package that is bundled beside the bundles. */
async function writeNotices() {
  const results = await Promise.all(
    shipped.map((options) => build({ ...options, metafile: true, write: false })),
  );
  const files = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const names = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  const notices = [...new Set([...names, '@vscode/codicons'])].toSorted().map((name) => {
    const folder = path.join('node_modules', name);
    const { version, license } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', `${notices.join(`\n\n${'='.repeat(80)}\n\n`)}\n`);
}
