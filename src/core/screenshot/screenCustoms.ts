import type { Framework, Language } from './stack';

/** How the words of a name are joined in the name of a file. */
export type NameStyle = 'pascal' | 'camel' | 'kebab' | 'snake';

/** Where a framework has a folder of its own meaning for pages. */
export interface Route {
  /** Matches a page that is there; its first group is the folder that holds all pages. */
  readonly page: RegExp;
  /** What follows that folder and the name, before the extension: '/page' in Next.js. */
  readonly after: string;
  /** A folder that goes between: 'pages' in a Nuxt that has none yet. */
  readonly into?: string;
}

/** What is usual for the file of a screen in a framework. */
export interface ScreenCustom {
  /** The extensions that a screen may have, the first where a project has none of them. */
  readonly extensions: readonly [string, ...string[]];
  readonly routes: readonly Route[];
  /** The names of folders that hold screens, the best first, in lower case. */
  readonly homes: readonly string[];
  /** Where the first screen goes: the first whose top folder is there, otherwise the last. */
  readonly starts: readonly [string, ...string[]];
  /** What follows the name of that first screen, as in a route. */
  readonly startAfter?: string;
  readonly words: readonly string[];
  /** The words for the very first file, where it has another name. */
  readonly firstWords?: readonly string[];
  readonly style: NameStyle;
  /** The names of files that draw, where others have the same extension. */
  readonly draws?: RegExp;
  /** Whether a screen has a folder to itself, whatever its neighbours do. */
  readonly ownFolder?: boolean;
}

const SCREEN = ['screen'];
const PAGES_OF_VUE = /^((?:.*?\/)?pages)\/.*\.vue$/;
const HOMES = ['screens', 'pages', 'views', 'routes', 'components'];

const COMPONENT: Omit<ScreenCustom, 'extensions'> = {
  routes: [],
  homes: HOMES,
  starts: ['src/components'],
  words: SCREEN,
  style: 'pascal',
};

const IN_JSX: Omit<ScreenCustom, 'extensions'> = {
  ...COMPONENT,
  routes: [{ page: /^((?:.*?\/)?app\/routes)\/.*\.[jt]sx$/, after: '' }],
};

/** A language within the name of the folder leads to the pages in all languages. */
const APP_OF_NEXT =
  /^((?:.*?\/)?app(?:\/\[(?:locale|lang|lng)\])?)\/(?:.*\/)?(?:page|layout)\.[jt]sx?$/;

const CUSTOMS: Readonly<Record<Framework, Omit<ScreenCustom, 'extensions'>>> = {
  html: { ...COMPONENT, homes: [], starts: [''], firstWords: ['index'], style: 'kebab' },
  react: IN_JSX,
  preact: IN_JSX,
  reactNative: {
    ...COMPONENT,
    routes: [{ page: /^((?:.*?\/)?app)\/_layout\.[jt]sx?$/, after: '' }],
    starts: ['src/screens'],
  },
  nextjs: {
    ...COMPONENT,
    routes: [
      { page: APP_OF_NEXT, after: '/page' },
      { page: /^((?:.*?\/)?pages)\/(?!api\/).*\.[jt]sx$/, after: '' },
      { page: /^((?:.*?\/)?)next\.config\.\w+$/, into: 'app', after: '/page' },
    ],
    starts: ['src/app', 'app'],
    startAfter: '/page',
  },
  vue: { ...COMPONENT, homes: ['views', ...HOMES] },
  nuxt: {
    ...COMPONENT,
    routes: [
      { page: PAGES_OF_VUE, after: '' },
      { page: /^((?:.*?\/)?)app\.vue$/, into: 'pages', after: '' },
    ],
    starts: ['app/pages'],
    style: 'kebab',
  },
  svelte: {
    ...COMPONENT,
    routes: [
      { page: /^((?:.*?\/)?src\/routes)\/(?:.*\/)?\+(?:page|layout)\.svelte$/, after: '/+page' },
    ],
    homes: [...HOMES, 'lib'],
    starts: ['src/lib'],
  },
  angular: {
    ...COMPONENT,
    homes: [...HOMES, 'features'],
    starts: ['src/app'],
    style: 'kebab',
    ownFolder: true,
  },
  solid: {
    ...COMPONENT,
    routes: [{ page: /^((?:.*?\/)?src\/routes)\/.*\.[jt]sx$/, after: '' }],
  },
  lit: {
    ...COMPONENT,
    // Its files end as all scripts do; only folders tell them apart.
    homes: [...HOMES, 'elements', 'webview', 'client', 'ui'],
    starts: ['src'],
    // The name of a custom element has a hyphen.
    words: ['screen', 'view'],
    style: 'kebab',
  },
  astro: {
    ...COMPONENT,
    routes: [{ page: /^((?:.*?\/)?src\/pages)\/.*\.(?:astro|mdx?)$/, after: '' }],
    starts: ['src/pages'],
    style: 'kebab',
  },
  blazor: { ...COMPONENT, starts: ['Components/Pages', 'Pages'], homes: ['pages', 'components'] },
  swiftui: {
    ...COMPONENT,
    homes: ['screens', 'views', 'features'],
    starts: ['Sources/App'],
    words: ['screen', 'view'],
    draws: /(?:View|Screen|App)$/,
  },
  flutter: {
    ...COMPONENT,
    homes: ['screens', 'pages', 'views', 'widgets'],
    starts: ['lib'],
    style: 'snake',
    draws: /(?:screen|page|view|widget)$/,
  },
  compose: {
    ...COMPONENT,
    homes: ['screens', 'screen', 'pages', 'ui'],
    starts: ['app/src/main/java'],
    draws: /(?:Screen|Activity|View|Page|App)$/,
  },
  // Qt has a type of its own that is called Screen.
  qml: { ...COMPONENT, starts: ['qml', ''], words: ['screen', 'page'] },
};

/** The extensions of a framework, by language where there is a choice. */
const JSX: Readonly<Record<Language, ScreenCustom['extensions']>> = {
  typescript: ['tsx'],
  javascript: ['jsx', 'js'],
};

const EXTENSIONS: Readonly<
  Record<Framework, Readonly<Record<Language, ScreenCustom['extensions']>>>
> = {
  html: always('html'),
  react: JSX,
  reactNative: JSX,
  nextjs: JSX,
  vue: always('vue'),
  nuxt: always('vue'),
  svelte: always('svelte'),
  angular: always('component.ts', 'ts'),
  solid: JSX,
  preact: JSX,
  lit: { typescript: ['ts'], javascript: ['js'] },
  astro: always('astro'),
  blazor: always('razor'),
  swiftui: always('swift'),
  flutter: always('dart'),
  compose: always('kt'),
  qml: always('qml'),
};

function always(
  ...extensions: ScreenCustom['extensions']
): Readonly<Record<Language, ScreenCustom['extensions']>> {
  return { typescript: extensions, javascript: extensions };
}

/** What is usual for the screens of a framework in a language. */
export function screenCustomFor(
  framework: Framework,
  language: Language | undefined,
): ScreenCustom {
  return { ...CUSTOMS[framework], extensions: EXTENSIONS[framework][language ?? 'typescript'] };
}
