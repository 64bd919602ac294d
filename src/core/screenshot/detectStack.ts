import { baseName, folderOf, foldersAbove } from '../prompt/paths';
import {
  BY_KIND,
  COMPOSE,
  CONFIGS,
  DRAWN_IN,
  FLUTTER,
  FRAMEWORK_PACKAGES,
  STYLING_KINDS,
  STYLING_PACKAGES,
  STYLING_PAGES,
  STYLING_SHEETS,
  SWIFTUI,
} from './evidence';
import { stackOf } from './stack';
import type { Framework, Language, Stack, Styling } from './stack';
import { depthOf, surveyOf } from './survey';
import type { Ecosystem, Project, Survey } from './survey';

/** The text of a file, or undefined where there is none that can be read. */
type Read = (path: string) => Promise<string | undefined>;

/** A package.json with what it depends on, or a folder above it. */
interface Level {
  readonly folder: string;
  readonly dependencies: readonly string[];
}

interface Workspace {
  readonly survey: Survey;
  readonly read: Read;
}

/** With the manifests above them these make about ten files to read, however many projects. */
const MOST_PROJECTS: Readonly<Record<Ecosystem, number>> = {
  web: 6,
  gradle: 4,
  dart: 3,
  swift: 3,
  dotnet: 1,
  qt: 1,
};

const MOST_SPECIMENS = 4;

const MAIN_SHEET = /^(?:globals?|app|main|index|styles?|tailwind|input|base)\./i;
const MAIN_PAGE = /^(?:index|app|_?host|_?layout|base)\./i;
const MAIN_VIEW = /(?:View|App|Screen)\.swift$/;

/**
 * The stack of a workspace, as its paths and a few of its files tell: that of the project with the
 * most files that draw. Without any it is plain HTML. It never fails, whatever the files hold.
 */
export async function detectStack(files: readonly string[], read: Read): Promise<Stack> {
  const workspace = { survey: surveyOf(files), read: carefully(read) };
  const { projects } = workspace.survey;
  const tried = new Map<Ecosystem, number>();
  // The heaviest come first, so that the first with evidence is the one.
  for (const project of projects) {
    const count = tried.get(project.ecosystem) ?? 0;
    if (count >= MOST_PROJECTS[project.ecosystem]) continue;
    tried.set(project.ecosystem, count + 1);
    const framework = await EVIDENCE[project.ecosystem](project, workspace);
    if (framework !== undefined) return furnished(framework, project, workspace);
  }
  const pages = projects.filter(({ ecosystem }) => ecosystem === 'web');
  const [most] = pages.toSorted((a, b) => countOf(b, PAGE_KINDS) - countOf(a, PAGE_KINDS));
  return furnished('html', most ?? NOWHERE, workspace);
}

const PAGE_KINDS = ['html', 'htm', 'php', 'erb', 'ejs', 'cshtml', 'razor'];
const SHEET_KINDS = ['css', 'pcss', 'scss'];
const NOWHERE: Project = { ecosystem: 'web', folder: '', counts: new Map(), weight: 0 };

/** What must be found in the files of a project for it to be one that draws. */
const EVIDENCE: Readonly<
  Record<Ecosystem, (project: Project, workspace: Workspace) => Promise<Framework | undefined>>
> = {
  web: async (project, workspace) =>
    webFrameworkOf(project, workspace.survey, await levelsOf(project, workspace)),
  dart: async ({ folder }, { survey, read }) => {
    const manifests = [within(folder, 'pubspec.yaml')].filter((path) => survey.setups.has(path));
    return firstMatch<Framework>(manifests, [[FLUTTER, 'flutter']], read);
  },
  gradle: async ({ folder }, { survey, read }) => {
    const builds = ['build.gradle.kts', 'build.gradle']
      .map((name) => within(folder, name))
      .filter((path) => survey.setups.has(path));
    return firstMatch<Framework>(builds, [[COMPOSE, 'compose']], read);
  },
  swift: async (project, workspace) => {
    const views = specimensOf(['swift'], MAIN_VIEW, project, workspace.survey);
    return firstMatch<Framework>(views, [[SWIFTUI, 'swiftui']], workspace.read);
  },
  dotnet: async ({ weight }) => (weight > 0 ? 'blazor' : undefined),
  qt: async ({ weight }) => (weight > 0 ? 'qml' : undefined),
};

/** A framework with the styling and the language of a project. */
async function furnished(
  framework: Framework,
  project: Project,
  workspace: Workspace,
): Promise<Stack> {
  // Nothing is read for a framework whose styles are code.
  if (stackOf(framework, 'css').styling === 'none' && framework !== 'reactNative') {
    return stackOf(framework);
  }
  const levels = await levelsOf(project, workspace);
  const styling = await stylingOf(framework, project, levels, workspace);
  return stackOf(framework, styling, languageOf(project, levels, workspace.survey));
}

