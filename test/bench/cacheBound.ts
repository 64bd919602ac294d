import { createHash } from 'node:crypto';
import type { Model } from '../simulator/model';
import { findModel } from '../simulator/models';
import { layOut } from '../simulator/prompt';
import type { RequestRecord } from '../simulator/records';
import type { MessagesRequest } from '../simulator/request';

const lifetimesMs = { '5m': 5 * 60_000, '1h': 60 * 60_000 } as const;

/** What some requests must cost at the least, and what of it is for answers. */
export interface Bounds {
  readonly totalUsd: number;
  readonly outputUsd: number;
}

/** A piece of prompt that is the same in all requests that hold it. */
interface Segment {
  readonly model: Model;
  readonly tokens: number;
  readonly usesMs: number[];
}

/**
 * The cheapest way to send the same prompts: each distinct token written once per expiry, at the
 * lifetime that turns out to be cheapest, and read otherwise. The simulator lays the prompts out
 * and counts them, so that the bound knows nothing of how Stanza sees them.
 */
export function boundsOf(requests: readonly RequestRecord[], startedMs: readonly number[]): Bounds {
  const segments = new Map<string, Segment>();
  let outputUsd = 0;
  for (const [index, { body, usage }] of requests.entries()) {
    const request = body as MessagesRequest;
    const model = findModel(request.model, true);
    if (!model) throw new Error(`The simulator does not know ${request.model}.`);
    let key = model.id;
    for (const { bytes, tokens } of layOut(request, model)) {
      key = createHash('sha256').update(`${key}\n${bytes}`).digest('base64');
      const segment = segments.get(key) ?? { model, tokens, usesMs: [] };
      segments.set(key, segment);
      segment.usesMs.push(startedMs[index] ?? 0);
    }
    outputUsd += ((usage?.outputTokens ?? 0) * priceOf(model).output) / 1e6;
  }
  const inputUsd = [...segments.values()].reduce((sum, each) => sum + cheapest(each), 0);
  return { totalUsd: inputUsd + outputUsd, outputUsd };
}

/** The least that a segment can cost over its uses, with the lifetimes chosen in hindsight. */
function cheapest({ model, tokens, usesMs }: Segment): number {
  const price = priceOf(model);
  const write = { '5m': price.write5m, '1h': price.write1h };
  let cost: Record<keyof typeof lifetimesMs, number> = { ...write };
  let last = usesMs[0] ?? 0;
  for (const use of usesMs.slice(1)) {
    const gap = use - last;
    last = use;
    const next = { '5m': Infinity, '1h': Infinity };
    for (const from of ['5m', '1h'] as const) {
      if (gap < lifetimesMs[from]) {
        next[from] = Math.min(next[from], cost[from] + price.read);
        continue;
      }
      for (const to of ['5m', '1h'] as const) {
        next[to] = Math.min(next[to], cost[from] + write[to]);
      }
    }
    cost = next;
  }
  return (tokens * Math.min(cost['5m'], cost['1h'])) / 1e6;
}

function priceOf({ id, prices }: Model): Model['prices'][number] {
  const [price] = prices;
  if (!price || prices.length > 1) throw new Error(`${id} has no single price.`);
  return price;
}
