import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';
import { modelById } from '../models/catalogue';
import type { Clock, LineStore, Log, NewId, Tier } from '../ports';
import { costUsd } from './cost';
import { isUsage } from './usageSchema';

/** Version of the lines in a ledger file. A reader skips lines of a later version. */
const FORMAT_VERSION = 1;

/** What is known of a request before it leaves. */
export interface LedgerRequest {
  readonly task: string;
  readonly tier: Tier;
  readonly model: string;
  readonly conversation: string;
}

/** Dollars of a span of time. */
export interface Spend {
  readonly usd: number;
  /** Whether a part of it is guessed: answers that were stopped, failed or are still streaming. */
  readonly estimated: boolean;
  /** Responses in it of models without a known price; they are not in `usd`. */
  readonly unpriced: number;
}

const RequestLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('request'),
  id: v.string(),
  at: v.string(),
  task: v.string(),
  tier: v.picklist(['quick', 'standard', 'deep']),
  model: v.string(),
  conversation: v.string(),
});

const UsageLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('usage'),
  id: v.string(),
  model: v.string(),
  usage: v.custom<Usage>(isUsage),
  /** False while the answer streams, and for good if it was cut. */
  exact: v.boolean(),
});

/** The request was refused or never arrived, and cost nothing. */
const UnbilledLine = v.object({
  v: v.literal(FORMAT_VERSION),
  type: v.literal('unbilled'),
  id: v.string(),
});

const Line = v.variant('type', [RequestLine, UsageLine, UnbilledLine]);
type Line = v.InferOutput<typeof Line>;

interface Row {
  readonly atMs: number;
  usd: number | undefined;
  exact: boolean;
}

/**
 * The append-only record of every usage: a line before each request leaves, and lines for what it
 * used. One file for each month (UTC), so that a year of use stays readable.
 */
export class Ledger {
  private readonly rows = new Map<string, Row>();
  private loading: Promise<void> | undefined;

  constructor(
    private readonly lines: LineStore,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly log: Log,
    private readonly onDidChange: () => void,
  ) {}

  /** Writes the row of a request that is about to leave. */
  async open(request: LedgerRequest): Promise<LedgerEntry> {
    const at = this.clock.now();
    const id = this.newId();
    const file = fileOfMonth(at);
    await this.write(file, {
      v: FORMAT_VERSION,
      type: 'request',
      id,
      at: at.toISOString(),
      ...request,
    });
    return new LedgerEntry(id, async (line) => this.write(file, line));
  }

  /** What was spent since local midnight, by every window that writes here. */
  async today(): Promise<Spend> {
    await (this.loading ?? this.reload());
    const midnight = this.clock.now().setHours(0, 0, 0, 0);
    const rows = [...this.rows.values()].filter(({ atMs }) => atMs >= midnight);
    return {
      usd: rows.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
      estimated: rows.some(({ exact }) => !exact),
      unpriced: rows.filter(({ usd }) => usd === undefined).length,
    };
  }

  /** Reads the files again, since other windows may have written to them. */
  async refresh(): Promise<void> {
    await this.reload();
    this.onDidChange();
  }

  private async write(file: string, line: Line): Promise<void> {
    await this.lines.append(file, JSON.stringify(line));
    this.apply(line);
    this.onDidChange();
  }

  private reload(): Promise<void> {
    const loading = this.load();
    this.loading = loading;
    loading.catch(() => {
      // Whoever waits hears of it; whoever asks next begins anew.
      if (this.loading === loading) this.loading = undefined;
    });
    return loading;
  }

  private async load(): Promise<void> {
    const now = this.clock.now();
    const midnight = new Date(new Date(now).setHours(0, 0, 0, 0));
    for (const file of new Set([fileOfMonth(midnight), fileOfMonth(now)])) {
      let unreadable = 0;
      for await (const text of this.lines.read(file)) {
        const line = parseLine(text);
        if (line) this.apply(line);
        else unreadable += 1;
      }
      if (unreadable > 0) this.log.warn(`${file}: ${unreadable} lines could not be read.`);
    }
  }

  private apply(line: Line): void {
    switch (line.type) {
      case 'request':
        // A row that is read again keeps the usage that later lines gave it.
        if (!this.rows.has(line.id)) {
          this.rows.set(line.id, { atMs: Date.parse(line.at), usd: 0, exact: false });
        }
        return;
      case 'usage': {
        const row = this.rows.get(line.id);
        if (!row || (row.exact && !line.exact)) return;
        row.usd = costUsd(line.usage, modelById(line.model).pricing);
        row.exact = line.exact;
        return;
      }
      case 'unbilled': {
        const row = this.rows.get(line.id);
        if (row) row.exact = true;
        return;
      }
    }
  }
}

/** The row of one request; its usage may be recorded more than once, and the last one counts. */
export class LedgerEntry {
  constructor(
    private readonly id: string,
    private readonly write: (line: Line) => Promise<void>,
  ) {}

  /** @param model the id that the response names, which is the one that is billed */
  async record(usage: Usage, model: string, { exact }: { exact: boolean }): Promise<void> {
    await this.write({ v: FORMAT_VERSION, type: 'usage', id: this.id, model, usage, exact });
  }

  /** The request was refused or never arrived. */
  async recordUnbilled(): Promise<void> {
    await this.write({ v: FORMAT_VERSION, type: 'unbilled', id: this.id });
  }
}

function fileOfMonth(date: Date): string {
  return `ledger/${date.toISOString().slice(0, 7)}.jsonl`;
}

function parseLine(text: string): Line | undefined {
  try {
    const result = v.safeParse(Line, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    // Not JSON: a line torn by a crash. The caller counts and names it.
    return undefined;
  }
}
