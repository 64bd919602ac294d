import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import { ApiProblem } from '../failure';
import type { Failure } from '../failure';
import { BUNDLED_PRICES } from '../models/prices';
import type { Prices } from '../models/prices';
import { PRICES_AS_OF } from '../models/table';
import type { Clock, LineStore, Log, NewId, Place, Tier } from '../ports';
import { costUsd } from './cost';
import { LedgerEntry } from './ledgerEntry';
import { FORMAT_VERSION, parseLine } from './ledgerLine';
import type { LedgerLine, RequestLine } from './ledgerLine';
import { midnightOf, monthStartOf } from './period';
import type { LedgerRow, Mark, RowState } from './row';

const FOLDER = 'ledger';

/** After a failure the disk is given so much time. */
const RETRY_MS = 10_000;

/** So far back the rows are always there, for what they tell of the user's habits. */
const RECENT_MS = 30 * 24 * 60 * 60_000;

/** No answer streams for longer, so a row that is open since then was left by a killed window. */
const LONGEST_REQUEST_MS = 60 * 60_000;

/** What is known of a request before it leaves. */
export interface LedgerRequest extends Place {
  readonly task: string;
  readonly tier: Tier;
  readonly model: string;
  readonly conversation: string;
  readonly characters?: number | undefined;
  readonly imageTokens?: number | undefined;
  readonly marks?: readonly Mark[] | undefined;
  /** What its input is expected to be; it stands for the usage until the response begins. */
  readonly expected?: Usage | undefined;
  /** The most that it can cost, in dollars; undefined for an unpriced model. */
  readonly reservedUsd?: number | undefined;
}

/** Dollars of some requests. */
export interface Spend {
  readonly usd: number;
  /** Whether a part of it is guessed: answers that were stopped, failed or are still streaming. */
  readonly estimated: boolean;
  /** Responses in it of models without a known price; they are not in `usd`. */
  readonly unpriced: number;
}

/** What counts against the budgets: what was spent, and what is kept back for open requests. */
export interface Committed {
  readonly todayUsd: number;
  readonly monthUsd: number;
}

/** Decides on a request by what stands before it in the ledger; a failure keeps it from leaving. */
export type Verdict = (before: Committed) => Failure | undefined;

interface Row extends LedgerRow {
  model: string;
  state: RowState;
  usage: Usage | undefined;
  /** Whether more may come. */
  underWay: boolean;
  /** Its dollars once somebody has asked; undefined where no price is known. */
  price: { readonly usd: number | undefined } | undefined;
}

/** What is known of one file. */
interface Month {
  /** In the order of the file, which is the same for every window. */
  readonly rows: Map<string, Row>;
  /** How far it has been read. */
  end: number;
  unreadable: number;
}

/**
 * The append-only record of every usage: a line before each request leaves, and lines for what it
 * used. One file for each month (UTC). All windows write to the same files; the order of the lines
 * decides who was first, so that no lock is needed that a killed window could leave behind.
 */
export class Ledger {
  private readonly months = new Map<string, Month>();
  private reading: Promise<void> | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  /** Lines that the disk did not take; they are tried again with the next one. */
  private readonly unsaved: { file: string; line: LedgerLine }[] = [];

  constructor(
    private readonly lines: LineStore,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly log: Log,
    private readonly onDidChange: () => void,
    private readonly prices: Prices = BUNDLED_PRICES,
  ) {}

  /** Whether there is usage that could not be written. */
  get isBehind(): boolean {
    return this.unsaved.length > 0;
  }

  /**
   * Writes the row of a request that is about to leave.
   * @throws ApiProblem where the verdict on it is a failure; whatever the disk says otherwise
   */
  async open(request: LedgerRequest, verdict?: Verdict): Promise<LedgerEntry> {
    const at = this.clock.now();
    const id = this.newId();
    const file = fileOfMonth(at);
    const { reservedUsd = 0, ...rest } = request;
    const line: LedgerLine = {
      v: FORMAT_VERSION,
      type: 'request',
      id,
      at: at.toISOString(),
      prices: PRICES_AS_OF,
      reservedUsd,
      ...rest,
    };
    await this.flush();
    await this.lines.append(file, JSON.stringify(line, withoutNull));
    const entry = new LedgerEntry(id, {
      write: (next) => this.write(file, next),
      keep: (next) => {
        this.apply(next, file);
        this.onDidChange();
      },
      usd: () => this.usdOf(this.monthOf(file).rows.get(id)) ?? 0,
      nowMs: () => this.clock.now().getTime(),
    });
    try {
      // The row enters in its place among those of other windows.
      await this.sync();
    } catch (error) {
      // Nothing leaves without a look at the others' rows, and this one must hold nothing back.
      this.apply(line, file);
      await entry.recordUnbilled();
      throw error;
    }
    this.apply(line, file);
    const failure = verdict?.(this.committedBefore(id, file));
    if (failure) {
      await entry.recordUnbilled();
      throw new ApiProblem(failure);
    }
    this.onDidChange();
    return entry;
  }

