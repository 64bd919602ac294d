import type { Bill, BilledUsage, BillRow } from './bill';
import { billOf } from './bill';

export type Outcome = 'complete' | 'cut' | 'aborted' | 'rejected' | 'pending';

/** What the simulator remembers of one request; times are `Date.now()` of the real clock. */
export interface RequestRecord {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The key is kept only as its last four characters. */
  readonly headers: Readonly<Record<string, string>>;
  body: unknown;
  status: number | null;
  messageId: string | null;
  model: string | null;
  usage: BilledUsage | null;
  billedUsd: number;
  outcome: Outcome;
  /** Events written, for a stream. */
  events: number;
  /** When the first text delta was written. */
  firstTextAt: number | null;
  endedAt: number | null;
}

export function billFor(records: readonly RequestRecord[]): Bill {
  return billOf(
    records.flatMap((record): BillRow[] => {
      const { id, messageId, model, usage, outcome, billedUsd } = record;
      if (usage === null || model === null || outcome === 'rejected' || outcome === 'pending') {
        return [];
      }
      return [{ requestId: id, messageId: messageId ?? '', model, usage, outcome, usd: billedUsd }];
    }),
  );
}

export function redacted(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = [value ?? ''].flat().join(', ');
    const secret = name === 'authorization' || name === 'x-api-key';
    result[name] = secret ? `…${text.slice(-4)}` : text;
  }
  return result;
}
