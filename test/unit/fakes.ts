import assert from 'node:assert/strict';
import type {
  Clock,
  LinePiece,
  LineStore,
  Log,
  NewId,
  RawBudgets,
  Settings,
  Tier,
} from '../../src/core/ports';

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
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  info(): void {}

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
): Settings {
  const none = { perRequest: null, perDay: null, perMonth: null };
  return { model, budgets: () => ({ ...none, ...budgets }) };
}