function webFrameworkOf(
  project: Project,
  { setups }: Survey,
  levels: readonly Level[],
): Framework | undefined {
  const names = namesIn(project.folder, setups);
  const configured = CONFIGS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (configured) return configured[1];
  for (const { dependencies } of levels) {
    const known = FRAMEWORK_PACKAGES.filter(([name]) => dependencies.includes(name));
    if (known.length > 0)
      return mostDrawn(
        known.map(([, framework]) => framework),
        project,
      );
  }
  return project.weight === 0 ? undefined : mostDrawn(BY_KIND, project);
}

/** The framework in whose files a project draws most; where they tell nothing, the first. */
function mostDrawn(frameworks: readonly Framework[], project: Project): Framework | undefined {
  const drawn = (framework: Framework) => countOf(project, DRAWN_IN.get(framework) ?? []);
  return frameworks.toSorted((a, b) => drawn(b) - drawn(a))[0];
}

async function stylingOf(
  framework: Framework,
  project: Project,
  levels: readonly Level[],
  { survey, read }: Workspace,
): Promise<Styling | undefined> {
  for (const { folder, dependencies } of levels) {
    const known = STYLING_PACKAGES.find(([name]) => dependencies.some((each) => name.test(each)));
    if (known) return known[1];
    const names = namesIn(folder, survey.setups);
    if (names.some((name) => name.startsWith('tailwind.config.'))) return 'tailwind';
  }
  const sheets = specimensOf(SHEET_KINDS, MAIN_SHEET, project, survey);
  const imported = await firstMatch(sheets, STYLING_SHEETS, read);
  if (imported !== undefined) return imported;
  if (framework === 'html' || framework === 'blazor') {
    const pages = specimensOf(PAGE_KINDS, MAIN_PAGE, project, survey);
    const loaded = await firstMatch(pages, STYLING_PAGES, read);
    if (loaded !== undefined) return loaded;
  }
  return STYLING_KINDS.find(([kinds]) => countOf(project, kinds) > 0)?.[1];
}

/** The language in which most of a project is written; components count before the rest. */
function languageOf(project: Project, levels: readonly Level[], { setups }: Survey): Language {
  const drawn = countOf(project, ['tsx', 'jsx']) > 0;
  const typed = countOf(project, drawn ? ['tsx'] : ['ts', 'component.ts']);
  const untyped = countOf(project, drawn ? ['jsx'] : ['js', 'mjs']);
  if (typed !== untyped) return typed > untyped ? 'typescript' : 'javascript';
  const prepared = levels.some(
    ({ folder, dependencies }) =>
      dependencies.includes('typescript') || setups.has(within(folder, 'tsconfig.json')),
  );
  return prepared ? 'typescript' : 'javascript';
}

function countOf({ counts }: Project, kinds: readonly string[]): number {
  return kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
}

/** The folder of a project and those above it: in monorepos much is set up at the root. */
async function levelsOf({ folder }: Project, { survey, read }: Workspace): Promise<Level[]> {
  const folders = foldersAbove(within(folder, 'package.json'));
  return Promise.all(
    folders.map(async (each) => {
      const manifest = within(each, 'package.json');
      const text = survey.setups.has(manifest) ? await read(manifest) : undefined;
      return { folder: each, dependencies: dependenciesIn(text ?? '') };
    }),
  );
}

/** The names of the packages in a package.json; none where it is broken. */
function dependenciesIn(text: string): string[] {
  const manifest = recordIn(text);
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
    (key) => {
      const names = manifest[key];
      return isRecord(names) ? Object.keys(names) : [];
    },
  );
}

function recordIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The few files of a project that most likely tell: those with a main name, near the root. */
function specimensOf(
  kinds: readonly string[],
  main: RegExp,
  { ecosystem, folder }: Project,
  { byKind, projectOf }: Survey,
): string[] {
  return kinds
    .flatMap((kind) => byKind.get(kind) ?? [])
    .filter((path) => folder === '' || path.startsWith(`${folder}/`))
    .filter((path) => projectOf(ecosystem, path) === folder)
    .map((path) => ({ path, rank: (main.test(baseName(path)) ? 0 : 1_000) + depthOf(path) }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST_SPECIMENS)
    .map(({ path }) => path);
}

/** What the first file tells that tells anything. */
async function firstMatch<T>(
  paths: readonly string[],
  table: readonly (readonly [text: RegExp, found: T])[],
  read: Read,
): Promise<T | undefined> {
  for (const path of paths) {
    const text = (await read(path)) ?? '';
    const row = table.find(([pattern]) => pattern.test(text));
    if (row) return row[1];
  }
  return undefined;
}

/** The names of the files that set up what is in a folder. */
function namesIn(folder: string, setups: ReadonlySet<string>): string[] {
  return [...setups].filter((path) => folderOf(path) === folder).map(baseName);
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Reads each file once, and takes one that cannot be read for one that is not there. */
function carefully(read: Read): Read {
  const known = new Map<string, Promise<string | undefined>>();
  const tried = async (path: string) => {
    try {
      return await read(path);
    } catch {
      return undefined;
    }
  };
  return async (path) => {
    const text = known.get(path) ?? tried(path);
    known.set(path, text);
    return text;
  };
}
