/** What the code of a screen is written with. */
export const FRAMEWORKS = [
  'html',
  'react',
  'reactNative',
  'nextjs',
  'vue',
  'nuxt',
  'svelte',
  'angular',
  'solid',
  'preact',
  'lit',
  'astro',
  'blazor',
  'swiftui',
  'flutter',
  'compose',
  'qml',
] as const;

export type Framework = (typeof FRAMEWORKS)[number];

export const STYLINGS = [
  'css',
  'tailwind',
  'sass',
  'cssModules',
  'styledComponents',
  'emotion',
  'bootstrap',
  'none',
] as const;

/** How a screen gets its looks; 'none' where styles are code like the rest. */
export type Styling = (typeof STYLINGS)[number];

export const LANGUAGES = ['typescript', 'javascript'] as const;

export type Language = (typeof LANGUAGES)[number];

export interface Stack {
  readonly framework: Framework;
  readonly styling: Styling;
  /** Undefined where the framework leaves no choice worth a word, as in Flutter. */
  readonly language: Language | undefined;
}

/** What goes with a framework. */
interface Traits {
  readonly name: string;
  /** The first is usual where a project says nothing. */
  readonly stylings: readonly [Styling, ...Styling[]];
  /** The first is usual where a project says nothing; empty where there is no choice. */
  readonly languages: readonly Language[];
}

const ANY_SCRIPT: readonly Language[] = ['javascript', 'typescript'];
const SHEETS = ['css', 'tailwind', 'sass', 'bootstrap'] as const;
const SCOPED = [...SHEETS, 'cssModules'] as const;
const IN_JSX = [...SCOPED, 'styledComponents', 'emotion'] as const;
const IN_CODE = ['none'] as const;

const TRAITS: Readonly<Record<Framework, Traits>> = {
  html: { name: 'plain HTML', stylings: SHEETS, languages: [] },
  react: { name: 'React', stylings: IN_JSX, languages: ANY_SCRIPT },
  reactNative: {
    name: 'React Native',
    stylings: ['none', 'tailwind', 'styledComponents', 'emotion'],
    languages: ANY_SCRIPT,
  },
  nextjs: { name: 'Next.js', stylings: IN_JSX, languages: ANY_SCRIPT },
  vue: { name: 'Vue', stylings: SCOPED, languages: ANY_SCRIPT },
  nuxt: { name: 'Nuxt', stylings: SCOPED, languages: ANY_SCRIPT },
  svelte: { name: 'Svelte', stylings: SCOPED, languages: ANY_SCRIPT },
  angular: { name: 'Angular', stylings: SHEETS, languages: ['typescript'] },
  solid: { name: 'Solid', stylings: SCOPED, languages: ANY_SCRIPT },
  preact: { name: 'Preact', stylings: IN_JSX, languages: ANY_SCRIPT },
  lit: { name: 'Lit', stylings: SHEETS, languages: ANY_SCRIPT },
  astro: { name: 'Astro', stylings: SCOPED, languages: ANY_SCRIPT },
  blazor: { name: 'Blazor', stylings: SHEETS, languages: [] },
  swiftui: { name: 'SwiftUI', stylings: IN_CODE, languages: [] },
  flutter: { name: 'Flutter', stylings: IN_CODE, languages: [] },
  compose: { name: 'Jetpack Compose', stylings: IN_CODE, languages: [] },
  qml: { name: 'Qt Quick (QML)', stylings: IN_CODE, languages: [] },
};

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  typescript: 'TypeScript',
  javascript: 'JavaScript',
};

const STYLING_NAMES: Readonly<Record<Styling, string | undefined>> = {
  css: 'CSS',
  tailwind: 'Tailwind CSS',
  sass: 'Sass',
  cssModules: 'CSS Modules',
  styledComponents: 'styled-components',
  emotion: 'Emotion',
  bootstrap: 'Bootstrap',
  none: undefined,
};

/** A stack in words, for people and for the prompt: "React with TypeScript and Tailwind CSS". */
export function stackName({ framework, styling, language }: Stack): string {
  const additions = [language && LANGUAGE_NAMES[language], STYLING_NAMES[styling]]
    .filter((each) => each !== undefined)
    .join(' and ');
  const { name } = TRAITS[framework];
  return additions === '' ? name : `${name} with ${additions}`;
}

/**
 * The stack of a framework with what a project was seen to use; what does not go with the
 * framework is replaced by what is usual there.
 */
export function stackOf(framework: Framework, styling?: Styling, language?: Language): Stack {
  const { stylings, languages } = TRAITS[framework];
  return {
    framework,
    styling: stylings.find((each) => each === styling) ?? stylings[0],
    language: languages.find((each) => each === language) ?? languages[0],
  };
}

/** A stack as one word, such as `react-typescript-tailwind`, `html-css` or `swiftui`. */
export function stackId({ framework, styling, language }: Stack): string {
  return [framework, language, styling === 'none' ? undefined : styling]
    .filter((each) => each !== undefined)
    .join('-');
}

/** The stack of an id; undefined where there is none such. */
export function stackFrom(id: string): Stack | undefined {
  const parts = id.split('-');
  const framework = FRAMEWORKS.find((each) => each === parts[0]);
  if (framework === undefined) return undefined;
  const stack = stackOf(
    framework,
    STYLINGS.find((each) => each === parts.at(-1)) ?? 'none',
    LANGUAGES.find((each) => each === parts[1]),
  );
  // Only what is written as the stack itself would be is an id.
  return stackId(stack) === id ? stack : undefined;
}

/** The stacks of the list from which people choose, the most common first. */
export const STACKS: readonly Stack[] = [
  stackOf('html', 'css'),
  stackOf('html', 'tailwind'),
  stackOf('html', 'bootstrap'),
  stackOf('react', 'tailwind', 'typescript'),
  stackOf('react', 'css', 'typescript'),
  stackOf('react', 'cssModules', 'typescript'),
  stackOf('react', 'styledComponents', 'typescript'),
  stackOf('react', 'tailwind', 'javascript'),
  stackOf('react', 'css', 'javascript'),
  stackOf('nextjs', 'tailwind', 'typescript'),
  stackOf('nextjs', 'cssModules', 'typescript'),
  stackOf('vue', 'tailwind', 'typescript'),
  stackOf('vue', 'css', 'typescript'),
  stackOf('nuxt', 'tailwind', 'typescript'),
  stackOf('svelte', 'tailwind', 'typescript'),
  stackOf('svelte', 'css', 'typescript'),
  stackOf('angular', 'sass'),
  stackOf('angular', 'tailwind'),
  stackOf('solid', 'tailwind', 'typescript'),
  stackOf('astro', 'tailwind', 'typescript'),
  stackOf('lit', 'css', 'typescript'),
  stackOf('blazor', 'bootstrap'),
  stackOf('reactNative', 'none', 'typescript'),
  stackOf('flutter'),
  stackOf('swiftui'),
  stackOf('compose'),
  stackOf('qml'),
];
