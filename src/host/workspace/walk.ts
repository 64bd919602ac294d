import { MAX_FILE_BYTES, screenPath } from '../../core/prompt/screening';
import type { LeftOut, LeftOutReason, WorkspaceFile } from '../../core/ports';
import { CLONE_IGNORE, GIT_IGNORE, STANZA_IGNORE } from './ignoring';
import type { Rules } from './ignoring';
import type { Slices } from '../../core/slices';
import type { EntryType, Tree, TreeEntry, TreeStat } from './tree';

/** Together these keep the threads of the file system busy, and a remote one from drowning. */
const FOLDERS_AT_ONCE = 8;
const FILES_AT_ONCE = 32;

/** Matching patterns against a path takes longer the deeper it is; no project goes so deep. */
const DEEPEST_FOLDER = 64;

export interface WalkParts {
  readonly tree: Tree;
  /** Stands before every path that is found, such as the name of the workspace folder. */
  readonly prefix: string;
  /** Where the walk begins: `''`, or a folder that ends with a slash. */
  readonly folder: string;
  /** The rules around that folder; its own are read. */
  readonly rules: Rules;
  readonly slices: Slices;
  /** The walk ends when it has found so much. */
  readonly mostEntries: number;
  /** Whether a folder is a workspace folder of its own, and is walked as such. */
  readonly isElsewhere: (folder: string) => boolean;
}

export interface Found {
  /** In no order. */
  readonly files: WorkspaceFile[];
  readonly leftOut: LeftOut[];
  /** The rules in each folder that was entered. */
  readonly rules: Map<string, Rules>;
  /** Whether there was more than `mostEntries`. */
  readonly isCut: boolean;
}

/** Finds what lies in a folder. Never throws: what cannot be read is left out. */
export async function walk(parts: WalkParts): Promise<Found> {
  return new Walk(parts).run();
}

/** What is known of a file before it is read. */
export type Judged = { readonly file: WorkspaceFile } | { readonly leftOut: LeftOut };

/** Whether a file may be sent, as far as its size tells. */
export function judgeSize(path: string, { type, bytes, modifiedMs }: TreeStat): Judged {
  // What was a file a moment ago may have become a link.
  if (type !== 'file') {
    return { leftOut: { path, reason: type === 'link' ? 'link' : 'unreadable' } };
  }
  if (bytes > MAX_FILE_BYTES) return { leftOut: { path, reason: 'tooLarge' } };
  return { file: { path, bytes, modifiedMs } };
}

/** Why a name stays on the machine, whatever lies behind it. A folder's ends with a slash. */
export function judgeName(
  relative: string,
  type: EntryType,
  rules: Rules,
): LeftOutReason | undefined {
  const byRule = rules.reasonFor(relative);
  if (byRule !== undefined || type === 'folder') return byRule;
  return type === 'link' ? 'link' : screenPath(relative);
}

class Walk {
  private readonly files: WorkspaceFile[] = [];
  private readonly leftOut: LeftOut[] = [];
  private readonly rules = new Map<string, Rules>();
  private readonly queue: { folder: string; rules: Rules }[] = [];

  constructor(private readonly parts: WalkParts) {}

  async run(): Promise<Found> {
    const { folder, rules, slices } = this.parts;
    this.queue.push({ folder, rules });
    while (this.queue.length > 0 && !this.isFull && !slices.isStopped) {
      // From the end, so that the queue stays short.
      const next = this.queue.splice(-FOLDERS_AT_ONCE);
      await Promise.all(next.map(async (each) => this.visit(each.folder, each.rules)));
    }
    return {
      files: this.files,
      leftOut: this.leftOut,
      rules: this.rules,
      isCut: this.isFull,
    };
  }

  private get isFull(): boolean {
    return this.files.length + this.leftOut.length >= this.parts.mostEntries;
  }

  private async visit(folder: string, around: Rules): Promise<void> {
    const { tree } = this.parts;
    if (folder.split('/').length > DEEPEST_FOLDER) {
      this.leave(folder, 'unreadable');
      return;
    }
    let entries: readonly TreeEntry[];
    let rules: Rules;
    try {
      entries = await tree.readDirectory(folder);
    } catch {
      this.leave(folder, 'unreadable');
      return;
    }
    try {
      rules = await this.readRules(folder, entries, around);
    } catch {
      // What these rules keep back is not known, so nothing of the folder is sent.
      this.leave(folder, 'unreadable', `${GIT_IGNORE}, ${STANZA_IGNORE}`);
      return;
    }
    this.rules.set(folder, rules);
    await this.statAll(await this.sortOut(folder, entries, rules));
  }

  /** @throws where there are ignore files that cannot be read */
  private async readRules(
    folder: string,
    entries: readonly TreeEntry[],
    around: Rules,
  ): Promise<Rules> {
    const { tree, slices } = this.parts;
    const read = async (name: string): Promise<string | undefined> => {
      const isThere = entries.some((entry) => entry.name === name && entry.type !== 'folder');
      return isThere ? tree.readText(`${folder}${name}`) : undefined;
    };
    const clone = folder === '' ? await this.readCloneRules() : undefined;
    const outer = await around.below('', { git: clone }, slices);
    const own = { git: await read(GIT_IGNORE), stanza: await read(STANZA_IGNORE) };
    return outer.below(folder, own, slices);
  }

  /** Most clones have none, and a folder need not be a clone. */
  private async readCloneRules(): Promise<string | undefined> {
    try {
      return await this.parts.tree.readText(CLONE_IGNORE);
    } catch {
      return undefined;
    }
  }

  /** Queues the folders, leaves out what names decide, and gives the files that remain. */
  private async sortOut(
    folder: string,
    entries: readonly TreeEntry[],
    rules: Rules,
  ): Promise<string[]> {
    const { slices, isElsewhere } = this.parts;
    const files: string[] = [];
    for (const { name, type } of entries) {
      if (slices.isDue) await slices.pause();
      if (slices.isStopped || this.isFull) return files;
      // A pipe or a device has nothing that could be sent.
      if (type === 'other') continue;
      const relative = `${folder}${name}${type === 'folder' ? '/' : ''}`;
      const reason = judgeName(relative, type, rules);
      if (type === 'folder' && isElsewhere(relative)) continue;
      if (reason !== undefined) this.leave(relative, reason);
      else if (type === 'folder') this.queue.push({ folder: relative, rules });
      else files.push(relative);
    }
    return files;
  }

  private async statAll(files: readonly string[]): Promise<void> {
    const { slices } = this.parts;
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      if (slices.isDue) await slices.pause();
      if (slices.isStopped || this.isFull) return;
      const some = files.slice(start, start + FILES_AT_ONCE);
      await Promise.all(some.map(async (relative) => this.statOne(relative)));
    }
  }

  private async statOne(relative: string): Promise<void> {
    try {
      const stat = await this.parts.tree.stat(relative);
      const judged = judgeSize(`${this.parts.prefix}${relative}`, stat);
      if ('file' in judged) this.files.push(judged.file);
      else this.leftOut.push(judged.leftOut);
    } catch {
      this.leave(relative, 'unreadable');
    }
  }

  private leave(relative: string, reason: LeftOutReason, detail?: string): void {
    const path = `${this.parts.prefix}${relative}` || './';
    this.leftOut.push({ path, reason, ...(detail !== undefined && { detail }) });
  }
}
