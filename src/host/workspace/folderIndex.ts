import { t } from '@vscode/l10n';
import type { LeftOut, WorkspaceFile } from '../../core/ports';
import { CLONE_IGNORE, GIT_IGNORE, Rules, STANZA_IGNORE } from './ignoring';
import { Slices, sortInSlices } from '../../core/slices';
import { SortedPaths } from './sortedPaths';
import type { Tree, TreeStat } from './tree';
import { judgeName, judgeSize, walk } from './walk';

/** Beyond that, the list alone would take some hundred megabytes. */
const MOST_ENTRIES = 300_000;

/** When so many paths have changed, walking is faster than looking at each. */
const MANY_CHANGES = 2000;

export interface FolderIndexOptions {
  /** Stands before every path, such as `app/`; empty where there is one folder. */
  readonly prefix?: string;
  /** Patterns of the user. */
  readonly exclude?: readonly string[];
  readonly isElsewhere?: (folder: string) => boolean;
  readonly mostEntries?: number;
}

/**
 * The files of one workspace folder: walked once, then changed in place. Whoever calls `walk` and
 * `update` lets one end before the next begins.
 */
export class FolderIndex {
  private readonly sendable = new SortedPaths<WorkspaceFile>(
    (one, other) => one.bytes === other.bytes && one.modifiedMs === other.modifiedMs,
  );
  private readonly kept = new SortedPaths<LeftOut>(
    (one, other) => one.reason === other.reason && one.detail === other.detail,
  );
  /** Of each folder that was entered. */
  private readonly rules = new Map<string, Rules>();
  private readonly slices = new Slices();
  private readonly prefix: string;
  private readonly mostEntries: number;

  constructor(
    private readonly tree: Tree,
    private readonly options: FolderIndexOptions = {},
  ) {
    this.prefix = options.prefix ?? '';
    this.mostEntries = options.mostEntries ?? MOST_ENTRIES;
  }

  get files(): readonly WorkspaceFile[] {
    return this.sendable.snapshot();
  }

  get leftOut(): readonly LeftOut[] {
    return this.kept.snapshot();
  }

  /** Another number whenever something has changed. */
  get revision(): number {
    return this.sendable.revision + this.kept.revision;
  }

  /** @param path with the prefix */
  find(path: string): WorkspaceFile | undefined {
    return this.sendable.find(path);
  }

  /** Ends a walk that is under way; what it has found is dropped. */
  stop(): void {
    this.slices.stop();
  }

  /** Walks the whole folder. */
  async walk(): Promise<void> {
    await this.walkBelow('', Rules.of(this.options.exclude ?? []));
  }

  /** Whether a change there cannot matter, for it lies in a folder that is left out. */
  isOutside(relative: string): boolean {
    if (relative === CLONE_IGNORE) return false;
    return foldersAround(relative).some((folder) => {
      const path = `${this.prefix}${folder}`;
      const reason = (this.kept.find(path) ?? this.kept.find(path.slice(0, -1)))?.reason;
      // A folder that could not be read may have been mended.
      return reason !== undefined && reason !== 'unreadable';
    });
  }

  /** Looks at what was changed, made or deleted: paths relative to the folder. */
  async update(changed: Iterable<string>): Promise<void> {
    const paths = [...new Set(changed)].filter((path) => !this.isOutside(path));
    const targets = [...new Set(paths.map((path) => this.targetOf(path)))].toSorted();
    if (targets[0] === '' || targets.length > MANY_CHANGES) {
      await this.walk();
      return;
    }
    let walked: string | undefined;
    for (const target of targets) {
      if (this.slices.isDue) await this.slices.pause();
      if (this.slices.isStopped) return;
      if (walked !== undefined && target.startsWith(walked)) continue;
      if (await this.look(target)) walked = `${target}/`;
    }
  }

  /** What to look at when a path has changed: itself, or the folder whose rules it changes. */
  private targetOf(relative: string): string {
    if (relative === CLONE_IGNORE || !this.rules.has('')) return '';
    // The first folder that was not entered so far is looked at as a whole.
    const unknown = foldersAround(relative).find((folder) => !this.rules.has(folder));
    if (unknown !== undefined) return unknown.slice(0, -1);
    const name = relative.slice(parentOf(relative).length);
    const isRule = name === GIT_IGNORE || name === STANZA_IGNORE;
    return isRule ? parentOf(relative).slice(0, -1) : relative;
  }

