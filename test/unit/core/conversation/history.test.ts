import type {
  ContentBlock,
  ContentBlockParam,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { Conversation } from '../../../../src/core/conversation/conversation';
import type { AnswerEnd, Outcome } from '../../../../src/core/conversation/conversation';
import { toHistoryBlocks, toMessages } from '../../../../src/core/conversation/history';
import { ConversationStore } from '../../../../src/core/conversation/store';
import type { FailureKind } from '../../../../src/core/failure';
import { countingIds, FakeClock, MemoryLines, MemoryLog } from '../../fakes';
import { Random } from '../random';
import { bytesOf } from '../support';
import { addRandomTurn } from './randomConversation';

const NEWEST = { systemMessages: true };

const AT = '2026-11-23T12:00:00.000Z';
const DONE: Outcome = { type: 'done', stopReason: 'end_turn', stopDetails: null };
const REFUSED: Outcome = { type: 'done', stopReason: 'refusal', stopDetails: null };
const STOPPED: Outcome = { type: 'stopped' };

function failed(kind: FailureKind): Outcome {
  return { type: 'failed', failure: { kind, message: 'No.' } };
}

function text(words: string): ContentBlockParam {
  return { type: 'text', text: words };
}

const THINKING: ContentBlockParam = {
  type: 'thinking',
  thinking: 'Hm – "so"\u2028\n',
  signature: 'c2lnbmVk+/==',
};

class Script {
  readonly conversation = new Conversation('c-1', AT);

  turn(words: string): this {
    this.conversation.apply({
      type: 'turn',
      id: words,
      at: AT,
      prompt: [{ type: 'text', text: words }],
    });
    return this;
  }

  amendment(words: string): this {
    const turnId = this.conversation.turns.at(-1)?.id ?? '';
    this.conversation.apply({ type: 'amendment', turnId, text: words, changes: [] });
    return this;
  }

  /** An answer to the last turn; without an outcome the window went away meanwhile. */
  answer(content: readonly ContentBlockParam[], outcome?: Outcome, partialText = ''): this {
    const turnId = this.conversation.turns.at(-1)?.id ?? '';
    const id = `${turnId}-${this.conversation.turns.at(-1)?.answers.length ?? 0}`;
    this.conversation.apply({ type: 'answer', turnId, id, at: AT, modelName: 'Opus' });
    this.conversation.apply({
      type: 'partial',
      answerId: id,
      thinking: 'cut',
      text: partialText,
    });
    if (outcome) {
      const end: AnswerEnd = { outcome, content, usageIsExact: true, durationMs: 1 };
      this.conversation.apply({ type: 'end', answerId: id, ...end });
    }
    return this;
  }

  /** What is sent, in short: the role's first letter and the types or texts of the blocks. */
  sent(): string[] {
    return toMessages(this.conversation.turns, NEWEST).map(({ role, content }) => {
      assert.ok(typeof content !== 'string');
      const parts = content.map((block) => (block.type === 'text' ? block.text : block.type));
      return `${role[0]}: ${parts.join(', ')}`;
    });
  }
}

describe('toMessages', () => {
  it('tells what has changed after the words of its turn, before the answer', () => {
    const script = new Script()
      .turn('Hello')
      .amendment('a.ts has changed')
      .answer([text('Hi')], DONE)
      .turn('Why?')
      .amendment('b.ts has changed');
    assert.deepEqual(script.sent(), [
      'u: Hello',
      's: a.ts has changed',
      'a: Hi',
      'u: Why?',
      's: b.ts has changed',
    ]);
    const old = toMessages(script.conversation.turns, { systemMessages: false });
    assert.deepEqual(
      old.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    assert.deepEqual(old[0]?.content, [text('a.ts has changed'), text('Hello')]);
  });

  it('keeps what was told in a turn without an answer for the next one', () => {
    const script = new Script()
      .turn('Hello')
      .amendment('a.ts has changed')
      .answer([], failed('overloaded'))
      .turn('Why?')
      .amendment('b.ts has changed')
      .answer([text('So.')], DONE)
      .turn('And?');
    assert.deepEqual(script.sent(), [
      'u: Hello',
      'u: Why?',
      's: a.ts has changed, b.ts has changed',
      'a: So.',
      'u: And?',
    ]);
  });

  it('ends with the message that is to be answered', () => {
    assert.deepEqual(new Script().turn('Hello').sent(), ['u: Hello']);
    const script = new Script()
      .turn('Hello')
      .answer([text('Hi')], DONE)
      .turn('Why?');
    assert.deepEqual(script.sent(), ['u: Hello', 'a: Hi', 'u: Why?']);
  });

  it('asks again without the answer that is to be replaced', () => {
    const script = new Script().turn('Hello').answer([text('Half')], failed('interrupted'));
    assert.deepEqual(script.sent(), ['u: Hello']);
  });

  it('sends blocks back exactly as they came, thinking above all', () => {
    const content = [THINKING, { type: 'redacted_thinking', data: 'x+/=' } as const, text('Hi')];
    const { conversation } = new Script().turn('Hello').answer(content, DONE).turn('Why?');
    assert.equal(
      JSON.stringify(toMessages(conversation.turns, NEWEST)[1]?.content),
      JSON.stringify(content),
    );
  });

  it('lets the last answer to a turn count', () => {
    const script = new Script()
      .turn('Hello')
      .answer([text('Half')], failed('interrupted'))
      .answer([text('Whole')], DONE)
      .turn('Why?');
    assert.deepEqual(script.sent(), ['u: Hello', 'a: Whole', 'u: Why?']);
  });

  for (const outcome of [STOPPED, failed('interrupted'), failed('stalled'), failed('overloaded')]) {
    const name = outcome.type === 'failed' ? outcome.failure.kind : outcome.type;
    it(`keeps what had arrived of an answer that was ${name}`, () => {
      const script = new Script()
        .turn('Hello')
        .answer([THINKING, text('Ha')], outcome)
        .turn('Go');
      assert.deepEqual(script.sent(), ['u: Hello', 'a: thinking, Ha', 'u: Go']);
    });
  }

  it('keeps the last checkpoint of an answer that never ended', () => {
    const script = new Script().turn('Hello').answer([], undefined, 'Half').turn('Go');
    assert.deepEqual(script.sent(), ['u: Hello', 'a: Half', 'u: Go']);
    const empty = new Script().turn('Hello').answer([], undefined, ' \n').turn('Go');
    assert.deepEqual(empty.sent(), ['u: Hello', 'u: Go']);
  });

  it('leaves out an answer without text, and keeps the question', () => {
    for (const content of [[], [THINKING]]) {
      const script = new Script().turn('Hello').answer(content, STOPPED).turn('Go');
      assert.deepEqual(script.sent(), ['u: Hello', 'u: Go']);
    }
    assert.deepEqual(new Script().turn('Hello').turn('Go').sent(), ['u: Hello', 'u: Go']);
  });

  for (const outcome of [REFUSED, failed('rejected'), failed('tooLong')]) {
    const name = outcome.type === 'failed' ? outcome.failure.kind : 'refused';
    it(`leaves out a turn that was ${name}, once there is another`, () => {
      const script = new Script()
        .turn('One')
        .answer([text('1')], DONE)
        .turn('Bad')
        .answer([text('No')], outcome);
      assert.deepEqual(script.sent(), ['u: One', 'a: 1', 'u: Bad'], 'while it can be retried');
      script.turn('Two');
      assert.deepEqual(script.sent(), ['u: One', 'a: 1', 'u: Two']);
    });
  }

  it('keeps a turn that was refused at first and then answered', () => {
    const script = new Script()
      .turn('One')
      .answer([], REFUSED)
      .answer([text('1')], DONE)
      .turn('Two');
    assert.deepEqual(script.sent(), ['u: One', 'a: 1', 'u: Two']);
  });

  for (const kind of ['noKey', 'badKey', 'rateLimited', 'spendLimit', 'unreachable'] as const) {
    it(`keeps the question of a turn that failed for ${kind}`, () => {
      const script = new Script().turn('One').answer([], failed(kind)).turn('Two');
      assert.deepEqual(script.sent(), ['u: One', 'u: Two']);
    });
  }

  it('only grows, whatever happens to the turns', async () => {
    let leftOut = 0;
    for (let seed = 0; seed < 150; seed += 1) {
      const random = new Random(seed);
      const store = new ConversationStore(
        new MemoryLines(),
        new FakeClock(),
        countingIds(),
        new MemoryLog(),
      );
      const conversation = store.create();
      let before: string[] = [];
      let poisoned = false;
      for (let turn = 0; turn < 8; turn += 1) {
        await addRandomTurn(store, conversation, random);
        const after = bytesOf(toMessages(conversation.turns, NEWEST));
        // Only the message that was refused may be gone, and all before it stays.
        const kept: readonly string[] = poisoned ? before.slice(0, -1) : before;
        assert.deepEqual(after.slice(0, kept.length), kept, `seed ${seed}, turn ${turn}`);
        if (poisoned) leftOut += 1;
        // What was told in a turn without an answer goes with the next one.
        before = after.filter((each, index) => index < after.length - 1 || !isSystem(each));
        poisoned = wasRefusedOrRejected(conversation);
      }
    }
    assert.ok(leftOut > 50, 'The conversations met too few refusals to prove anything.');
  });
});

function isSystem(bytes: string): boolean {
  return (JSON.parse(bytes) as MessageParam).role === 'system';
}

function wasRefusedOrRejected({ turns }: Conversation): boolean {
  const outcome = turns.at(-1)?.answers.at(-1)?.end?.outcome;
  if (outcome?.type === 'done') return outcome.stopReason === 'refusal';
  return (
    outcome?.type === 'failed' &&
    (outcome.failure.kind === 'rejected' || outcome.failure.kind === 'tooLong')
  );
}

/** A text as it is received, with all of its fields. */
function receivedText(words: string): ContentBlock {
  return { type: 'text', text: words, citations: null };
}

describe('toHistoryBlocks', () => {
  it('keeps the blocks and their order', () => {
    const blocks: ContentBlock[] = [
      { type: 'thinking', thinking: '', signature: 's' },
      { type: 'redacted_thinking', data: 'd' },
      receivedText('Hi'),
    ];
    assert.deepEqual(toHistoryBlocks(blocks), blocks);
  });

  it('leaves out texts without words and tools without a result', () => {
    const tool = {
      type: 'tool_use',
      id: 't',
      name: 'read',
      input: {},
      caller: { type: 'direct' },
    } as ContentBlock;
    assert.deepEqual(
      toHistoryBlocks([receivedText(''), receivedText(' \n'), receivedText('Hi'), tool]),
      [receivedText('Hi')],
    );
  });
});