  /** What was spent since local midnight, by every window that writes here. */
  async today(): Promise<Spend> {
    return this.spend(({ atMs }) => atMs >= midnightOf(this.clock.now()));
  }

  /** What was spent since the first of the local month. */
  async month(): Promise<Spend> {
    return this.spend(({ atMs }) => atMs >= monthStartOf(this.clock.now()));
  }

  /** What was spent on those of the recent requests that a question is for. */
  async spend(isMeant: (row: LedgerRow) => boolean): Promise<Spend> {
    await this.ready();
    const rows = this.recentRows().filter((row) => row.state !== 'unbilled' && isMeant(row));
    return {
      usd: rows.reduce((sum, row) => sum + (this.usdOf(row) ?? 0), 0),
      estimated: rows.some(({ state }) => state !== 'exact'),
      unpriced: rows.filter((row) => this.usdOf(row) === undefined).length,
    };
  }

  /** What counts against the budgets now. */
  async committed(): Promise<Committed> {
    await this.sync();
    return this.committedBefore();
  }

  /** The rows of the local month and of 30 days at the least, oldest first. */
  async recent(): Promise<LedgerRow[]> {
    await this.ready();
    return this.recentRows();
  }

  /** Every row there is, oldest first. */
  async all(): Promise<LedgerRow[]> {
    await this.sync({ earlier: true });
    return this.rowsSince('').toSorted((a, b) => a.atMs - b.atMs);
  }

  /** How many lines of each file could not be read. */
  get unreadableLines(): ReadonlyMap<string, number> {
    return new Map(
      [...this.months].flatMap(([file, { unreadable }]) =>
        unreadable > 0 ? [[file, unreadable] as const] : [],
      ),
    );
  }

  /** Reads what other windows have written since. */
  async refresh(): Promise<void> {
    await this.flush();
    await this.sync();
    this.onDidChange();
  }

  /** The prices have changed: the kept usage is priced again. */
  reprice(): void {
    for (const row of this.rowsSince('')) row.price = undefined;
    this.onDidChange();
  }

  /**
   * What stands before a row in its file, and all of the other files: those of a later month were
   * written by windows whose month had begun already. Without a row, all there is.
   */
  private committedBefore(id?: string, file?: string): Committed {
    const now = this.clock.now();
    const midnight = midnightOf(now);
    const monthStart = monthStartOf(now);
    let todayUsd = 0;
    let monthUsd = 0;
    for (const [name, { rows }] of this.months) {
      for (const row of rows.values()) {
        if (name === file && row.id === id) break;
        if (row.atMs < monthStart || row.state === 'unbilled') continue;
        const isHeld = row.underWay && now.getTime() - row.atMs < LONGEST_REQUEST_MS;
        // What has no price is not free: it counts as the most that it was thought to cost.
        const pricedUsd = this.usdOf(row) ?? row.reservedUsd;
        const usd = isHeld ? Math.max(pricedUsd, row.reservedUsd) : pricedUsd;
        monthUsd += usd;
        if (row.atMs >= midnight) todayUsd += usd;
      }
    }
    return { todayUsd, monthUsd };
  }

  /**
   * Writes what a request used. A full disk must not cost the answer: the line is kept, counted
   * and written later.
   */
  private async write(file: string, line: LedgerLine): Promise<void> {
    this.apply(line, file);
    this.unsaved.push({ file, line });
    await this.flush();
    this.onDidChange();
  }

