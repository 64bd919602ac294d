import ignore from 'ignore';
import type { FileInBlock, FileReason, Prefix, PrefixPart } from '../conversation/conversation';
import { CHARACTERS_PER_TOKEN } from '../cost/usage';
import type { LeftOut, Survey, Workspace, WorkspaceFile } from '../ports';
import type { FileTexts } from './fileTexts';
import { importsOf } from './imports';
import { INSTRUCTIONS } from './instructions';
import { mapOf, shownPath } from './map';

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

/**
 * Chooses what of the workspace is sent: instructions of the project, the files that the user has
 * to do with, and a map of the rest. What changes least stands first, so that a later snapshot
 * shares as much of the cache as it can; the same workspace gives the same bytes.
 */
export async function takeSnapshot(parts: SnapshotParts): Promise<Snapshot> {
  const { workspace, maxTokens } = parts;
  const survey = await workspace.survey();
  const room = new Room(maxTokens * CHARACTERS_PER_TOKEN);
  const project = await projectInstructions(parts, survey, room);
  const chosen = await chooseFiles(parts, survey, room);
  const taken = new Set([...project, ...chosen].map(({ file }) => file.path));
  const rest = survey.files.filter(({ path }) => !taken.has(path));
  const map = await mapOf(rest, (path) => workspace.symbols(path), room.left);
  const prefix = assemble(project, map, chosen);
  return { prefix, leftOut: [...survey.leftOut, ...room.leftOut], mapped: rest.length };
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
  survey: Survey,
  room: Room,
): Promise<Chosen[]> {
  if (!workspace.isTrusted) return [];
  const paths = workspace.rootPaths.flatMap((root) => INSTRUCTION_FILES.map((name) => root + name));
  const files = filesOf(survey);
  const found = paths.flatMap((path) => files.get(path) ?? []);
  return room.fill(
    found.map((file) => [file, 'instructions'] as const),
    texts,
    PROJECT_SHARE,
  );
}

/** The files that the user has to do with, the most important first while there is room. */
async function chooseFiles(parts: SnapshotParts, survey: Survey, room: Room): Promise<Chosen[]> {
  const { workspace, texts, include } = parts;
  const { active, open, edited } = workspace.attention();
  const files = filesOf(survey);
  const reasons = new Map<string, FileReason>();
  const add = (paths: readonly string[], why: FileReason): void => {
    for (const path of paths) if (files.has(path) && !reasons.has(path)) reasons.set(path, why);
  };
  if (active !== undefined) add([active], 'active');
  add(open, 'open');
  add(edited, 'edited');
  add(pinned(survey, include), 'pinned');
  const current = active === undefined ? undefined : await texts.of(active);
  if (active !== undefined && current && 'text' in current) {
    add(
      importsOf(active, current.text, (path) => files.has(path)),
      'imported',
    );
  }
  if (workspace.isTrusted) {
    for (const root of workspace.rootPaths) {
      for (const name of INSTRUCTION_FILES) reasons.delete(root + name);
    }
  }
  const candidates = [...reasons].flatMap(([path, why]) => {
    const file = files.get(path);
    return file ? [[file, why] as const] : [];
  });
  const chosen = await room.fill(candidates, texts, FILES_SHARE);
  return chosen.toSorted((a, b) => stability(a.file, b.file));
}

/** What was changed longest ago will probably stay as it is. */
function stability(a: WorkspaceFile, b: WorkspaceFile): number {
  return a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1);
}

function pinned({ files }: Survey, include: readonly string[]): string[] {
  if (include.length === 0) return [];
  const patterns = ignore().add([...include]);
  return files.map(({ path }) => path).filter((path) => patterns.ignores(path));
}

function filesOf({ files }: Survey): ReadonlyMap<string, WorkspaceFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function assemble(project: readonly Chosen[], map: string, chosen: readonly Chosen[]): Prefix {
  const blocks: { part: PrefixPart; text: string }[] = [
    { part: 'instructions', text: INSTRUCTIONS },
  ];
  const files: FileInBlock[] = [];
  const addFiles = (part: PrefixPart, tag: string, members: readonly Chosen[]): void => {
    if (members.length === 0) return;
    let text = '';
    for (const { file, why, text: body } of members) {
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
