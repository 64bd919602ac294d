/** Chance that is the same in every run, so that a failing test fails again. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** From 0 to just under 1. */
  next(): number {
    // The generator mulberry32: 32 bits of state are plenty for test data.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `max`, both included. */
  upTo(max: number): number {
    return Math.floor(this.next() * (max + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.upTo(items.length - 1)] ?? items[0];
  }

  /** Words with what tends to break on its way through files and streams. */
  text(): string {
    const words = ['one', 'zwei', '三', '🎼', '"quoted"', '\\', '\n', '\u2028', '{}', '</p>', '\t'];
    const count = 1 + this.upTo(12);
    return `w${Array.from({ length: count }, () => words[this.upTo(words.length - 1)]).join(' ')}`;
  }
}
