/** What a name in a folder stands for; pipes, sockets and devices are `other`. */
export type EntryType = 'file' | 'folder' | 'link' | 'other';

export interface TreeEntry {
  readonly name: string;
  readonly type: EntryType;
}

/** What there is at a path; of a symbolic link, the link itself. */
export interface TreeStat {
  readonly type: EntryType;
  readonly bytes: number;
  /** Epoch milliseconds; 0 where the file system does not tell. */
  readonly modifiedMs: number;
}

/**
 * What walking a workspace folder needs of a file system. Paths are relative to the folder, with
 * forward slashes, and `''` is the folder itself; a slash at the end does not matter.
 */
export interface Tree {
  /** @throws where the folder cannot be read */
  readDirectory(relative: string): Promise<readonly TreeEntry[]>;
  /** @throws where there is nothing, or nothing that can be told of */
  stat(relative: string): Promise<TreeStat>;
  /** The text of an ignore file. @throws where it cannot be read, or is no plain file */
  readText(relative: string): Promise<string>;
}

/** A tree whose files can be read as well. */
export interface FileTree extends Tree {
  /**
   * Undefined where the file has more bytes than `atMost`.
   * @throws where it is gone, is no plain file, or lies behind a symbolic link
   */
  read(relative: string, atMost: number): Promise<Uint8Array | undefined>;
}

/** Nobody writes an ignore file that is longer, except to keep the thread busy. */
export const LONGEST_IGNORE_FILE_BYTES = 256 * 1024;
