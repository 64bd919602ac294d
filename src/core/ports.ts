import type { Task, Tier } from './tasks';

export type { Tier } from './tasks';

/**
 * What core needs from outside. The host implements these; the unit tests use fakes in memory.
 */

/** Files of lines that only ever grow. Names are relative, with forward slashes. */
export interface LineStore {
  /** Appends one line; `line` holds no line break. Resolves when it has been handed to the disk. */
  append(name: string, line: string): Promise<void>;
  /** The lines written so far, without line breaks; none where the file does not exist. */
  read(name: string): AsyncIterable<string>;
  /**
   * The whole lines after a place in the file, in pieces that are quickly worked through. Whoever
   * begins at the `end` of the last piece reads only what has been written since.
   */
  readFrom(name: string, start: number): AsyncIterable<LinePiece>;
  /** The names of the files directly below a folder, newest change first. */
  list(folder: string): Promise<string[]>;
}

export interface LinePiece {
  readonly lines: readonly string[];
  readonly end: number;
}

export interface Clock {
  now(): Date;
}

/** Makes identifiers that are unique across windows and machines. */
export type NewId = () => string;

/** A log that people may be asked to send: no key, prompt, answer or file content goes in. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/** Where requests go and who pays for them. Never read from a workspace. */
export interface ApiAccess {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/** Gives the access of this moment. @throws ApiProblem of kind `noKey` or `badBaseUrl` */
export type ReadAccess = () => Promise<ApiAccess>;

/** The settings that core reads, each at the moment when it is needed. */
export interface Settings {
  /** A line's name or a model's id, as the user wrote it. */
  model(tier: Tier): string;
  /** Which tier does a task, by its name. */
  tier(task: Task): Tier;
  /** The budgets as they were written, so that a wrong one can be named. */
  budgets(): RawBudgets;
  cacheTtl(): 'auto' | CacheTtl;
  /** Files that are always in the prefix, as patterns in the syntax of .gitignore. */
  include(): readonly string[];
  /** The most tokens that the files of the workspace may take. */
  maxFileTokens(): number;
}

/** How long a cached prefix lives after each use. */
export type CacheTtl = '5m' | '1h';

/** Dollars, or whatever else the user wrote there; null for no limit. */
export interface RawBudgets {
  readonly perRequest: unknown;
  readonly perDay: unknown;
  readonly perMonth: unknown;
}

/** A file of the workspace that may be sent. */
export interface WorkspaceFile {
  /**
   * Relative to its folder, with forward slashes; in a workspace of several folders it begins with
   * the name of the folder.
   */
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds; 0 where the file system does not tell. */
  readonly modifiedMs: number;
}

/** Why a file or a folder stays on the machine. */
export type LeftOutReason =
  | 'ignored'
  | 'excluded'
  | 'secret'
  | 'binary'
  | 'generated'
  | 'tooLarge'
  | 'unreadable'
  | 'link'
  | 'noRoom';

export interface LeftOut {
  /** A folder ends with a slash, and stands for everything below it. */
  readonly path: string;
  readonly reason: LeftOutReason;
  /** What exactly, such as the kind of a secret; never the secret itself. */
  readonly detail?: string | undefined;
}

/** What there is in the workspace, as far as paths, sizes and ignore rules tell. */
export interface Survey {
  /** In the order of their paths. */
  readonly files: readonly WorkspaceFile[];
  readonly leftOut: readonly LeftOut[];
}

/** Where the user's attention is; the most recent first. All are paths of files that may be sent. */
export interface Attention {
  /** The file of the active editor. */
  readonly active: string | undefined;
  readonly open: readonly string[];
  /** Edited since the window was opened. */
  readonly edited: readonly string[];
}

/** What a file holds: its text where an editor has it, otherwise its bytes. */
export type FileContent =
  { readonly text: string } | { readonly bytes: Uint8Array } | { readonly leftOut: LeftOutReason };

/** The files of the open folders. Nothing of them leaves before the user has agreed. */
export interface Workspace {
  /** Whether any folder is open. */
  readonly isOpen: boolean;
  /** Whether the user trusts it; otherwise nothing in it is taken for instructions. */
  readonly isTrusted: boolean;
  /** What paths begin with: '' for a single folder, otherwise each folder's name with a slash. */
  readonly rootPaths: readonly string[];
  survey(): Promise<Survey>;
  attention(): Attention;
  /** Reads a file of the survey; one that is not there any more is `unreadable`. Never throws. */
  read(path: string): Promise<FileContent>;
  /** When a file was last changed, in an editor or on the disk; undefined where it is gone. */
  version(path: string): Promise<string | undefined>;
  /** The top-level symbols of a file, as far as they have been looked for in the background. */
  symbols(path: string): readonly string[];
}

/** Where the user works, for sorting the spending later. */
export interface Place {
  readonly folder?: string | undefined;
  readonly branch?: string | undefined;
}

/** Tells the workspace folder and the git branch of this moment. */
export type ReadPlace = () => Promise<Place>;
