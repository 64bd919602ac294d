import { baseName, extensionOf, folderOf } from '../prompt/paths';

/** Files that are built together: each kind has its own marks of where a project starts. */
export type Ecosystem = 'web' | 'dart' | 'swift' | 'gradle' | 'dotnet' | 'qt';

/** A folder that starts a project, and the files below it that belong to no project further in. */
export interface Project {
  readonly ecosystem: Ecosystem;
  readonly folder: string;
  /** How many files there are of each kind that `kindOf` tells apart. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many of them draw what people see. */
  readonly weight: number;
}

/** What the paths of a workspace tell without reading a file. */
export interface Survey {
  /** The heaviest first; of those that weigh the same, the one nearest the root. */
  readonly projects: readonly Project[];
  /** The files that make or set up projects, such as package.json and tailwind.config.ts. */
  readonly setups: ReadonlySet<string>;
  /** The files by kind. */
  readonly byKind: ReadonlyMap<string, readonly string[]>;
  /** The folder of the project to which a file of an ecosystem belongs. */
  readonly projectOf: (ecosystem: Ecosystem, path: string) => string;
}

/** What others wrote, what tools made, and what only tests need says nothing about the project. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|Pods|Carthage|DerivedData|dist|build|out|coverage|target|obj|fixtures|__fixtures__|__tests__|__mocks__|\.[^/]+)\//;

const SETUP =
  /^(?:package\.json|project\.json|angular\.json|tsconfig(?:\.\w+)?\.json|(?:next|nuxt|astro|svelte|metro|tailwind|postcss)\.config\.\w+|pubspec\.yaml|build\.gradle(?:\.kts)?|.+\.csproj)$/;

/** The endings that count, by ecosystem: of files that draw, and of those that help them. */
const KINDS: readonly (readonly [ecosystem: Ecosystem, draw: string, help: string])[] = [
  [
    'web',
    'tsx jsx vue svelte astro component.ts component.html',
    'ts js mjs html htm css scss sass pcss module.css module.scss php erb ejs cshtml',
  ],
  ['dart', 'dart', ''],
  ['swift', 'swift', ''],
  ['gradle', 'kt', ''],
  ['dotnet', 'razor', ''],
  ['qt', 'qml', ''],
];

interface Membership {
  readonly ecosystem: Ecosystem;
  readonly draws: boolean;
}

const MEMBERSHIPS: ReadonlyMap<string, Membership> = new Map(
  KINDS.flatMap(([ecosystem, draw, help]): [string, Membership][] => [
    ...draw.split(' ').map((kind): [string, Membership] => [kind, { ecosystem, draws: true }]),
    ...help.split(' ').map((kind): [string, Membership] => [kind, { ecosystem, draws: false }]),
  ]),
);

const ROOTS: readonly (readonly [ecosystem: Ecosystem, name: RegExp])[] = [
  [
    'web',
    /^(?:package\.json|project\.json|angular\.json|(?:next|nuxt|astro|svelte|metro)\.config\.\w+)$/,
  ],
  ['dart', /^pubspec\.yaml$/],
  ['swift', /^(?:Package\.swift|.+\.xcodeproj)$/],
  ['gradle', /^build\.gradle(?:\.kts)?$/],
  ['dotnet', /^.+\.csproj$/],
];

/** The folders that start projects. */
type Roots = ReadonlyMap<Ecosystem, Set<string>>;

/** Settings, declarations and tests are written in the language of tools, not of the project. */
const ASIDE = /^\.|\.(?:d|config|test|spec|stories|g|freezed)\.\w+$/;

/** Whether a file belongs to the project itself, and not to its tools, its tests or to others. */
export function isOwn(path: string): boolean {
  return !FOREIGN.test(path) && !ASIDE.test(baseName(path));
}

/** The ending of a file, of two parts where only both say what it is: "tsx", "module.css". */
export function kindOf(path: string): string {
  const twofold = /\.(?:component\.(?:ts|html)|module\.s?css)$/.exec(path);
  return twofold ? twofold[0].slice(1) : extensionOf(path);
}

/** The ecosystem to which files of a kind belong. */
export function ecosystemOf(kind: string): Ecosystem | undefined {
  return MEMBERSHIPS.get(kind)?.ecosystem;
}

/** Looks once at each path of a workspace, which may have 100,000. */
export function surveyOf(files: readonly string[]): Survey {
  const setups = new Set<string>();
  const roots: Roots = new Map(KINDS.map(([ecosystem]) => [ecosystem, new Set()]));
  const byKind = new Map<string, string[]>();
  for (const path of files) {
    if (FOREIGN.test(path)) continue;
    for (const [ecosystem, folder] of rootsBy(path)) roots.get(ecosystem)?.add(folder);
    const name = baseName(path);
    if (SETUP.test(name)) setups.add(path);
    const kind = kindOf(path);
    if (!MEMBERSHIPS.has(kind) || ASIDE.test(name)) continue;
    const same = byKind.get(kind);
    if (same) same.push(path);
    else byKind.set(kind, [path]);
  }
  const projectOf = nearestOf(roots);
  return { projects: projectsOf(byKind, roots, projectOf), setups, byKind, projectOf };
}

/** The projects that a file starts. An Xcode project is a folder beside the files it builds. */
function rootsBy(path: string): [Ecosystem, string][] {
  const folder = folderOf(path);
  const start = folder.endsWith('.xcodeproj') ? folder : path;
  const name = baseName(start);
  return ROOTS.filter(([, pattern]) => pattern.test(name)).map(([ecosystem]) => [
    ecosystem,
    folderOf(start),
  ]);
}

/** Finds the project of a file; what is in none belongs to the root. Each folder is asked once. */
function nearestOf(roots: Roots): Survey['projectOf'] {
  const known = new Map(KINDS.map(([ecosystem]) => [ecosystem, new Map([['', '']])]));
  const nearest = (ecosystem: Ecosystem, folder: string): string => {
    const found = known.get(ecosystem)?.get(folder);
    if (found !== undefined) return found;
    const isRoot = roots.get(ecosystem)?.has(folder) ?? false;
    const project = isRoot ? folder : nearest(ecosystem, folderOf(folder));
    known.get(ecosystem)?.set(folder, project);
    return project;
  };
  return (ecosystem, path) => nearest(ecosystem, folderOf(path));
}

function projectsOf(
  byKind: ReadonlyMap<string, readonly string[]>,
  roots: Roots,
  projectOf: Survey['projectOf'],
): Project[] {
  const projects = new Map<string, Project & { counts: Map<string, number>; weight: number }>();
  const projectIn = (ecosystem: Ecosystem, folder: string) => {
    const key = `${ecosystem}:${folder}`;
    const project = projects.get(key) ?? {
      ecosystem,
      folder,
      counts: new Map<string, number>(),
      weight: 0,
    };
    projects.set(key, project);
    return project;
  };
  for (const [ecosystem, folders] of roots) {
    for (const folder of folders) projectIn(ecosystem, folder);
  }
  for (const [kind, paths] of byKind) {
    const membership = MEMBERSHIPS.get(kind);
    if (!membership) continue;
    for (const path of paths) {
      const project = projectIn(membership.ecosystem, projectOf(membership.ecosystem, path));
      project.counts.set(kind, (project.counts.get(kind) ?? 0) + 1);
      if (membership.draws) project.weight += 1;
    }
  }
  return [...projects.values()].toSorted(
    (a, b) => b.weight - a.weight || depthOf(a.folder) - depthOf(b.folder),
  );
}

/** How many folders a path leads through. */
export function depthOf(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}
