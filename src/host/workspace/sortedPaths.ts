interface HasPath {
  readonly path: string;
}

/**
 * Entries in the order of their paths. One is found and changed in a moment among 100,000, and
 * everything below a folder is one stretch.
 */
export class SortedPaths<T extends HasPath> {
  private entries: T[] = [];
  private copy: readonly T[] | undefined = [];
  private changes = 0;

  constructor(private readonly isSame: (one: T, other: T) => boolean) {}

  /** Another number whenever something has changed. */
  get revision(): number {
    return this.changes;
  }

  get size(): number {
    return this.entries.length;
  }

  /** The entries of this moment, which stay as they are however the index goes on. */
  snapshot(): readonly T[] {
    this.copy ??= [...this.entries];
    return this.copy;
  }

  find(path: string): T | undefined {
    const entry = this.entries[this.placeOf(path)];
    return entry?.path === path ? entry : undefined;
  }

  put(entry: T): void {
    const place = this.placeOf(entry.path);
    const current = this.entries[place];
    const isThere = current?.path === entry.path;
    if (isThere && this.isSame(current, entry)) return;
    this.entries.splice(place, isThere ? 1 : 0, entry);
    this.changed();
  }

  delete(path: string): void {
    if (this.find(path) === undefined) return;
    this.entries.splice(this.placeOf(path), 1);
    this.changed();
  }

  /**
   * Puts `sorted` in the place of everything below a folder and of the folder itself. The folder
   * ends with a slash, or is empty for all there is.
   */
  replaceBelow(folder: string, sorted: readonly T[]): void {
    const start = this.placeOf(folder);
    const end = folder === '' ? this.entries.length : this.placeOf(pathBehind(folder));
    if (this.holds(start, end, sorted)) return;
    this.entries = [...this.entries.slice(0, start), ...sorted, ...this.entries.slice(end)];
    this.changed();
  }

  private holds(start: number, end: number, sorted: readonly T[]): boolean {
    return (
      end - start === sorted.length &&
      sorted.every((entry, index) => {
        const current = this.entries[start + index];
        return current?.path === entry.path && this.isSame(current, entry);
      })
    );
  }

  /** The place of the first entry that does not come before the path. */
  private placeOf(path: string): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.entries[middle];
      if (entry !== undefined && entry.path < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private changed(): void {
    this.changes += 1;
    this.copy = undefined;
  }
}

/** The first text behind everything that begins with a folder: `0` follows on `/`. */
function pathBehind(folder: string): string {
  return `${folder.slice(0, -1)}0`;
}
