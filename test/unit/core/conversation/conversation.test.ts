import assert from 'node:assert/strict';
import { Conversation } from '../../../../src/core/conversation/conversation';

const AT = '2026-11-23T12:00:00.000Z';

describe('Conversation', () => {
  let conversation: Conversation;

  beforeEach(() => {
    conversation = new Conversation('c-1', AT);
  });

  function addTurn(id: string, text = id): void {
    conversation.apply({ type: 'turn', id, at: AT, prompt: [{ type: 'text', text }] });
  }

  it('grows by turns and their answers', () => {
    addTurn('t-1');
    conversation.apply({ type: 'answer', turnId: 't-1', id: 'a-1', at: AT, modelName: 'Opus' });
    conversation.apply({ type: 'partial', answerId: 'a-1', thinking: 'Hm', text: '' });
    conversation.apply({ type: 'partial', answerId: 'a-1', thinking: '.', text: 'Yes' });
    const answer = conversation.answer('a-1');
    assert.equal(answer.partialThinking, 'Hm.');
    assert.equal(answer.partialText, 'Yes');
    assert.equal(answer.end, undefined);
    const end = {
      outcome: { type: 'stopped' },
      content: [],
      usageIsExact: false,
      durationMs: 3,
    } as const;
    conversation.apply({ type: 'end', answerId: 'a-1', ...end });
    assert.deepEqual(conversation.turns[0]?.answers[0]?.end, end);
  });

  it('keeps several answers to one turn in their order', () => {
    addTurn('t-1');
    addTurn('t-2');
    for (const id of ['a-1', 'a-2']) {
      conversation.apply({ type: 'answer', turnId: 't-1', id, at: AT, modelName: 'Opus' });
    }
    assert.deepEqual(
      conversation.turns.map(({ answers }) => answers.map(({ id }) => id)),
      [['a-1', 'a-2'], []],
    );
  });

  it('is called by the first line of its first message', () => {
    assert.equal(conversation.title, '');
    addTurn('t-1', '\n  Why is this slow?\nThe code follows.');
    addTurn('t-2', 'And this?');
    assert.equal(conversation.title, 'Why is this slow?');
  });

  it('is called by what people read of its first message', () => {
    const prompt = [{ type: 'text', text: '<file path="a.ts">' } as const];
    const display = { text: 'Explain `add`\nin a.ts' };
    conversation.apply({ type: 'turn', id: 't-1', at: AT, task: 'explain', prompt, display });
    assert.equal(conversation.title, 'Explain `add`');
    assert.equal(conversation.turns[0]?.task, 'explain');
  });

  it('is of the chat where no task is named', () => {
    addTurn('t-1');
    assert.equal(conversation.turns[0]?.task, 'chat');
  });

  it('rejects what belongs to nothing', () => {
    assert.throws(
      () =>
        conversation.apply({ type: 'answer', turnId: 't-9', id: 'a', at: AT, modelName: 'Opus' }),
      /no turn t-9/,
    );
    assert.throws(
      () => conversation.apply({ type: 'partial', answerId: 'a-9', thinking: '', text: '' }),
      /no answer a-9/,
    );
    assert.throws(() => conversation.answer('a-9'), /no answer a-9/);
  });
});
