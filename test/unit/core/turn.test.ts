import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { ApiProblem, makeFailure } from '../../../src/core/failure';
import { Api } from '../../../src/core/api/api';
import { toMessages } from '../../../src/core/conversation/history';
import { answerTurn, beginTurn } from '../../../src/core/turn';
import type { AnswerBlock } from '../../simulator/script';
import { MemoryLog } from '../fakes';
import { assertUsd, bodiesOf, joined, simulatorForEach, textOf, typesOf } from './support';
import { answer, endOf, partsFor, say } from './turnParts';
import type { TestParts } from './turnParts';

const NEWEST = { systemMessages: true };

const SOON = 0.001;
const BLOCKS: readonly AnswerBlock[] = [
  { type: 'thinking', thinking: 'Hm.' },
  { type: 'text', text: 'abc' },
];

function recordsIn(
  parts: TestParts,
  folder: 'ledger' | 'conversations',
): Record<string, unknown>[] {
  return [...parts.lines.files]
    .filter(([name]) => name.startsWith(`${folder}/`))
    .flatMap(([, lines]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>));
}

describe('answerTurn', () => {
  const simulator = simulatorForEach();
  let parts: TestParts;

  beforeEach(() => {
    parts = partsFor(simulator());
  });

  it('begins, streams and ends, with the answer that the conversation holds', async () => {
    const conversation = parts.store.create();
    simulator().script({ blocks: BLOCKS, deltaChars: 1 });
    const events = await say(parts, conversation, 'Hello');
    assert.equal(events[0]?.type, 'begin');
    assert.equal(events.at(-1)?.type, 'end');
    assert.equal(joined(events, 'thinking'), 'Hm.');
    assert.equal(joined(events, 'text'), 'abc');
    const types = typesOf(events);
    assert.ok(types.lastIndexOf('thinking') < types.indexOf('text'));
    const answers = conversation.turns[0]?.answers;
    assert.equal(answers?.length, 1);
    for (const event of events) if ('answer' in event) assert.equal(event.answer, answers?.[0]);
    assert.equal(answers?.[0]?.modelName, 'Claude Sonnet 5.5');
    const end = endOf(conversation);
    assert.deepEqual(end.outcome, { type: 'done', stopReason: 'end_turn', stopDetails: null });
    assert.equal(end.model, 'claude-sonnet-5-5');
    assert.equal(end.messageId, simulator().bill().rows[0]?.messageId);
    assert.equal(end.usageIsExact, true);
    assert.deepEqual(typesOf(end.content), ['thinking', 'text']);
  });

  it('has the message on the disk before anything is asked', async () => {
    const conversation = parts.store.create();
    await beginTurn(parts, conversation, { text: 'Hello' });
    assert.deepEqual(typesOf(recordsIn(parts, 'conversations') as { type: string }[]), [
      'conversation',
      'turn',
    ]);
    assert.equal(simulator().requests.length, 0);
  });

  it('stores the steps in their order, and the end once', async () => {
    const conversation = parts.store.create();
    await say(parts, conversation, 'Hello');
    const records = recordsIn(parts, 'conversations') as { type: string }[];
    assert.deepEqual(typesOf(records), ['conversation', 'turn', 'prefix', 'answer', 'end']);
  });

  it('has nothing to answer without a turn', async () => {
    await assert.rejects(answer(parts, parts.store.create()), /no turn to answer/);
  });

  it('adds another attempt on a retry, and asks the same', async () => {
    const conversation = parts.store.create();
    simulator().fault({ kind: 'http', status: 400, message: 'No.' });
    await say(parts, conversation, 'Hello');
    assert.equal(endOf(conversation).outcome.type, 'failed');
    await answer(parts, conversation);
    assert.equal(conversation.turns.length, 1);
    assert.equal(conversation.turns[0]?.answers.length, 2);
    assert.equal(endOf(conversation).outcome.type, 'done');
    const [first, second] = bodiesOf(simulator());
    assert.deepEqual(first, second);
  });

  it('tells how long it took, and how long until the first text', async () => {
    const conversation = parts.store.create();
    simulator().script({ blocks: BLOCKS, deltaChars: 1 });
    await say(parts, conversation, 'Hello', (event) => {
      if (event.type === 'thinking' && event.text === '.') parts.clock.advance(300);
      if (event.type === 'text' && event.text === 'c') parts.clock.advance(40);
    });
    assert.equal(endOf(conversation).thinkingMs, 300);
    assert.equal(endOf(conversation).durationMs, 340);
    simulator().script({ blocks: [{ type: 'text', text: 'abc' }] });
    await say(parts, conversation, 'And?');
    assert.equal(endOf(conversation).thinkingMs, undefined);
  });

  it('saves what arrived every second, so that a crash loses no more than that', async () => {
    const conversation = parts.store.create();
    await beginTurn(parts, conversation, { text: 'Hello' });
    simulator().script({ blocks: [...BLOCKS, { type: 'text', text: 'def' }], deltaChars: 1 });
    const seen = { thinking: '', text: '' };
    let saves = 0;
    for await (const event of answerTurn(parts, conversation, new AbortController().signal)) {
      if (event.type !== 'thinking' && event.type !== 'text') continue;
      const before = { ...seen };
      seen[event.type] += event.text;
      // A piece of answer takes 600 ms, so that every other one is due to be saved.
      parts.clock.advance(600);
      const [loaded] = (await parts.store.load(conversation.id))?.turns[0]?.answers ?? [];
      assert.ok(loaded);
      assert.ok(before.text.startsWith(loaded.partialText));
      assert.ok(before.thinking.startsWith(loaded.partialThinking));
      const missing =
        before.text.length +
        before.thinking.length -
        loaded.partialText.length -
        loaded.partialThinking.length;
      assert.ok(missing <= 2, `${missing} characters are not saved`);
      saves = recordsIn(parts, 'conversations').filter(({ type }) => type === 'partial').length;
    }
    assert.ok(saves >= 3, `${saves} saves`);
    assert.equal(endOf(conversation).content.length, 3);
  });

  it('reads back an answer that a crash cut as it was at the last checkpoint', async () => {
    const conversation = parts.store.create();
    simulator().script({ blocks: [{ type: 'text', text: 'abcdef' }], deltaChars: 1 });
    await beginTurn(parts, conversation, { text: 'Hello' });
    for await (const event of answerTurn(parts, conversation, new AbortController().signal)) {
      if (event.type !== 'text') continue;
      parts.clock.advance(1000);
      if (event.text === 'd') break;
    }
    const loaded = await parts.store.load(conversation.id);
    assert.ok(loaded);
    assert.equal(loaded.turns[0]?.answers[0]?.end, undefined);
    await beginTurn(parts, loaded, { text: 'Go on' });
    const [, kept]: readonly MessageParam[] = toMessages(loaded.turns, NEWEST);
    assert.deepEqual(kept, { role: 'assistant', content: [{ type: 'text', text: 'abc' }] });
    await answer(parts, loaded);
    assert.equal(endOf(loaded).outcome.type, 'done');
  });

  it('fails in the answer itself, with the words of the failure', async () => {
    const failure = makeFailure('noKey', 'Set a key.');
    const api = new Api(() => Promise.reject(new ApiProblem(failure)), new MemoryLog());
    const conversation = parts.store.create();
    const events = await say({ ...parts, api }, conversation, 'Hello');
    assert.deepEqual(typesOf(events), ['begin', 'end']);
    assert.deepEqual(endOf(conversation).outcome, { type: 'failed', failure });
    assert.deepEqual(recordsIn(parts, 'ledger'), []);
  });

  it('uses the bundled table when the list of models cannot be had', async () => {
    const conversation = parts.store.create();
    const api = new Api(() => Promise.reject(new Error('offline')), new MemoryLog());
    await say({ ...parts, api }, conversation, 'Hello');
    assert.equal(conversation.turns[0]?.answers[0]?.modelName, 'Claude Sonnet 5.5');
    assert.equal(endOf(conversation).outcome.type, 'failed');
  });

  describe('in the ledger', () => {
    it('has its row before the request leaves, and the exact usage after it', async () => {
      const conversation = parts.store.create();
      const arrived: number[] = [];
      const append = parts.lines.append.bind(parts.lines);
      parts.lines.append = (name, line) => {
        if (name.startsWith('ledger/')) arrived.push(bodiesOf(simulator()).length);
        return append(name, line);
      };
      await say(parts, conversation, 'Hello');
      assert.equal(arrived[0], 0, 'The row was written after the request had left.');
      const [request, ...usages] = recordsIn(parts, 'ledger');
      assert.equal(request?.['type'], 'request');
      assert.equal(request?.['task'], 'chat');
      assert.equal(request?.['tier'], 'standard');
      assert.equal(request?.['model'], 'claude-sonnet-5-5');
      assert.equal(request?.['conversation'], conversation.id);
      assert.deepEqual(
        usages.map(({ type, exact }) => [type, exact]),
        [
          ['usage', false],
          ['usage', true],
        ],
      );
      const today = await parts.ledger.today();
      assertUsd(today.usd, simulator().bill().totalUsd);
      assert.equal(today.estimated, false);
    });

    it('has the input and an estimate of the output of a stopped answer', async () => {
      const conversation = parts.store.create();
      simulator().script({ blocks: [{ type: 'text', text: 'x'.repeat(700) }], deltaChars: 700 });
      simulator().fault({ kind: 'stall', afterEvent: 4 });
      await say(parts, conversation, 'Hello', (event, stop) => {
        if (event.type === 'text') stop();
      });
      const end = endOf(conversation);
      assert.deepEqual(end.outcome, { type: 'stopped' });
      assert.equal(textOf(end.content).length, 700);
      assert.equal(end.usageIsExact, false);
      assert.equal(end.usage?.output_tokens, 200);
      assert.deepEqual(recordsIn(parts, 'ledger').at(-1)?.['usage'], end.usage);
      const today = await parts.ledger.today();
      assert.equal(today.estimated, true);
      assert.ok(today.usd > 0.002);
    });

    for (const kind of ['cut', 'end'] as const) {
      it(`has an estimate of an answer that was broken off (${kind})`, async () => {
        const conversation = parts.store.create();
        simulator().script({ blocks: BLOCKS, deltaChars: 1 });
        simulator().fault({ kind, afterEvent: 11 });
        await say(parts, conversation, 'Hello');
        const end = endOf(conversation);
        assert.equal(end.outcome.type === 'failed' && end.outcome.failure.kind, 'interrupted');
        assert.equal(end.usageIsExact, false);
        assert.ok(end.usage && end.usage.input_tokens > 0);
        const today = await parts.ledger.today();
        assert.equal(today.estimated, true);
        assert.ok(today.usd > 0);
      });
    }

    it('has a row for each attempt, and only those that were answered cost', async () => {
      const conversation = parts.store.create();
      simulator().fault([
        { kind: 'http', status: 529, retryAfter: SOON },
        { kind: 'http', status: 500, retryAfter: SOON },
      ]);
      const events = await say(parts, conversation, 'Hello');
      assert.equal(events.filter(({ type }) => type === 'retrying').length, 2);
      assert.deepEqual(
        recordsIn(parts, 'ledger').map(({ type }) => type),
        ['request', 'unbilled', 'request', 'unbilled', 'request', 'usage', 'usage'],
      );
      const today = await parts.ledger.today();
      assertUsd(today.usd, simulator().bill().totalUsd);
      assert.equal(today.estimated, false);
    });

    it('has nothing, for certain, of a request that was refused', async () => {
      simulator().fault({ kind: 'http', status: 400 });
      await say(parts, parts.store.create(), 'Hello');
      assert.deepEqual(await parts.ledger.today(), { usd: 0, estimated: false, unpriced: 0 });
    });

    it('has nothing, for certain, of an attempt that was sent again without its thinking', async () => {
      simulator().fault({
        kind: 'http',
        status: 400,
        message: 'messages.1.content.0: Invalid `signature` in `thinking` block. It is bound.',
      });
      const conversation = parts.store.create();
      await say(parts, conversation, 'Hello');
      assert.equal(endOf(conversation).outcome.type, 'done');
      assert.equal(bodiesOf(simulator()).length, 2);
      const today = await parts.ledger.today();
      assertUsd(today.usd, simulator().bill().totalUsd);
      assert.equal(today.estimated, false);
    });

    it('has nothing, for certain, of a stream that broke with an error before it began', async () => {
      const type = 'overloaded_error';
      simulator().fault({ kind: 'error_event', afterEvent: 0, type, message: 'Overloaded' });
      await say(parts, parts.store.create(), 'Hello');
      assert.deepEqual(await parts.ledger.today(), { usd: 0, estimated: false, unpriced: 0 });
    });

    it('goes on with an answer that the disk has no room for, and says so', async () => {
      const conversation = parts.store.create();
      await beginTurn(parts, conversation, { text: 'Hello' });
      const append = parts.lines.append.bind(parts.lines);
      const events = await answer(parts, conversation, (event) => {
        // From the first word on the disk is full.
        if (event.type !== 'text') return;
        parts.lines.append = () => Promise.reject(new Error('ENOSPC: no space left on device'));
      });
      parts.lines.append = append;
      assert.equal(endOf(conversation).outcome.type, 'done');
      const told = events.find((event) => event.type === 'unsaved');
      assert.match(told?.type === 'unsaved' ? told.reason : '', /ENOSPC/);
      assertUsd((await parts.ledger.today()).usd, simulator().bill().totalUsd);
      assert.equal(parts.ledger.isBehind, true);
    });

    it('lets the request wait until its row is on the disk', async () => {
      const append = parts.lines.append.bind(parts.lines);
      parts.lines.append = (name, line) =>
        name.startsWith('ledger/')
          ? Promise.reject(new Error('ENOSPC: no space left on device'))
          : append(name, line);
      const conversation = parts.store.create();
      await say(parts, conversation, 'Hello');
      assert.equal(endOf(conversation).outcome.type, 'failed');
      assert.equal(bodiesOf(simulator()).length, 0);
    });
  });
});
