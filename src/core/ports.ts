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

export type Tier = 'quick' | 'standard' | 'deep';

/** The settings that core reads, each at the moment when it is needed. */
export interface Settings {
  /** A line's name or a model's id, as the user wrote it. */
  model(tier: Tier): string;
  /** The budgets as they were written, so that a wrong one can be named. */
  budgets(): RawBudgets;
}

/** Dollars, or whatever else the user wrote there; null for no limit. */
export interface RawBudgets {
  readonly perRequest: unknown;
  readonly perDay: unknown;
  readonly perMonth: unknown;
}

/** Where the user works, for sorting the spending later. */
export interface Place {
  readonly folder?: string | undefined;
  readonly branch?: string | undefined;
}

/** Tells the workspace folder and the git branch of this moment. */
export type ReadPlace = () => Promise<Place>;
