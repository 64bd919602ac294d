import assert from 'node:assert/strict';
import type { Conversation, Outcome } from '../../../../src/core/conversation/conversation';
import { toMessages } from '../../../../src/core/conversation/history';
import { ConversationStore } from '../../../../src/core/conversation/store';
import { countingIds, FakeClock, MemoryLines, MemoryLog } from '../../fakes';
import { Random } from '../random';
import { usageOf } from '../support';
import { addRandomTurn } from './randomConversation';

const NEWEST = { systemMessages: true };

const AT = '2026-11-23T12:00:00.000Z';
const FILE = 'conversations/c-1.jsonl';

/** Undefined fields are not stored, and say nothing. */
function plain(conversation: Conversation): unknown {
  const { id, createdAt, title, turns } = conversation;
  return JSON.parse(JSON.stringify({ id, createdAt, title, turns }));
}

describe('ConversationStore', () => {
  let lines: MemoryLines;
  let log: MemoryLog;
  let store: ConversationStore;

  beforeEach(() => {
    lines = new MemoryLines();
    log = new MemoryLog();
    store = new ConversationStore(lines, new FakeClock(AT), countingIds('c'), log);
  });

  async function addTurn(conversation: Conversation, id: string): Promise<void> {
    const prompt = [{ type: 'text', text: `Question ${id}` } as const];
    await store.append(conversation, { type: 'turn', id, at: AT, prompt });
  }

  async function addAnswer(
    conversation: Conversation,
    turnId: string,
    outcome: Outcome,
  ): Promise<void> {
    const id = `answer-${turnId}`;
    await store.append(conversation, { type: 'answer', turnId, id, at: AT, modelName: 'Opus' });
    await store.append(conversation, {
      type: 'end',
      answerId: id,
      outcome,
      content: [{ type: 'text', text: `Answer ${turnId}` }],
      usage: usageOf({ input_tokens: 1 }),
      usageIsExact: true,
      durationMs: 5,
    });
  }

  async function loaded(id = 'c-1'): Promise<Conversation> {
    const conversation = await store.load(id);
    assert.ok(conversation);
    return conversation;
  }

  const DONE: Outcome = { type: 'done', stopReason: 'end_turn', stopDetails: null };

  it('keeps what a full disk did not take, from the first line on, and writes it later', async () => {
    const conversation = store.create();
    const append = lines.append.bind(lines);
    lines.append = () => Promise.reject(new Error('ENOSPC'));
    await assert.rejects(addTurn(conversation, 'one'), /ENOSPC/);
    lines.append = append;
    await addAnswer(conversation, 'one', DONE);
    assert.deepEqual((await loaded(conversation.id)).turns, conversation.turns);
  });

  it('has no file before the first turn', async () => {
    const conversation = store.create();
    assert.equal(conversation.createdAt, AT);
    assert.equal(lines.files.size, 0);
    assert.equal(await store.load(conversation.id), undefined);
  });

  it('names its format in the first line, once', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    await addTurn(conversation, 't-2');
    const [header, ...rest] = lines.records();
    assert.deepEqual(header, { type: 'conversation', version: 3, id: 'c-1', createdAt: AT });
    assert.deepEqual(
      rest.map(({ type }) => type),
      ['turn', 'turn'],
    );
  });

  it('reads back what is in memory, and sends the same bytes, for random conversations', async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const random = new Random(seed);
      const conversation = store.create();
      const turns = 1 + random.upTo(7);
      for (let turn = 0; turn < turns; turn += 1) {
        await addRandomTurn(store, conversation, random);
        const again = await loaded(conversation.id);
        assert.deepEqual(plain(again), plain(conversation), `seed ${seed}`);
        assert.equal(
          JSON.stringify(toMessages(again.turns, NEWEST)),
          JSON.stringify(toMessages(conversation.turns, NEWEST)),
          `seed ${seed}`,
        );
      }
    }
    assert.deepEqual(log.warnings, []);
  });

  it('reads turns of before there were tasks, and takes tasks that it does not know for chat', async () => {
    const conversation = store.create();
    await addTurn(conversation, 'old');
    const prompt = [{ type: 'text', text: 'Paint it.' }];
    const display = { text: 'Paint `house`', path: 'house.ts', startLine: 0, endLine: 3 };
    const later = { type: 'turn', id: 'later', at: AT, task: 'paint', prompt, display };
    await lines.append(FILE, JSON.stringify(later));
    const [old, painted] = (await loaded()).turns;
    assert.deepEqual([old?.task, old?.display], ['chat', undefined]);
    assert.equal(painted?.task, 'chat');
    assert.deepEqual(painted.prompt, prompt);
    assert.deepEqual(painted.display, display);
    assert.deepEqual(log.warnings, []);
  });

  it('keeps a message whose display a later version writes otherwise', async () => {
    await addTurn(store.create(), 'old');
    const prompt = [{ type: 'text', text: 'Paint it.' }];
    const later = { type: 'turn', id: 'later', at: AT, prompt, display: { picture: 1 } };
    await lines.append(FILE, JSON.stringify(later));
    const { prompt: read, display } = (await loaded()).turns[1] ?? {};
    assert.deepEqual([read, display], [prompt, undefined]);
  });

  it('goes on in a conversation that was read back', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    const again = await loaded();
    await addTurn(again, 't-2');
    assert.deepEqual(
      (await loaded()).turns.map(({ id }) => id),
      ['t-1', 't-2'],
    );
    assert.equal(lines.records().filter(({ type }) => type === 'conversation').length, 1);
  });

  it('keeps stop reasons, categories and blocks that a later API brings', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    const outcome = { type: 'done', stopReason: 'brand_new', stopDetails: null };
    await addAnswer(conversation, 't-1', outcome as unknown as Outcome);
    assert.deepEqual((await loaded()).answer('answer-t-1').end?.outcome, outcome);
  });

  it('keeps a refusal whose category is newer than this version', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    const stopDetails = { type: 'refusal', category: 'brand_new', explanation: null };
    const outcome = { type: 'done', stopReason: 'refusal', stopDetails };
    await addAnswer(conversation, 't-1', outcome as unknown as Outcome);
    await addTurn(conversation, 't-2');
    const again = await loaded();
    assert.deepEqual(plain(again), plain(conversation));
    assert.deepEqual(toMessages(again.turns, NEWEST), toMessages(conversation.turns, NEWEST));
    assert.deepEqual(log.warnings, []);
  });

  it('leaves out lines that are torn or unknown, and counts them in the log', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    await addAnswer(conversation, 't-1', DONE);
    const whole = [...lines.linesOf(FILE)];
    const expected = plain(conversation);
    const torn = whole.at(-1)?.slice(0, 30) ?? '';
    lines.files.set(FILE, [...whole, torn, '{"type":"note","text":"later"}', '[]', 'null']);
    assert.deepEqual(plain(await loaded()), expected);
    assert.deepEqual(log.warnings, ['Conversation c-1: 4 lines could not be read.']);
  });

  it('keeps the rest of a conversation whose end was torn', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    await addAnswer(conversation, 't-1', DONE);
    const whole = [...lines.linesOf(FILE)];
    lines.files.set(FILE, whole.slice(0, -1));
    const again = await loaded();
    assert.equal(again.answer('answer-t-1').end, undefined);
    await addTurn(again, 't-2');
    assert.equal((await loaded()).turns.length, 2);
  });

  it('leaves out what belongs to a line that was lost', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    await addTurn(conversation, 't-2');
    await addAnswer(conversation, 't-1', DONE);
    const whole = [...lines.linesOf(FILE)];
    lines.files.set(FILE, whole.toSpliced(1, 1));
    const again = await loaded();
    assert.deepEqual(
      again.turns.map(({ id, answers }) => [id, answers.length]),
      [['t-2', 0]],
    );
    assert.deepEqual(log.warnings, ['Conversation c-1: 2 lines could not be read.']);
  });

  it('leaves out an end whose usage could not be priced', async () => {
    const conversation = store.create();
    await addTurn(conversation, 't-1');
    await addAnswer(conversation, 't-1', DONE);
    const changed = lines
      .linesOf(FILE)
      .map((line) => line.replace('"input_tokens":1', '"input_tokens":"many"'));
    lines.files.set(FILE, changed);
    assert.equal((await loaded()).answer('answer-t-1').end, undefined);
    assert.equal(log.warnings.length, 1);
  });

  it('knows no conversation in a file that does not begin with a header', async () => {
    lines.files.set(FILE, ['{"type":"conver', '{"type":"turn"}']);
    assert.equal(await store.load('c-1'), undefined);
  });

  it('says what to do about a conversation of a newer version, and leaves it alone', async () => {
    const header = { type: 'conversation', version: 4, id: 'c-1', createdAt: AT, more: true };
    lines.files.set(FILE, [JSON.stringify(header), '{"type":"brand_new"}']);
    await assert.rejects(store.load('c-1'), {
      message: 'This conversation was written by a newer version of Stanza. Update to open it.',
    });
    assert.equal(lines.linesOf(FILE).length, 2);
  });
});
