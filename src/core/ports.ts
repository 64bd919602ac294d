/**
 * What core needs from outside. The host implements these; the unit tests use fakes in memory.
 */

/** Files of lines that only ever grow. Names are relative, with forward slashes. */
export interface LineStore {
  /** Appends one line; `line` holds no line break. Resolves when it has been handed to the disk. */
  append(name: string, line: string): Promise<void>;
  /** The lines written so far, without line breaks; none where the file does not exist. */
  read(name: string): AsyncIterable<string>;
  /** The names of the files directly below a folder, newest change first. */
  list(folder: string): Promise<string[]>;
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
}
