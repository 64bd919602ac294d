import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import type { MessageRequest } from '../../../../src/core/api/events';
import { planCache } from '../../../../src/core/cache/plan';
import type { CachePlan, Keeps } from '../../../../src/core/cache/plan';
import { positionsOf } from '../../../../src/core/cache/positions';
import type { WarmEntry } from '../../../../src/core/cache/warmth';
import type { PrefixPart } from '../../../../src/core/conversation/conversation';
import { modelById } from '../../../../src/core/models/catalogue';
import type { Split } from '../../../../src/core/cost/forecast';
import type { CacheTtl } from '../../../../src/core/ports';

const SONNET = modelById('claude-sonnet-5-5');
const PARTS: readonly PrefixPart[] = ['instructions', 'project', 'map', 'files'];
const LONG = 'a'.repeat(7000);

function requestOf(messages: readonly string[], system = PARTS.map(() => LONG)): MessageRequest {
  return {
    model: SONNET.id,
    max_tokens: 1000,
    system: system.map((text) => ({ type: 'text', text })),
    messages: messages.map((text, index): MessageParam => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: [{ type: 'text', text }],
    })),
  };
}

function plan(
  request: MessageRequest,
  rest: {
    warm?: readonly string[];
    prefix?: CacheTtl;
    turns?: CacheTtl;
    parts?: readonly PrefixPart[];
    promptTokens?: number;
    keeps?: Keeps;
  } = {},
): CachePlan {
  const { warm = [], prefix = '1h', turns = '5m', parts = PARTS, promptTokens = 10_000 } = rest;
  const { keeps = 'all' } = rest;
  const entry: WarmEntry = { untilMs: 99 };
  return planCache({
    request,
    parts,
    model: SONNET,
    warm: new Map(warm.map((key) => [key, entry])),
    lifetimesFor: () => ({ prefix, turns, reason: '' }),
    promptTokens,
    keeps,
  });
}

/** Where breakpoints stand, such as `system.1 1h`. */
function marksIn({ request }: CachePlan): string[] {
  const found: string[] = [];
  const look = (place: string, block: object): void => {
    if (!('cache_control' in block)) return;
    const control = block.cache_control as { ttl?: string };
    found.push(`${place} ${control.ttl ?? '5m'}`);
  };
  assert.ok(Array.isArray(request.system));
  request.system.forEach((block, index) => look(`system.${index}`, block));
  request.messages.forEach(({ content }, index) => {
    assert.ok(Array.isArray(content));
    content.forEach((block, part) => look(`messages.${index}.${part}`, block));
  });
  return found;
}

function rounded(split: Split): Record<string, number> {
  return Object.fromEntries(
    Object.entries(split).map(([name, share]) => [name, Number(Number(share).toFixed(6))]),
  );
}

function keyOf(request: MessageRequest, index: number): string {
  return positionsOf(request, SONNET.imageTier)[index]?.key ?? '';
}

describe('planCache', () => {
  it('sets four breakpoints: instructions, map, snapshot and the end, long lifetimes first', () => {
    const planned = plan(requestOf([LONG]));
    assert.deepEqual(marksIn(planned), [
      'system.1 1h',
      'system.2 1h',
      'system.3 1h',
      'messages.0.0 5m',
    ]);
    assert.equal(planned.marks.length, 4);
  });

  it('wastes none on what is too short for the model', () => {
    const short = requestOf(['Hi'], ['Be brief.', 'Use tabs.', 'a.ts', LONG]);
    assert.deepEqual(marksIn(plan(short, { promptTokens: 2100 })), [
      'system.3 1h',
      'messages.0.0 5m',
    ]);
    assert.deepEqual(marksIn(plan(requestOf(['Hi'], ['Be brief.']), { promptTokens: 10 })), []);
  });

  it('keeps the prefix alone where nothing follows on the messages, and nothing if told so', () => {
    const request = requestOf([LONG]);
    const prefix = plan(request, { keeps: 'prefix', warm: [keyOf(request, 3)] });
    assert.deepEqual(marksIn(prefix), ['system.1 1h', 'system.2 1h', 'system.3 1h']);
    assert.deepEqual(rounded(prefix.split), { read: 0.8, write1h: 0, write5m: 0, input: 0.2 });
    const nothing = plan(request, { keeps: 'nothing', warm: [keyOf(request, 3)] });
    assert.deepEqual(marksIn(nothing), []);
    assert.deepEqual(rounded(nothing.split), { read: 0, write1h: 0, write5m: 0, input: 1 });
  });

  it('changes nothing of the request but the marks', () => {
    const request = requestOf([LONG, 'Yes', 'And?']);
    const before = JSON.stringify(request);
    const planned = plan(request);
    assert.equal(JSON.stringify(request), before);
    const bare = JSON.stringify(planned.request, (key, value: unknown) =>
      key === 'cache_control' ? undefined : value,
    );
    assert.equal(bare, before);
  });

  it('reads what is warm, writes the rest by its lifetime, and knows the cold price', () => {
    const request = requestOf([LONG]);
    const { split, coldSplit, warm } = plan(request, { warm: [keyOf(request, 2)] });
    assert.deepEqual(rounded(split), { read: 0.6, write1h: 0.2, write5m: 0.2, input: 0 });
    assert.deepEqual(rounded(coldSplit), { read: 0, write1h: 0.8, write5m: 0.2, input: 0 });
    assert.deepEqual(warm, { share: 0.6, untilMs: 99 });
  });

  it('finds the end of the last turn without a breakpoint there', () => {
    const first = requestOf([LONG]);
    const second = requestOf([LONG, 'Yes.', 'And?']);
    const planned = plan(second, { warm: [keyOf(first, 4)] });
    assert.equal(planned.split.read, positionsOf(second, SONNET.imageTier)[4]?.share);
    assert.ok(!marksIn(planned).includes('messages.0.0 5m'));
  });

  it('sets one at the last entry where a turn has added more than the lookback', () => {
    const first = requestOf([LONG]);
    const blocks = Array.from({ length: 25 }, (_, index) => ({
      type: 'text' as const,
      text: `Part ${index}`,
    }));
    const second: MessageRequest = {
      ...first,
      messages: [
        ...first.messages,
        { role: 'assistant', content: blocks },
        { role: 'user', content: [{ type: 'text', text: 'And?' }] },
      ],
    };
    const planned = plan(second, { warm: [keyOf(first, 4)] });
    assert.deepEqual(marksIn(planned), [
      'system.1 1h',
      'system.3 1h',
      'messages.0.0 5m',
      'messages.2.0 5m',
    ]);
    assert.equal(planned.split.read, positionsOf(second, SONNET.imageTier)[4]?.share);
  });

  it('never marks thinking', () => {
    const request = requestOf([LONG]);
    const withThinking: MessageRequest = {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }] },
      ],
    };
    assert.equal(marksIn(plan(withThinking)).at(-1), 'messages.0.0 5m');
  });

  it('has other keys for another model, another thinking, another order', () => {
    const request = requestOf([LONG, 'Yes', 'And?']);
    const [last] = positionsOf(request, SONNET.imageTier).toReversed();
    const variants: MessageRequest[] = [
      { ...request, model: 'claude-opus-5-5' },
      { ...request, thinking: { type: 'adaptive' } },
      { ...request, messages: request.messages.toReversed() },
    ];
    for (const variant of variants) {
      assert.notEqual(positionsOf(variant, SONNET.imageTier).at(-1)?.key, last?.key);
    }
    assert.equal(positionsOf(structuredClone(request), SONNET.imageTier).at(-1)?.key, last?.key);
  });
});
