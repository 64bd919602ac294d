import ignore from 'ignore';
import type { FileInBlock, FileReason, Prefix, PrefixPart } from '../conversation/conversation';
import { CHARACTERS_PER_TOKEN } from '../cost/usage';
import type { LeftOut, Survey, Workspace, WorkspaceFile } from '../ports';
import type { FileTexts } from './fileTexts';
import { importsOf } from './imports';
import { INSTRUCTIONS } from './instructions';
import { mapOf, shownPath, tagFor } from './map';
import { Slices } from '../slices';

/** Files of these names at the top of a folder tell Claude how the project is worked on. */
const INSTRUCTION_FILES: readonly string[] = ['AGENTS.md', 'CLAUDE.md'];

/** The part of the room that whole files may take; the rest is for the map. */
const FILES_SHARE = 0.75;

/** No instructions of a project may take more of the room. */
const PROJECT_SHARE = 0.25;

export interface SnapshotParts {
  readonly workspace: Workspace;
  readonly texts: FileTexts;
  /** Patterns of files that are always in. */
  readonly include: readonly string[];
  readonly maxTokens: number;
}

/** The prefix of a new conversation, and what did not get into it. */
export interface Snapshot {
  readonly prefix: Prefix;
  readonly leftOut: readonly LeftOut[];
  /** How many files the map is drawn from. */
  readonly mapped: number;
}

interface Chosen {
  readonly file: WorkspaceFile;
  readonly why: FileReason;
  readonly text: string;
}

/** The prefix of a conversation that gets no files. */
export function barePrefix(): Prefix {
  return { blocks: [{ part: 'instructions', text: INSTRUCTIONS }], files: [] };
}

/** So many tokens of what a file imports tell enough of it. */
const IMPORTS_TOKENS = 6000;

/** The prefix of a single answer about a file: what the file imports, as far as there is room. */
export async function importsPrefix({
  workspace,
  texts,
  maxTokens,
  path,
}: Omit<SnapshotParts, 'include'> & { readonly path: string | undefined }): Promise<Prefix> {
  // Before it was looked at, a workspace knows no file.
  const files = await byPath(await workspace.survey(), new Slices());
  const current = path === undefined ? undefined : await texts.of(path);
  if (path === undefined || !current || !('text' in current)) return barePrefix();
  const imported = importsOf(path, current.text, (each) => files.has(each));
  const candidates = imported.flatMap((each) => files.get(each) ?? []);
  const room = new Room(Math.min(IMPORTS_TOKENS, maxTokens) * CHARACTERS_PER_TOKEN);
  const chosen = await room.fill(
    candidates.map((file) => [file, 'imported'] as const),
    texts,
    1,
  );
  return assemble([], '', chosen);
}

/**
 * Chooses what of the workspace is sent: instructions of the project, the files that the user has
 * to do with, and a map of the rest. What changes least stands first, so that a later snapshot
 * shares as much of the cache as it can; the same workspace gives the same bytes.
 */
export async function takeSnapshot(parts: SnapshotParts): Promise<Snapshot> {
  const { workspace, maxTokens } = parts;
  const survey = await workspace.survey();
  const slices = new Slices();
  const files = await byPath(survey, slices);
  const room = new Room(maxTokens * CHARACTERS_PER_TOKEN);
  const project = await projectInstructions(parts, files, room);
  const candidates = await reasonsFor(parts, files, slices);
  const chosen = await room.fill(candidates, parts.texts, FILES_SHARE);
  const taken = new Set([...project, ...chosen].map(({ file }) => file.path));
  const symbols = (path: string): readonly string[] => workspace.symbols(path);
  const input = { files: survey.files, without: taken, symbols, characters: room.left };
  const map = await mapOf(input, slices);
  const inOrder = chosen.toSorted((a, b) => stability(a.file, b.file));
  const prefix = assemble(project, map, inOrder);
  return {
    prefix,
    leftOut: [...survey.leftOut, ...room.leftOut],
    mapped: survey.files.length - taken.size,
  };
}

/** What is left of the characters that may be sent, and what found no room. */
class Room {
  readonly leftOut: LeftOut[] = [];

  constructor(public left: number) {}

