import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Tier } from '../ports';
import type { Mark } from './row';
import { isUsage } from './usageSchema';

/** Version of the lines in a ledger file. A reader skips lines of a later version. */
export const FORMAT_VERSION = 1;

interface Line {
  readonly v: typeof FORMAT_VERSION;
  readonly id: string;
}

/** A request is about to leave. */
export interface RequestLine extends Line {
  readonly type: 'request';
  /** ISO 8601, by this machine's clock. */
  readonly at: string;
  readonly task: string;
  readonly tier: Tier;
  readonly model: string;
  readonly conversation: string;
  readonly folder?: string | undefined;
  readonly branch?: string | undefined;
  readonly characters?: number | undefined;
  readonly imageTokens?: number | undefined;
  readonly marks?: readonly Mark[] | undefined;
  readonly expected?: Usage | undefined;
  /** The day of the price table that the reservation was computed with. */
  readonly prices?: string | undefined;
  readonly reservedUsd?: number | undefined;
}

/** What it has used. */
export interface UsageLine extends Line {
  readonly type: 'usage';
  readonly model: string;
  readonly usage: Usage;
  /** False while the answer streams, and for good if it was cut. */
  readonly exact: boolean;
  /** Whether the answer was still streaming. */
  readonly underWay?: boolean | undefined;
}

/** The request was refused or never arrived, and cost nothing. */
export interface UnbilledLine extends Line {
  readonly type: 'unbilled';
}

export type LedgerLine = RequestLine | UsageLine | UnbilledLine;

/**
 * Undefined for a line that is torn, corrupt or of a later version. The checks are written by
 * hand: a year has hundreds of thousands of lines, and a validator took longer than the parser.
 */
export function parseLine(text: string): LedgerLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return isLedgerLine(line) ? line : undefined;
  } catch {
    // Not JSON: a line torn by a crash. The caller counts and names it.
    return undefined;
  }
}

function isLedgerLine(line: unknown): line is LedgerLine {
  if (!isRecord(line) || line['v'] !== FORMAT_VERSION || !isText(line['id'])) return false;
  switch (line['type']) {
    case 'request':
      return isRequest(line);
    case 'usage':
      return (
        isText(line['model']) &&
        typeof line['exact'] === 'boolean' &&
        isOptional(line['underWay'], 'boolean') &&
        isUsage(line['usage'])
      );
    case 'unbilled':
      return true;
    default:
      return false;
  }
}

function isRequest(line: Readonly<Record<string, unknown>>): boolean {
  const { at, tier, expected, marks, reservedUsd } = line;
  return (
    isText(at) &&
    !Number.isNaN(Date.parse(at)) &&
    (tier === 'quick' || tier === 'standard' || tier === 'deep') &&
    isText(line['task']) &&
    isText(line['model']) &&
    isText(line['conversation']) &&
    isOptional(line['folder'], 'string') &&
    isOptional(line['branch'], 'string') &&
    isOptional(line['prices'], 'string') &&
    isOptional(line['characters'], 'number') &&
    isOptional(line['imageTokens'], 'number') &&
    (marks === undefined || (Array.isArray(marks) && marks.every(isMark))) &&
    (reservedUsd === undefined || (typeof reservedUsd === 'number' && reservedUsd >= 0)) &&
    (expected === undefined || isUsage(expected))
  );
}

function isMark(mark: unknown): boolean {
  return (
    isRecord(mark) &&
    isText(mark['key']) &&
    (mark['ttl'] === '5m' || mark['ttl'] === '1h') &&
    typeof mark['share'] === 'number'
  );
}

function isOptional(value: unknown, type: 'string' | 'number' | 'boolean'): boolean {
  return value === undefined || typeof value === type;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
