import type { BreakpointView, PrefixPartView } from '../../shared/prefixProtocol';
import { isWarm, warmLength } from './warmth';

/** More turns than this are folded, so that the files and what follows are not lost among them. */
const MOST_TURNS = 20;

/** A line of the table. Its key stays the same from one drawing to the next. */
export type Row = { readonly key: string } & (
  | { readonly type: 'part'; readonly part: PrefixPartView; readonly warm: boolean }
  | { readonly type: 'breakpoint'; readonly breakpoint: BreakpointView; readonly warm: boolean }
  /** Stands for the messages and answers of the conversation, above them. */
  | { readonly type: 'turns'; readonly count: number; readonly tokens: number; warm: boolean }
);

/** The lines of the table in the order in which they are sent. */
export function rowsOf(
  parts: readonly PrefixPartView[],
  { nowMs, isOpen }: { readonly nowMs: number; readonly isOpen: boolean },
): Row[] {
  const warmParts = warmLength(parts, nowMs);
  const keyOf = uniqueKeys();
  const isFoldable = parts.filter(isTurn).length > MOST_TURNS;
  const firstTurn = isFoldable ? parts.findIndex(isTurn) : -1;
  return parts.flatMap((part, index): Row[] => {
    const warm = index < warmParts;
    const key = keyOf(part);
    const rows: Row[] = [];
    if (index === firstTurn) rows.push(turnsRow(parts, warmParts));
    // Amendments and breakpoints are what is looked for among many turns, so they stay.
    if (isOpen || !isFoldable || !folds(part)) rows.push({ type: 'part', key, part, warm });
    const { breakpoint } = part;
    if (breakpoint) rows.push(breakpointRow(breakpoint, `${key} end`, nowMs));
    return rows;
  });
}

/** The most tokens that a line has, which fills its bar. */
export function mostTokens(rows: readonly Row[]): number {
  return Math.max(1, ...rows.map(tokensOf));
}

function tokensOf(row: Row): number {
  switch (row.type) {
    case 'part':
      return row.part.tokens;
    case 'turns':
      return row.tokens;
    case 'breakpoint':
      return 0;
  }
}

function turnsRow(parts: readonly PrefixPartView[], warmParts: number): Row {
  const folded = parts.filter(folds);
  return {
    type: 'turns',
    key: 'turns',
    count: folded.length,
    tokens: folded.reduce((sum, { tokens }) => sum + tokens, 0),
    warm: parts.findLastIndex(folds) < warmParts,
  };
}

function breakpointRow(breakpoint: BreakpointView, key: string, nowMs: number): Row {
  return { type: 'breakpoint', key, breakpoint, warm: isWarm(breakpoint, nowMs) };
}

function isTurn({ kind }: PrefixPartView): boolean {
  return kind === 'prompt' || kind === 'amendment' || kind === 'answer';
}

function folds({ kind }: PrefixPartView): boolean {
  return kind === 'prompt' || kind === 'answer';
}

/** Names a piece by what it is and, where that is the same, by its place among its likes. */
function uniqueKeys(): (part: PrefixPartView) => string {
  const seen = new Map<string, number>();
  return ({ kind, label }) => {
    const name = `${kind} ${label}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${count} ${name}`;
  };
}
