import assert from 'node:assert/strict';
import type { MessageRequest } from '../../../../src/core/api/events';
import { Conversation } from '../../../../src/core/conversation/conversation';
import { cachedShare } from '../../../../src/core/cost/usage';
import { BUNDLED_MODELS } from '../../../../src/core/models/table';
import type { Model } from '../../../../src/core/models/model';
import { chatRequest as requestOf, nextTurn } from '../../../../src/core/prompt/request';
import type { AnswerBlock } from '../../../simulator/script';
import { apiOf, bodiesOf, bytesOf, exchange, expectEvent, simulatorForEach } from '../support';
import { endOf, partsFor, say } from '../turnParts';

const AT = '2026-11-23T12:00:00.000Z';

function conversationOf(...texts: readonly string[]): Conversation {
  const conversation = new Conversation('c-1', AT);
  for (const text of texts) {
    const prompt = [{ type: 'text', text } as const];
    conversation.apply({ type: 'turn', id: text, at: AT, prompt });
  }
  return conversation;
}

function modelWith(fields: Partial<Model>): Model {
  const [model] = BUNDLED_MODELS;
  assert.ok(model);
  return { ...model, ...fields };
}

function chatRequest(conversation: Conversation, model: Model): MessageRequest {
  return requestOf(nextTurn(conversation, {}), model);
}

/** What stands before the messages. */
function headOf(...texts: readonly string[]): string {
  const { messages: _messages, ...rest } = chatRequest(conversationOf(...texts), modelWith({}));
  return JSON.stringify(rest);
}

function requestFor(fields: Partial<Model>): MessageRequest {
  return chatRequest(conversationOf('One'), modelWith(fields));
}

function textsOf(request: MessageRequest | undefined): string[] {
  return [request?.system ?? []]
    .flat()
    .map((block) => (typeof block === 'string' ? block : block.text));
}

/** Long enough for the cache of every model, and of the same length in every turn. */
function question(turn: number): string {
  return `Question ${turn}: ${'why is that so? '.repeat(600)}`;
}

function answerTo(turn: number): readonly AnswerBlock[] {
  return [
    { type: 'thinking', thinking: `Thought ${turn}. ${'Let me see. '.repeat(20)}` },
    { type: 'redacted_thinking' },
    { type: 'text', text: `Answer ${turn}. ${'Because it is. '.repeat(40)}` },
  ];
}

describe('chatRequest', () => {
  it('says nothing that changes between conversations before the first message', () => {
    assert.equal(headOf('One'), headOf('Two', 'Three'));
  });

  it('asks for no more output than the model can give', () => {
    assert.equal(requestFor({ maxOutputTokens: 8192 }).max_tokens, 8192);
    assert.equal(requestFor({ maxOutputTokens: 128_000 }).max_tokens, 64_000);
  });

  it('asks for thinking in words where the model decides on it, and says nothing elsewhere', () => {
    const { thinking } = requestFor({ adaptiveThinking: true });
    assert.deepEqual(thinking, { type: 'adaptive', display: 'summarized' });
    assert.ok(!('thinking' in requestFor({ adaptiveThinking: false })));
  });

  it('uses no parameter that the API no longer knows', () => {
    const request = requestFor({});
    for (const name of ['temperature', 'top_p', 'top_k', 'tool_choice', 'stream']) {
      assert.ok(!(name in request), name);
    }
  });
});

describe('the requests of a conversation', () => {
  const simulator = simulatorForEach({
    accountCreated: '2026-10-01T00:00:00Z',
    verifiedOrganization: true,
  });

  for (const { id } of BUNDLED_MODELS) {
    it(`is accepted by ${id}`, async () => {
      const model = BUNDLED_MODELS.find((each) => each.id === id);
      assert.ok(model);
      const request = chatRequest(conversationOf('Hi'), model);
      const { last } = await exchange(apiOf(simulator()), request);
      expectEvent(last, 'done');
    });
  }

  for (const model of ['sonnet', 'haiku', 'opus', 'fable', 'claude-opus-4-6']) {
    it(`are all accepted by ${model} over ten turns, with a cached share that rises`, async () => {
      const parts = partsFor(simulator(), { model });
      const conversation = parts.store.create();
      const shares: number[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        simulator().script({ blocks: answerTo(turn) });
        await say(parts, conversation, question(turn));
        const { outcome, usage, content } = endOf(conversation);
        assert.equal(outcome.type, 'done', JSON.stringify(outcome));
        assert.deepEqual(
          content.map(({ type }) => type),
          ['thinking', 'redacted_thinking', 'text'],
        );
        assert.ok(usage);
        shares.push(cachedShare(usage));
      }
      assert.deepEqual(bodiesOf(simulator()).length, 10, 'No request may be sent twice.');
      assert.equal(shares[0], 0);
      const first = shares.findIndex((share) => share > 0);
      assert.ok(first <= 2, `nothing was read from the cache: ${shares.join(', ')}`);
      for (let turn = first + 1; turn < 10; turn += 1) {
        assert.ok((shares[turn] ?? 0) > (shares[turn - 1] ?? 1), shares.join(', '));
      }
      assert.ok((shares.at(-1) ?? 0) > 0.85, shares.join(', '));
    });
  }

  it('each begin with the bytes of the one before, marks aside', async () => {
    const parts = partsFor(simulator());
    const conversation = parts.store.create();
    for (let turn = 0; turn < 4; turn += 1) {
      simulator().script({ blocks: answerTo(turn) });
      await say(parts, conversation, question(turn));
    }
    const bodies = bodiesOf(simulator());
    bodies.slice(1).forEach((body, index) => {
      const before = bytesOf(bodies[index]?.messages ?? []);
      assert.deepEqual(bytesOf(body.messages).slice(0, before.length), before);
      assert.equal(JSON.stringify(textsOf(body)), JSON.stringify(textsOf(bodies[0])));
    });
  });

  it('send thinking back byte for byte', async () => {
    const parts = partsFor(simulator());
    const conversation = parts.store.create();
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'Hm "so"\u2028🎼\n' },
        { type: 'text', text: 'Yes.' },
      ],
    });
    await say(parts, conversation, 'One');
    const received = JSON.stringify(endOf(conversation).content);
    await say(parts, conversation, 'Two');
    const sent = bodiesOf(simulator())[1]?.messages[1];
    assert.equal(JSON.stringify(sent?.content), received);
    assert.ok(received.includes('Hm \\"so\\"\u2028🎼\\n'), received);
  });

  it('ask a model without adaptive thinking for none', async () => {
    const parts = partsFor(simulator(), { model: 'claude-haiku-4-5' });
    const conversation = parts.store.create();
    for (const text of ['One', 'Two']) {
      await say(parts, conversation, text);
      assert.equal(endOf(conversation).outcome.type, 'done');
    }
    for (const body of bodiesOf(simulator())) assert.ok(!('thinking' in body));
    assert.ok(endOf(conversation).content.every(({ type }) => type === 'text'));
  });
});
