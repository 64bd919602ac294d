import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import { FORMAT_VERSION } from './ledgerLine';
import type { LedgerLine } from './ledgerLine';

/** A row on the disk may fall behind the truth by this factor while an answer streams. */
const GROWTH = 1.05;

/** Faster than this nothing is written, however fast the words come. */
const PROGRESS_INTERVAL_MS = 50;

/** What the entry of a request needs of the ledger that it stands in. */
interface Place {
  readonly write: (line: LedgerLine) => Promise<void>;
  /** Counts it without writing it. */
  readonly keep: (line: LedgerLine) => void;
  /** What the row costs as it stands. */
  readonly usd: () => number;
  readonly nowMs: () => number;
}

/** The row of one request; its usage may be recorded more than once, and the last one counts. */
export class LedgerEntry {
  private writtenUsd = 0;
  private writtenMs = 0;

  constructor(
    private readonly id: string,
    private readonly row: Place,
  ) {}

  /**
   * @param model the id that the response names, which is the one that is billed
   * @param underWay whether the answer still streams
   */
  async record(
    usage: Usage,
    model: string,
    { exact, underWay = false }: { exact: boolean; underWay?: boolean },
  ): Promise<void> {
    const state = underWay ? { exact, underWay } : { exact };
    await this.row.write({ v: FORMAT_VERSION, type: 'usage', id: this.id, model, usage, ...state });
    this.writtenUsd = this.row.usd();
    this.writtenMs = this.row.nowMs();
  }

  /**
   * Counts what an answer must have used by now. It is written whenever the cost has grown by a
   * twentieth, so that a window that is killed leaves a row that is nearly right, and an answer of
   * any length leaves few lines.
   */
  async recordProgress(usage: Usage, model: string): Promise<void> {
    const state = { exact: false, underWay: true };
    this.row.keep({ v: FORMAT_VERSION, type: 'usage', id: this.id, model, usage, ...state });
    if (this.row.usd() <= this.writtenUsd * GROWTH) return;
    if (this.row.nowMs() - this.writtenMs < PROGRESS_INTERVAL_MS) return;
    await this.record(usage, model, state);
  }

  /** The request was refused or never arrived. */
  async recordUnbilled(): Promise<void> {
    await this.row.write({ v: FORMAT_VERSION, type: 'unbilled', id: this.id });
  }
}