  /** Brings one path up to date; true where it is a folder, which has been walked. */
  private async look(relative: string): Promise<boolean> {
    const around = this.rules.get(parentOf(relative));
    const stat = await this.tree.stat(relative).catch(() => undefined);
    if (stat?.type === 'folder' && around) {
      await this.lookAtFolder(`${relative}/`, around);
      return true;
    }
    if (stat && around && stat.type !== 'other') this.place(relative, stat, around);
    else this.forget(relative);
    return false;
  }

  private async lookAtFolder(folder: string, around: Rules): Promise<void> {
    const reason = judgeName(folder, 'folder', around);
    if (reason === undefined && !this.options.isElsewhere?.(folder)) {
      await this.walkBelow(folder, around);
      return;
    }
    this.forget(folder.slice(0, -1));
    if (reason !== undefined) this.kept.put({ path: `${this.prefix}${folder}`, reason });
  }

  private place(relative: string, stat: TreeStat, rules: Rules): void {
    const path = `${this.prefix}${relative}`;
    // It may have been a folder.
    this.replaceBelow(`${relative}/`, [], []);
    const reason = judgeName(relative, stat.type, rules);
    const judged = reason === undefined ? judgeSize(path, stat) : { leftOut: { path, reason } };
    const isFile = 'file' in judged;
    const isKnown = (isFile ? this.sendable : this.kept).find(path) !== undefined;
    (isFile ? this.kept : this.sendable).delete(path);
    if (!isKnown && this.isFull) return;
    if (isFile) this.sendable.put(judged.file);
    else this.kept.put(judged.leftOut);
  }

  /** A path that is gone may have been a file or a folder. */
  private forget(relative: string): void {
    const path = `${this.prefix}${relative}`;
    this.sendable.delete(path);
    this.kept.delete(path);
    this.replaceBelow(`${relative}/`, [], []);
  }

  private async walkBelow(folder: string, rules: Rules): Promise<void> {
    const { tree, prefix, slices, options } = this;
    const found = await walk({
      tree,
      prefix,
      folder,
      rules,
      slices,
      mostEntries: this.mostEntries - (folder === '' ? 0 : this.size),
      isElsewhere: options.isElsewhere ?? (() => false),
    });
    if (found.isCut) {
      const detail = t('more than {0} files', this.mostEntries);
      found.leftOut.push({ path: `${prefix}${folder}` || './', reason: 'tooLarge', detail });
    }
    const files = await sortInSlices(found.files, slices);
    const leftOut = await sortInSlices(found.leftOut, slices);
    if (slices.isStopped) return;
    // What was a file or a link may be a folder now.
    this.sendable.delete(`${prefix}${folder.slice(0, -1)}`);
    this.kept.delete(`${prefix}${folder.slice(0, -1)}`);
    this.replaceBelow(folder, files, leftOut);
    for (const [entered, its] of found.rules) this.rules.set(entered, its);
  }

  private replaceBelow(
    folder: string,
    files: readonly WorkspaceFile[],
    leftOut: readonly LeftOut[],
  ): void {
    const path = folder === '' ? '' : `${this.prefix}${folder}`;
    this.sendable.replaceBelow(path, files);
    this.kept.replaceBelow(path, leftOut);
    if (folder !== '' && !this.rules.has(folder)) return;
    for (const entered of this.rules.keys()) {
      if (entered.startsWith(folder)) this.rules.delete(entered);
    }
  }

  private get isFull(): boolean {
    return this.size >= this.mostEntries;
  }

  private get size(): number {
    return this.sendable.size + this.kept.size;
  }
}

/** `a/b/c.ts` lies in `a/` and in `a/b/`. */
function foldersAround(relative: string): string[] {
  return [...relative.matchAll(/\//g)].map(({ index }) => relative.slice(0, index + 1));
}

function parentOf(relative: string): string {
  return relative.slice(0, relative.lastIndexOf('/') + 1);
}
