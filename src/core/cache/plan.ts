import type { MessageRequest } from '../api/events';
import type { PrefixPart } from '../conversation/conversation';
import type { Split } from '../cost/forecast';
import type { Mark } from '../cost/row';
import type { Model } from '../models/model';
import type { CacheTtl } from '../ports';
import type { ColdTokens, Lifetimes } from './lifetime';
import { positionsOf } from './positions';
import type { Place, Position } from './positions';
import type { WarmEntry } from './warmth';

/** The API takes no more. */
const MOST_MARKS = 4;

/** So many positions before a breakpoint, itself included, are looked at for an entry. */
const LOOKBACK = 20;

/** A request with its breakpoints, and what they will find and leave in the cache. */
export interface CachePlan {
  readonly request: MessageRequest;
  readonly marks: readonly Mark[];
  readonly positions: readonly Position[];
  readonly lifetimes: Lifetimes;
  readonly split: Split;
  /** The same with an empty cache. */
  readonly coldSplit: Split;
  /** The longest part of the prompt that is warm, and until when. */
  readonly warm: { readonly share: number; readonly untilMs: number } | undefined;
}

/** Which part of a request is worth a place in the cache. */
export type Keeps = 'all' | 'prefix' | 'nothing';

interface PlanInput {
  readonly request: MessageRequest;
  /** What the system blocks of the request are, in their order. */
  readonly parts: readonly PrefixPart[];
  readonly model: Model;
  readonly warm: ReadonlyMap<string, WarmEntry>;
  /** Chooses how long is kept what has to be written. */
  readonly lifetimesFor: (cold: ColdTokens) => Lifetimes;
  /** Of the whole prompt, nearly. */
  readonly promptTokens: number;
  /** What is read again later; what is not is cheaper without a mark. */
  readonly keeps: Keeps;
}

type Markable = Exclude<
  Exclude<MessageRequest['messages'][number]['content'], string>[number],
  { type: 'thinking' | 'redacted_thinking' }
>;

interface Breakpoint {
  readonly index: number;
  readonly ttl: CacheTtl;
}

/**
 * Sets at most four breakpoints: where this turn ends, where the snapshot and its parts end, and
 * where the last entry stands if this turn's blocks have moved it out of reach. A prefix that is
 * too short for the model to cache gets none.
 */
export function planCache(input: PlanInput): CachePlan {
  const { request, warm } = input;
  const positions = positionsOf(request, input.model.imageTier);
  const hit = positions.findLastIndex(({ key }) => warm.has(key));
  const lifetimes = input.lifetimesFor(coldTokens(positions, hit, input.promptTokens));
  const breakpoints = chooseBreakpoints(input, positions, hit, lifetimes);
  const found = Math.max(-1, ...breakpoints.map(({ index }) => reach(positions, index, warm)));
  const entry = warm.get(positions[found]?.key ?? '');
  return {
    request: withMarks(request, positions, breakpoints),
    marks: breakpoints.flatMap(({ index, ttl }) => {
      const position = positions[index];
      return position ? [{ key: position.key, ttl, share: position.share }] : [];
    }),
    positions,
    lifetimes,
    split: splitAt(positions, breakpoints, found),
    coldSplit: splitAt(positions, breakpoints, -1),
    warm: entry && { share: positions[found]?.share ?? 0, untilMs: entry.untilMs },
  };
}

/** What lies behind the last entry has to be written. */
function coldTokens(positions: readonly Position[], hit: number, promptTokens: number): ColdTokens {
  const systemEnd = positions.findLastIndex(({ place }) => place.level === 'system');
  const prefix = positions[systemEnd]?.share ?? 0;
  const warm = positions[hit]?.share ?? 0;
  return {
    prefix: Math.max(0, prefix - warm) * promptTokens,
    turns: (1 - Math.max(prefix, warm)) * promptTokens,
  };
}

function chooseBreakpoints(
  { parts, model, promptTokens, keeps }: PlanInput,
  positions: readonly Position[],
  hit: number,
  lifetimes: Lifetimes,
): Breakpoint[] {
  if (keeps === 'nothing') return [];
  const systemEnd = positions.findLastIndex(({ place }) => place.level === 'system');
  const end = keeps === 'prefix' ? systemEnd : positions.findLastIndex(({ markable }) => markable);
  const lastOf = (...wanted: PrefixPart[]): number =>
    parts.findLastIndex((part) => wanted.includes(part));
  // The most useful first, since there may be too many.
  const wanted = [
    end,
    ...(hit >= 0 && end - hit >= LOOKBACK ? [markableAt(positions, hit)] : []),
    systemEnd,
    lastOf('instructions', 'project'),
    lastOf('instructions', 'project', 'map'),
  ];
  const shortest = model.minCacheableTokens ?? 0;
  const isLongEnough = (index: number): boolean =>
    (positions[index]?.share ?? 0) * promptTokens >= shortest;
  const indexes = [...new Set(wanted)].filter(
    (index) => positions[index]?.markable === true && isLongEnough(index),
  );
  return indexes
    .slice(0, MOST_MARKS)
    .toSorted((a, b) => a - b)
    .map((index) => ({ index, ttl: index <= systemEnd ? lifetimes.prefix : lifetimes.turns }));
}

/** An entry that ends with thinking cannot be marked itself; the block before it is within reach. */
function markableAt(positions: readonly Position[], index: number): number {
  return positions[index]?.markable === true
    ? index
    : positions.findIndex(({ markable }, after) => after > index && markable);
}

/** The entry that a breakpoint finds: the nearest one at or before it, within the lookback. */
function reach(
  positions: readonly Position[],
  index: number,
  warm: ReadonlyMap<string, WarmEntry>,
): number {
  for (let at = index; at >= 0 && at > index - LOOKBACK; at -= 1) {
    if (warm.has(positions[at]?.key ?? '')) return at;
  }
  return -1;
}

function splitAt(
  positions: readonly Position[],
  breakpoints: readonly Breakpoint[],
  found: number,
): Split {
  const shareAt = (index: number | undefined): number => positions[index ?? -1]?.share ?? 0;
  const read = shareAt(found);
  const hour = Math.max(read, shareAt(breakpoints.findLast(({ ttl }) => ttl === '1h')?.index));
  const written = Math.max(hour, shareAt(breakpoints.at(-1)?.index));
  return { read, write1h: hour - read, write5m: written - hour, input: 1 - written };
}

function withMarks(
  request: MessageRequest,
  positions: readonly Position[],
  breakpoints: readonly Breakpoint[],
): MessageRequest {
  const marked = structuredClone(request);
  for (const { index, ttl } of breakpoints) {
    const place = positions[index]?.place;
    const block = place && blockAt(marked, place);
    if (block)
      block.cache_control = ttl === '1h' ? { type: 'ephemeral', ttl } : { type: 'ephemeral' };
  }
  return marked;
}

/** The block at a place, if a breakpoint can stand there. */
function blockAt({ system, messages }: MessageRequest, place: Place): Markable | undefined {
  const content = place.level === 'system' ? system : messages[place.message]?.content;
  const block = typeof content === 'string' ? undefined : content?.[place.block];
  return block?.type === 'thinking' || block?.type === 'redacted_thinking' ? undefined : block;
}