  /** Reads files for as long as they fit into some of the room. */
  async fill(
    candidates: readonly (readonly [WorkspaceFile, FileReason])[],
    texts: FileTexts,
    share: number,
  ): Promise<Chosen[]> {
    let left = this.left * share;
    const chosen: Chosen[] = [];
    for (const [file, why] of candidates) {
      const read = await texts.of(file.path);
      if (!read) continue;
      if ('leftOut' in read) {
        this.leftOut.push({ path: file.path, reason: read.leftOut, detail: read.detail });
      } else if (read.text.length > left) {
        this.leftOut.push({ path: file.path, reason: 'noRoom' });
      } else {
        left -= read.text.length;
        this.left -= read.text.length;
        chosen.push({ file, why, text: read.text });
      }
    }
    return chosen;
  }
}

/** Nobody's words become instructions in a workspace that the user does not trust. */
async function projectInstructions(
  { workspace, texts }: SnapshotParts,
  files: FilesByPath,
  room: Room,
): Promise<Chosen[]> {
  if (!workspace.isTrusted) return [];
  const paths = workspace.rootPaths.flatMap((root) => INSTRUCTION_FILES.map((name) => root + name));
  const found = paths.flatMap((path) => files.get(path) ?? []);
  return room.fill(
    found.map((file) => [file, 'instructions'] as const),
    texts,
    PROJECT_SHARE,
  );
}

/** The files that the user has to do with, and why, the most important first. */
async function reasonsFor(
  { workspace, texts, include }: SnapshotParts,
  files: FilesByPath,
  slices: Slices,
): Promise<(readonly [WorkspaceFile, FileReason])[]> {
  const { active, open, edited } = workspace.attention();
  const reasons = new Map<WorkspaceFile, FileReason>();
  const add = (paths: readonly string[], why: FileReason): void => {
    for (const path of paths) {
      const file = files.get(path);
      if (file && !reasons.has(file)) reasons.set(file, why);
    }
  };
  if (active !== undefined) add([active], 'active');
  add(open, 'open');
  add(edited, 'edited');
  add(await pinned(files, include, slices), 'pinned');
  const current = active === undefined ? undefined : await texts.of(active);
  if (active !== undefined && current && 'text' in current) {
    add(
      importsOf(active, current.text, (path) => files.has(path)),
      'imported',
    );
  }
  return [...reasons].filter(([{ path }]) => !isProjectInstructions(workspace, path));
}

/** Those have a place of their own. */
function isProjectInstructions({ isTrusted, rootPaths }: Workspace, path: string): boolean {
  return (
    isTrusted && rootPaths.some((root) => INSTRUCTION_FILES.some((name) => root + name === path))
  );
}

/** What was changed longest ago will probably stay as it is. */
function stability(a: WorkspaceFile, b: WorkspaceFile): number {
  return a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1);
}

async function pinned(
  files: FilesByPath,
  include: readonly string[],
  slices: Slices,
): Promise<string[]> {
  if (include.length === 0) return [];
  const patterns = ignore().add([...include]);
  const paths: string[] = [];
  for (const path of files.keys()) {
    if (patterns.ignores(path)) paths.push(path);
    if (slices.isDue) await slices.pause();
  }
  return paths;
}

type FilesByPath = ReadonlyMap<string, WorkspaceFile>;

/** A survey is the same object for as long as nothing has changed. */
const known = new WeakMap<Survey['files'], FilesByPath>();

async function byPath({ files }: Survey, slices: Slices): Promise<FilesByPath> {
  const before = known.get(files);
  if (before) return before;
  const map = new Map<string, WorkspaceFile>();
  for (const file of files) {
    map.set(file.path, file);
    if (slices.isDue) await slices.pause();
  }
  known.set(files, map);
  return map;
}

function assemble(project: readonly Chosen[], map: string, chosen: readonly Chosen[]): Prefix {
  const blocks: { part: PrefixPart; text: string }[] = [
    { part: 'instructions', text: INSTRUCTIONS },
  ];
  const files: FileInBlock[] = [];
  const addFiles = (part: PrefixPart, name: string, members: readonly Chosen[]): void => {
    if (members.length === 0) return;
    let text = '';
    for (const { file, why, text: body } of members) {
      const tag = tagFor(name, body);
      text += `<${tag} path="${shownPath(file.path)}">\n`;
      const start = text.length;
      text += `${body}${body.endsWith('\n') ? '' : '\n'}</${tag}>\n`;
      files.push({ path: file.path, why, block: blocks.length, start, end: start + body.length });
    }
    blocks.push({ part, text });
  };
  addFiles('project', 'project_instructions', project);
  if (map !== '') {
    blocks.push({ part: 'map', text: `<workspace_map>\n${map}\n</workspace_map>\n` });
  }
  addFiles('files', 'file', chosen);
  return { blocks, files };
}
