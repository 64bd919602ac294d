import type { Framework, Styling } from './stack';

/** What in a project speaks for which framework or styling. Of each table the first row wins. */

/** Files that only one framework has, by name. */
export const CONFIGS: readonly (readonly [name: RegExp, framework: Framework])[] = [
  [/^next\.config\./, 'nextjs'],
  [/^nuxt\.config\./, 'nuxt'],
  // Astro draws with other frameworks, whose settings may stand beside its own.
  [/^astro\.config\./, 'astro'],
  [/^svelte\.config\./, 'svelte'],
  [/^angular\.json$/, 'angular'],
  [/^metro\.config\./, 'reactNative'],
];

/** Packages that only projects of a framework depend on; those built on another come before it. */
export const FRAMEWORK_PACKAGES: readonly (readonly [name: string, framework: Framework])[] = [
  ['next', 'nextjs'],
  ['nuxt', 'nuxt'],
  ['nuxt3', 'nuxt'],
  ['astro', 'astro'],
  ['expo', 'reactNative'],
  ['react-native', 'reactNative'],
  ['@angular/core', 'angular'],
  ['@sveltejs/kit', 'svelte'],
  ['svelte', 'svelte'],
  ['vue', 'vue'],
  ['solid-js', 'solid'],
  // Tools of Lit projects bring React along; what is drawn in React has files that tell.
  ['lit', 'lit'],
  ['lit-element', 'lit'],
  ['react', 'react'],
  ['preact', 'preact'],
];

/** The kinds of files in which a framework of the web draws. */
export const DRAWN_IN: ReadonlyMap<Framework, readonly string[]> = new Map([
  ['vue', ['vue']],
  ['nuxt', ['vue']],
  ['svelte', ['svelte']],
  ['astro', ['astro']],
  ['angular', ['component.ts', 'component.html']],
  ['react', ['tsx', 'jsx']],
  ['nextjs', ['tsx', 'jsx']],
  ['reactNative', ['tsx', 'jsx']],
  ['solid', ['tsx', 'jsx']],
  ['preact', ['tsx', 'jsx']],
]);

/** Where nothing but its files tells of a framework. */
export const BY_KIND: readonly Framework[] = ['react', 'vue', 'svelte', 'angular', 'astro'];

export const STYLING_PACKAGES: readonly (readonly [name: RegExp, styling: Styling])[] = [
  [/^(?:tailwindcss|@tailwindcss\/.+|@nuxtjs\/tailwindcss|nativewind|twrnc)$/, 'tailwind'],
  [/^styled-components$/, 'styledComponents'],
  [/^@emotion\/(?:react|styled|native)$/, 'emotion'],
  [
    /^(?:bootstrap|react-bootstrap|reactstrap|bootstrap-vue(?:-next)?|ngx-bootstrap|@ng-bootstrap\/.+)$/,
    'bootstrap',
  ],
];

/** Stylings that kinds of files tell of. Modules may be written in Sass, and are modules first. */
export const STYLING_KINDS: readonly (readonly [kinds: readonly string[], styling: Styling])[] = [
  [['module.css', 'module.scss'], 'cssModules'],
  [['scss', 'sass'], 'sass'],
];

/** What a style sheet says of how it is made; Tailwind 4 has no file of settings. */
export const STYLING_SHEETS: readonly (readonly [text: RegExp, styling: Styling])[] = [
  [/@import\s+(?:url\(\s*)?["']?tailwindcss|@tailwind\s+(?:base|utilities|components)/, 'tailwind'],
  [/@import\s+(?:url\(\s*)?["']?[^"';\n]*bootstrap/, 'bootstrap'],
];

/** What a page loads. */
export const STYLING_PAGES: readonly (readonly [text: RegExp, styling: Styling])[] = [
  [/cdn\.tailwindcss\.com|@tailwindcss\/browser/, 'tailwind'],
  [/(?:href|src)=["'][^"']*bootstrap[^"']*\.(?:css|js)/, 'bootstrap'],
];

/** What a build of Android says; Docker has its own Compose. */
export const COMPOSE = /androidx\.compose|(?<!docker[-_.]?)\bcompose\b/i;

/** What a package of Dart says that draws with Flutter. */
export const FLUTTER = /^\s*(?:flutter\s*:|sdk\s*:\s*["']?flutter\b)/m;

export const SWIFTUI = /^\s*(?:@\w+\s+)?(?:public\s+)?import\s+SwiftUI\b/m;