  /** Writes what the disk did not take, one after the other, so that the lines keep their order. */
  async flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.writeUnsaved());
    await this.flushing;
  }

  private async writeUnsaved(): Promise<void> {
    clearTimeout(this.retry);
    try {
      for (let next = this.unsaved[0]; next; next = this.unsaved[0]) {
        await this.lines.append(next.file, JSON.stringify(next.line));
        this.unsaved.shift();
      }
    } catch (error) {
      this.log.error('What a request used could not be written; it will be tried again.', error);
      this.retry = setTimeout(() => void this.flush(), RETRY_MS);
      this.retry.unref();
    }
  }

  private async ready(): Promise<void> {
    if (!this.reading) await this.sync();
    // A reading that failed is no reason to fail for ever.
    else await this.reading.catch(() => this.sync());
  }

  /** Reads what is new in the recent files, or in all. */
  private async sync({ earlier = false } = {}): Promise<void> {
    const previous = this.reading;
    const reading = (async () => {
      await previous?.catch(() => undefined);
      const from = earlier ? '' : this.firstRecentFile();
      const names = await this.lines.list(FOLDER);
      const files = names.map((name) => `${FOLDER}/${name}`).filter((file) => isMonthFile(file));
      // Rows of later months are there too where the clock has been set back.
      for (const file of files.toSorted()) if (file >= from) await this.readNew(file);
    })();
    this.reading = reading;
    await reading;
  }

  private async readNew(file: string): Promise<void> {
    const month = this.monthOf(file);
    const before = month.unreadable;
    for await (const { lines, end } of this.lines.readFrom(file, month.end)) {
      for (const text of lines) {
        const line = parseLine(text);
        if (line) this.apply(line, file);
        else month.unreadable += 1;
      }
      month.end = end;
    }
    if (month.unreadable === before) return;
    this.log.warn(`${file}: ${month.unreadable - before} lines could not be read.`);
  }

  private apply(line: LedgerLine, file: string): void {
    const { rows } = this.monthOf(file);
    if (line.type === 'request') {
      // A row that is read again keeps the usage that later lines gave it.
      if (!rows.has(line.id)) rows.set(line.id, newRow(line));
      return;
    }
    const row = rows.get(line.id);
    if (!row) return;
    if (line.type === 'unbilled') {
      row.state = 'unbilled';
      row.usage = undefined;
      row.underWay = false;
    } else if (line.exact || row.state !== 'exact') {
      row.model = line.model;
      row.usage = line.usage;
      row.state = line.exact ? 'exact' : 'estimated';
      row.underWay = line.underWay ?? false;
    }
    row.price = undefined;
  }

  private monthOf(file: string): Month {
    const month = this.months.get(file) ?? { rows: new Map(), end: 0, unreadable: 0 };
    this.months.set(file, month);
    return month;
  }

  private recentRows(): Row[] {
    return this.rowsSince(this.firstRecentFile());
  }

  private rowsSince(first: string): Row[] {
    const files = [...this.months.keys()].filter((file) => file >= first).toSorted();
    return files.flatMap((file) => [...this.monthOf(file).rows.values()]);
  }

  /** Files are by UTC, so that the local month may begin in that of the month before. */
  private firstRecentFile(): string {
    const now = this.clock.now();
    return fileOfMonth(new Date(Math.min(monthStartOf(now), now.getTime() - RECENT_MS)));
  }

  private usdOf(row: Row | undefined): number | undefined {
    if (!row) return undefined;
    row.price ??= { usd: this.priceOf(row) };
    return row.price.usd;
  }

  private priceOf({ usage, model, state }: Row): number | undefined {
    if (state === 'unbilled') return 0;
    const pricing = this.prices.pricingOf(model);
    if (!pricing) return undefined;
    return usage ? costUsd(usage, pricing) : 0;
  }
}

/** What was only expected says nothing by what it does not know. */
function withoutNull(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

/** Written out field by field: a year has a hundred thousand of them, and all have one shape. */
function newRow(line: RequestLine): Row {
  return {
    id: line.id,
    atMs: Date.parse(line.at),
    task: line.task,
    tier: line.tier,
    model: line.model,
    conversation: line.conversation,
    folder: line.folder,
    branch: line.branch,
    characters: line.characters,
    imageTokens: line.imageTokens,
    marks: line.marks,
    reservedUsd: line.reservedUsd ?? 0,
    state: 'open',
    usage: line.expected,
    underWay: true,
    price: undefined,
  };
}

function fileOfMonth(date: Date): string {
  return `${FOLDER}/${date.toISOString().slice(0, 7)}.jsonl`;
}

function isMonthFile(file: string): boolean {
  return /\/\d{4}-\d\d\.jsonl$/.test(file);
}
