import assert from 'node:assert/strict';
import type {
  Attention,
  Clock,
  FileContent,
  LinePiece,
  LineStore,
  Log,
  NewId,
  RawBudgets,
  Settings,
  Survey,
  Tier,
  Workspace,
} from '../../src/core/ports';
import { TASKS } from '../../src/core/tasks';

/** Files of lines that live as long as a test. */
export class MemoryLines implements LineStore {
  readonly files = new Map<string, string[]>();

  append(name: string, line: string): Promise<void> {
    assert.ok(!/[\r\n]/.test(line), `a line with a line break: ${line}`);
    this.files.set(name, [...this.linesOf(name), line]);
    return Promise.resolve();
  }

  async *read(name: string): AsyncIterable<string> {
    for (const line of this.linesOf(name)) yield await Promise.resolve(line);
  }

  async *readFrom(name: string, start: number): AsyncIterable<LinePiece> {
    const lines = await Promise.resolve(this.linesOf(name));
    if (lines.length > start) yield { lines: lines.slice(start), end: lines.length };
  }

  list(folder: string): Promise<string[]> {
    const below = [...this.files.keys()].filter((name) => name.startsWith(`${folder}/`));
    return Promise.resolve(below.map((name) => name.slice(folder.length + 1)).toReversed());
  }

  linesOf(name: string): readonly string[] {
    return this.files.get(name) ?? [];
  }

  /** The lines of all files, as the objects that they hold. */
  records(): Record<string, unknown>[] {
    return [...this.files.values()]
      .flat()
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

export class FakeClock implements Clock {
  private ms: number;

  constructor(at = '2026-11-23T12:00:00Z') {
    this.ms = Date.parse(at);
  }

  now(): Date {
    return new Date(this.ms);
  }

  set(at: string): void {
    this.ms = Date.parse(at);
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

/** Identifiers that tell in a failing test where they come from. */
export function countingIds(prefix = 'id'): NewId {
  let count = 0;
  return () => `${prefix}-${(count += 1)}`;
}

export class MemoryLog implements Log {
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  info(message: string): void {
    this.infos.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.errors.push(message);
  }
}

/** Settings with one model for every tier, or one for each, and no budget unless one is given. */
export function settingsOf(
  model: (tier: Tier) => string,
  budgets: Partial<RawBudgets> = {},
  rest: Partial<Settings> = {},
): Settings {
  const none = { perRequest: null, perDay: null, perMonth: null };
  return {
    model,
    tier: (task) => TASKS[task].tier,
    budgets: () => ({ ...none, ...budgets }),
    cacheTtl: () => 'auto',
    include: () => [],
    maxFileTokens: () => 24_000,
    ...rest,
  };
}

/** A workspace in memory; a version is counted up with each change. */
export class FakeWorkspace implements Workspace {
  isOpen = true;
  isTrusted = true;
  rootPaths: readonly string[] = [''];
  looksAt: Attention = { active: undefined, open: [], edited: [] };
  readonly symbolsOf = new Map<string, readonly string[]>();
  /** Paths in the order of reading. */
  readonly reads: string[] = [];
  private readonly files = new Map<string, { text: string; version: number; modifiedMs: number }>();
  private changes = 0;

  write(path: string, text: string, modifiedMs = 0): this {
    this.changes += 1;
    this.files.set(path, { text, version: this.changes, modifiedMs });
    return this;
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  text(path: string): string {
    return this.files.get(path)?.text ?? '';
  }

  survey(): Promise<Survey> {
    const files = [...this.files].map(([path, { text, modifiedMs }]) => ({
      path,
      bytes: Buffer.byteLength(text),
      modifiedMs,
    }));
    return Promise.resolve({
      files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      leftOut: [],
    });
  }

  attention(): Attention {
    return this.looksAt;
  }

  read(path: string): Promise<FileContent> {
    this.reads.push(path);
    const file = this.files.get(path);
    return Promise.resolve(
      file ? { bytes: new TextEncoder().encode(file.text) } : { leftOut: 'unreadable' },
    );
  }

  version(path: string): Promise<string | undefined> {
    return Promise.resolve(this.files.get(path)?.version.toString());
  }

  symbols(path: string): readonly string[] {
    return this.symbolsOf.get(path) ?? [];
  }
}
