import assert from 'node:assert/strict';
import { detectStack } from '../../../../src/core/screenshot/detectStack';
import { stackId } from '../../../../src/core/screenshot/stack';

/** The files of a workspace: those whose text does not matter, and those whose text does. */
type Files = readonly (string | Readonly<Record<string, string>>)[];

type Case = readonly [about: string, id: string, files: Files];

function pathsOf(files: Files): string[] {
  return files.flatMap((each) => (typeof each === 'string' ? [each] : Object.keys(each)));
}

function textsOf(files: Files): ReadonlyMap<string, string> {
  return new Map(files.flatMap((each) => (typeof each === 'string' ? [] : Object.entries(each))));
}

/** A package.json that depends on packages. */
function needs(...names: readonly string[]): string {
  return JSON.stringify({
    dependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])),
  });
}

function many(count: number, path: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => path(index));
}

async function refuse(): Promise<never> {
  throw new Error('EACCES');
}

describe('detectStack', () => {
  const cases: readonly Case[] = [
    // Without a framework.
    ['an empty workspace', 'html-css', []],
    ['a page with its styles', 'html-css', ['index.html', 'style.css', 'main.js']],
    ['a page with Sass', 'html-sass', ['index.html', 'scss/main.scss']],
    ['a program without pages', 'html-css', ['main.py', 'lib/rows.py', 'README.md']],
    [
      'a page that loads Bootstrap',
      'html-bootstrap',
      [{ 'index.html': '<link href="https://cdn.x/bootstrap@5.3/dist/css/bootstrap.min.css">' }],
    ],
    [
      'a page that loads Tailwind',
      'html-tailwind',
      [{ 'public/index.html': '<script src="https://cdn.tailwindcss.com"></script>' }],
    ],
    [
      'a server that fills in templates',
      'html-tailwind',
      ['manage.py', 'templates/base.html', { 'package.json': needs('tailwindcss') }],
    ],
    [
      'a server that answers JSON',
      'html-css',
      ['src/main.ts', { 'package.json': needs('express', 'typescript') }],
    ],
    // By dependencies.
    [
      'React with Tailwind 3',
      'react-typescript-tailwind',
      ['tailwind.config.ts', 'src/App.tsx', 'src/main.tsx', { 'package.json': needs('react') }],
    ],
    [
      'React with Tailwind 4',
      'react-typescript-tailwind',
      ['src/App.tsx', { 'package.json': needs('react', '@tailwindcss/vite', 'tailwindcss') }],
    ],
    [
      'React with Tailwind 4 that only its style sheet tells of',
      'react-javascript-tailwind',
      [
        'src/App.jsx',
        { 'package.json': needs('react'), 'src/index.css': '@import "tailwindcss";' },
      ],
    ],
    [
      'React whose components are in .js',
      'react-javascript-css',
      ['src/App.js', 'src/App.css', 'src/index.js', { 'package.json': needs('react') }],
    ],
    [
      'React with modules of CSS',
      'react-typescript-cssModules',
      ['src/App.tsx', 'src/App.module.css', { 'package.json': needs('react') }],
    ],
    [
      'React with styled-components',
      'react-javascript-styledComponents',
      ['src/App.jsx', { 'package.json': needs('react', 'styled-components') }],
    ],
    [
      'React with Emotion and Material',
      'react-typescript-emotion',
      ['src/App.tsx', { 'package.json': needs('react', '@mui/material', '@emotion/styled') }],
    ],
    [
      'Next.js',
      'nextjs-typescript-tailwind',
      [
        'next.config.mjs',
        'app/page.tsx',
        { 'package.json': needs('next', 'react'), 'app/globals.css': '@tailwind base;' },
      ],
    ],
    [
      'Vue in JavaScript',
      'vue-javascript-css',
      ['src/App.vue', 'src/main.js', 'vite.config.ts', { 'package.json': needs('vue') }],
    ],
    [
      'Vue with React for its stories',
      'vue-typescript-sass',
      ['src/App.vue', 'src/main.ts', 'src/main.scss', { 'package.json': needs('react', 'vue') }],
    ],
    ['Nuxt', 'nuxt-typescript-css', ['nuxt.config.ts', 'tsconfig.json', 'pages/index.vue']],
    [
      'SvelteKit',
      'svelte-typescript-css',
      ['svelte.config.js', 'src/app.d.ts', 'src/lib/index.ts', 'src/routes/+page.svelte'],
    ],
    [
      'Angular with components without a suffix',
      'angular-typescript-sass',
      ['angular.json', 'src/app/app.ts', 'src/app/app.html', 'src/styles.scss'],
    ],
    ['Solid', 'solid-typescript-css', ['src/App.tsx', { 'package.json': needs('solid-js') }]],
    ['Preact', 'preact-javascript-css', ['src/app.jsx', { 'package.json': needs('preact') }]],
    [
      'Lit',
      'lit-typescript-css',
      ['src/my-element.ts', { 'package.json': needs('lit', 'typescript') }],
    ],
    [
      'Astro with islands of React',
      'astro-typescript-css',
      [
        'astro.config.mjs',
        'tsconfig.json',
        'src/pages/index.astro',
        'src/components/A.tsx',
        'src/components/B.tsx',
        { 'package.json': needs('astro', 'react') },
      ],
    ],
    [
      'React Native beside its native projects',
      'reactNative-typescript',
      [
        'App.tsx',
        'src/Home.tsx',
        'ios/App.xcodeproj/project.pbxproj',
        { 'ios/App/AppDelegate.swift': 'import UIKit' },
        { 'android/app/build.gradle': 'apply plugin: "com.android.application"' },
        ...many(3, (index) => `android/app/src/main/java/Main${index}.kt`),
        { 'package.json': needs('react', 'react-native') },
      ],
    ],
    [
      'Expo with NativeWind',
      'reactNative-typescript-tailwind',
      ['app/index.tsx', { 'package.json': needs('expo', 'react', 'react-native', 'nativewind') }],
    ],
    // By files alone.
    ['components without a manifest', 'react-javascript-css', ['src/App.jsx']],
    ['Svelte without a manifest', 'svelte-javascript-css', ['src/App.svelte', 'src/main.js']],
    [
      'a broken package.json',
      'vue-typescript-css',
      [{ 'package.json': '{ "dependencies": { <<<<<<< HEAD' }, 'src/App.vue', 'src/main.ts'],
    ],
    [
      'a package.json of another form',
      'react-typescript-css',
      [{ 'package.json': '[{"dependencies": 3}]' }, 'src/App.tsx'],
    ],
    [
      'dependencies of another form',
      'react-typescript-css',
      [{ 'package.json': '{"dependencies": ["vue"], "devDependencies": null}' }, 'src/App.tsx'],
    ],
    // Several projects.
    [
      'a monorepo whose packages name their own',
      'vue-typescript-tailwind',
      [
        { 'package.json': needs('turbo', 'typescript') },
        { 'apps/admin/package.json': needs('react') },
        'apps/admin/src/App.tsx',
        { 'apps/shop/package.json': needs('vue', 'tailwindcss') },
        'apps/shop/src/main.ts',
        ...many(5, (index) => `apps/shop/src/Part${index}.vue`),
      ],
    ],
    [
      'a monorepo that keeps all dependencies at its root',
      'react-typescript-tailwind',
      [
        { 'package.json': needs('@angular/core', 'react', 'tailwindcss') },
        'apps/web/project.json',
        'apps/web/src/a.tsx',
        'apps/web/src/b.tsx',
        'apps/old/project.json',
        'apps/old/src/app/app.component.ts',
      ],
    ],
    [
      'a client beside a server',
      'react-javascript-css',
      [
        { 'server/package.json': needs('express') },
        'server/index.js',
        { 'client/package.json': needs('react') },
        'client/src/App.js',
      ],
    ],
    [
      'a page in React before a server in Kotlin',
      'react-typescript-css',
      [
        { 'build.gradle.kts': 'id("com.avast.gradle.docker-compose")' },
        ...many(20, (index) => `src/main/kotlin/Row${index}.kt`),
        { 'web/package.json': needs('react') },
        'web/src/App.tsx',
      ],
    ],
    [
      'packages that others wrote',
      'html-css',
      [
        'index.html',
        ...many(9, (index) => `node_modules/x/${index}.tsx`),
        { 'node_modules/x/package.json': needs('react') },
        { 'test/fixtures/app/package.json': needs('vue') },
        'test/fixtures/app/App.vue',
      ],
    ],
    // Beyond the web.
    [
      'Flutter',
      'flutter',
      [
        { 'pubspec.yaml': 'name: shop\ndependencies:\n  flutter:\n    sdk: flutter\n' },
        'lib/main.dart',
        'ios/Runner.xcodeproj/project.pbxproj',
        { 'ios/Runner/AppDelegate.swift': 'import Flutter' },
        'web/index.html',
      ],
    ],
    ['Dart without Flutter', 'html-css', [{ 'pubspec.yaml': 'name: tool' }, 'bin/tool.dart']],
    [
      'SwiftUI in an Xcode project',
      'swiftui',
      [
        'Shop.xcodeproj/project.pbxproj',
        'Shop/Cart.swift',
        { 'Shop/ContentView.swift': '// A view.\nimport SwiftUI\n\nstruct ContentView: View {}' },
      ],
    ],
    [
      'SwiftUI in a package',
      'swiftui',
      ['Package.swift', { 'Sources/Shop/CartView.swift': 'import SwiftUI' }],
    ],
    [
      'a server in Swift',
      'html-css',
      ['Package.swift', { 'Sources/App/routes.swift': 'import Vapor' }],
    ],
    [
      'Jetpack Compose',
      'compose',
      [
        'build.gradle.kts',
        { 'app/build.gradle.kts': 'buildFeatures { compose = true }' },
        'app/src/main/java/de/shop/MainActivity.kt',
      ],
    ],
    [
      'Blazor',
      'blazor-bootstrap',
      [
        'Shop.csproj',
        'Components/Pages/Home.razor',
        {
          'Components/App.razor': '<link rel="stylesheet" href="lib/bootstrap/bootstrap.min.css"/>',
        },
      ],
    ],
    ['Qt Quick', 'qml', ['CMakeLists.txt', 'main.cpp', 'Main.qml']],
  ];
  for (const [about, id, files] of cases) {
    it(`takes ${about} for ${id}`, async () => {
      const texts = textsOf(files);
      const paths = pathsOf(files);
      const reads: string[] = [];
      const stack = await detectStack(paths, async (path) => {
        reads.push(path);
        return texts.get(path);
      });
      assert.equal(stackId(stack), id);
      assert.deepEqual(
        reads.filter((path) => !paths.includes(path)),
        [],
      );
    });
  }

  it('goes by paths alone where no file can be read', async () => {
    const stack = await detectStack(['package.json', 'src/App.tsx', 'src/app.css'], refuse);
    assert.equal(stackId(stack), 'react-typescript-css');
  });

  it('reads few files of a large workspace, and each once', async () => {
    const files = many(100_000, (index) => {
      const folder = `packages/p${index % 500}`;
      return index < 500 ? `${folder}/package.json` : `${folder}/src/part${index}/Part${index}.tsx`;
    });
    const reads: string[] = [];
    const stack = await detectStack(['package.json', ...files], async (path) => {
      reads.push(path);
      return needs('left-pad');
    });
    assert.equal(stackId(stack), 'react-typescript-css');
    assert.equal(new Set(reads).size, reads.length);
    assert.ok(reads.length <= 12, `${reads.length} files were read`);
  }).timeout(20_000);
});
