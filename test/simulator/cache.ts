import { createHash } from 'node:crypto';
import type { Level, Position } from './prompt';

/** What else decides at each level whether a cached prefix still fits. */
export type LevelKeys = Readonly<Record<Level, string>>;

interface Entry {
  readonly lifetimeMs: number;
  readonly startedAt: number;
}

/** How a prompt splits into tokens read, written and neither. */
export interface CacheSplit {
  readonly readTokens: number;
  readonly write5mTokens: number;
  readonly write1hTokens: number;
  readonly inputTokens: number;
}

export interface CachePlan extends CacheSplit {
  /** Called when the response begins: only then can others read what this request writes. */
  readonly commit: () => void;
}

const lookbackPositions = 20;
const lifetimesMs = { '5m': 5 * 60_000, '1h': 60 * 60_000 } as const;

export class PromptCache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `minTokens` is the model's shortest prefix worth an entry; shorter marks do nothing. */
  plan(positions: readonly Position[], keys: LevelKeys, minTokens: number): CachePlan {
    const startedAt = this.#now();
    const hashes = chain(positions, keys);
    const upTo = cumulative(positions);
    const marks = positions.flatMap(({ mark }, index) =>
      mark !== null && (upTo[index] ?? 0) >= minTokens ? [{ index, mark }] : [],
    );
    const hit = Math.max(-1, ...marks.map(({ index }) => this.#lookBack(positions, hashes, index)));
    const readTokens = upTo[hit] ?? 0;
    const lastHour = marks.findLast(({ mark }) => mark === '1h')?.index ?? -1;
    const hourTokens = Math.max(readTokens, upTo[lastHour] ?? 0);
    const writtenTokens = Math.max(hourTokens, upTo[marks.at(-1)?.index ?? -1] ?? 0);
    return {
      readTokens,
      write1hTokens: hourTokens - readTokens,
      write5mTokens: writtenTokens - hourTokens,
      inputTokens: (upTo.at(-1) ?? 0) - writtenTokens,
      commit: () => {
        this.#forgetExpired();
        const read = this.#entries.get(hashes[hit] ?? '');
        for (const { index, mark } of marks) {
          const hash = hashes[index] ?? '';
          const known = this.#entries.get(hash)?.lifetimeMs;
          // What is inside the part that was read cost nothing, so it cannot outlive what was read.
          const bound = index <= hit ? read?.lifetimeMs : undefined;
          const lifetimeMs = known ?? Math.min(lifetimesMs[mark], bound ?? Infinity);
          this.#entries.set(hash, { lifetimeMs, startedAt });
        }
        if (read !== undefined) this.#entries.set(hashes[hit] ?? '', { ...read, startedAt });
      },
    };
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    this.#forgetExpired();
    return this.#entries.size;
  }

  /** The nearest entry at or before a mark; runs of tool calls or of their results count as one. */
  #lookBack(positions: readonly Position[], hashes: readonly string[], mark: number): number {
    let seen = 0;
    for (let index = mark; index >= 0; index -= 1) {
      const type = positions[index]?.type;
      const sameRun =
        index < mark &&
        (type === 'tool_use' || type === 'tool_result') &&
        type === positions[index + 1]?.type;
      if (!sameRun) seen += 1;
      if (seen > lookbackPositions) return -1;
      if (this.#alive(hashes[index] ?? '')) return index;
    }
    return -1;
  }

  #alive(hash: string): boolean {
    const entry = this.#entries.get(hash);
    return entry !== undefined && this.#now() < entry.startedAt + entry.lifetimeMs;
  }

  #forgetExpired(): void {
    for (const hash of this.#entries.keys()) {
      if (!this.#alive(hash)) this.#entries.delete(hash);
    }
  }
}

/** Each hash stands for everything up to its position, and for the keys of the levels begun. */
function chain(positions: readonly Position[], keys: LevelKeys): string[] {
  const levels: readonly Level[] = ['tools', 'system', 'messages'];
  let begun = 0;
  let previous = '';
  return positions.map(({ level, bytes }) => {
    const hash = createHash('sha256').update(previous);
    for (; begun <= levels.indexOf(level); begun += 1) {
      const next = levels[begun];
      if (next !== undefined) hash.update(`\n${next}:${keys[next]}`);
    }
    previous = hash.update(`\n${bytes}`).digest('base64');
    return previous;
  });
}

function cumulative(positions: readonly Position[]): number[] {
  let sum = 0;
  return positions.map(({ tokens }) => (sum += tokens));
}
