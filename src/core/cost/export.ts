import type { Prices } from '../models/prices';
import { costUsd } from './cost';
import type { LedgerRow } from './row';

/** The rows as a table for spreadsheets, after RFC 4180; dollars are empty where unpriced. */
export function toCsv(rows: readonly LedgerRow[], prices: Prices): string {
  const head = Object.keys(recordOf(EMPTY, prices));
  const lines = rows.map((row) => Object.values(recordOf(row, prices)).map(cell).join(','));
  return [head.join(','), ...lines, ''].join('\r\n');
}

/**
 * The rows with the API's raw usage, and the day of the prices that they were computed with; dollars
 * are null where unpriced.
 */
export function toJson(rows: readonly LedgerRow[], prices: Prices, pricesAsOf: string): string {
  const requests = rows.map((row) => ({ ...recordOf(row, prices), usage: row.usage ?? null }));
  return `${JSON.stringify({ pricesAsOf, requests }, null, 2)}\n`;
}

const EMPTY: LedgerRow = {
  id: '',
  atMs: 0,
  task: '',
  tier: 'standard',
  model: '',
  conversation: '',
  state: 'open',
  reservedUsd: 0,
};

function recordOf(row: LedgerRow, prices: Prices) {
  const { usage } = row;
  const written = usage?.cache_creation_input_tokens ?? 0;
  const written1h = Math.min(written, usage?.cache_creation?.ephemeral_1h_input_tokens ?? 0);
  return {
    at: new Date(row.atMs).toISOString(),
    state: row.state,
    task: row.task,
    tier: row.tier,
    model: row.model,
    conversation: row.conversation,
    folder: row.folder ?? '',
    branch: row.branch ?? '',
    input_tokens: usage?.input_tokens ?? 0,
    cache_write_5m_tokens: written - written1h,
    cache_write_1h_tokens: written1h,
    cache_read_tokens: usage?.cache_read_input_tokens ?? 0,
    output_tokens: usage?.output_tokens ?? 0,
    usd: usdOf(row, prices) ?? null,
    estimated: row.state === 'open' || row.state === 'estimated',
  };
}

/** Dollars as the report counts them; undefined where no price is known. */
function usdOf({ state, model, usage }: LedgerRow, prices: Prices): number | undefined {
  if (state === 'unbilled') return 0;
  const pricing = prices.pricingOf(model);
  return usage ? costUsd(usage, pricing) : pricing && 0;
}

/** A text that begins like a formula would be run by a spreadsheet; branches have such names. */
function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
