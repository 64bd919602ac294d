import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUNDLED_PRICES } from '../../../src/core/models/prices';
import { ChatSession } from '../../../src/host/chat/session';
import { DraftImages } from '../../../src/host/chat/draftImages';
import { WindowMemory } from '../../../src/host/windowMemory';
import type { HostMessage } from '../../../src/shared/chatProtocol';
import type { FileConsent } from '../../../src/shared/prefixProtocol';
import { MemoryLog } from '../fakes';
import { bodiesOf, simulatorForEach, until } from '../core/support';
import { partsFor } from '../core/turnParts';

const EXPLAIN = {
  text: 'Explain what this does: roundForUnit(1.5)',
  task: 'explain',
  display: { text: 'Explain `roundForUnit`', path: 'src/scale.ts', startLine: 15, endLine: 18 },
} as const;

describe('the session of the chat', () => {
  const simulator = simulatorForEach();
  let folder: string;
  let hasKey: boolean;
  let consent: FileConsent;
  let memory: WindowMemory;
  let posted: HostMessage[];
  let session: ChatSession;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-session-'));
    memory = new WindowMemory(folder);
    hasKey = true;
    consent = 'agreed';
    posted = [];
    session = new ChatSession(
      {
        ...partsFor(simulator(), { consent }),
        prices: BUNDLED_PRICES,
        hasKey: () => Promise.resolve(hasKey),
        memory,
        draftImages: new DraftImages(path.join(folder, 'images'), new MemoryLog()),
        consent: () => Promise.resolve(consent),
        warmsAhead: () => false,
        onDidOpen: () => {},
        onDidChangeNext: () => {},
      },
      () => {},
    );
    await session.attach((message) => posted.push(message));
  });

  afterEach(async () => {
    session.detach();
    await session.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function postedOf<Type extends HostMessage['type']>(type: Type) {
    return posted.filter(
      (message): message is Extract<HostMessage, { type: Type }> => message.type === type,
    );
  }

  it('sends a message once, however often Enter is pressed', async () => {
    await Promise.all([1, 2, 3, 4, 5].map((draftId) => session.send('Only once', draftId)));
    assert.equal(bodiesOf(simulator()).length, 1);
    assert.equal((await session.next()).conversation.turns.length, 1);
    assert.deepEqual(
      postedOf('notSent').map(({ draftId }) => draftId),
      [2, 3, 4, 5],
    );
  });

  describe('with a message of a command', () => {
    it('is a turn of the open conversation, and its answer streams', async () => {
      await session.send('Hello', 1);
      await session.ask(EXPLAIN);
      const { conversation } = await session.next();
      assert.equal(conversation.turns.length, 2);
      assert.deepEqual(conversation.turns[1]?.prompt, [{ type: 'text', text: EXPLAIN.text }]);
      assert.deepEqual(
        postedOf('turn').map(({ draftId }) => draftId),
        [1, undefined],
      );
      const states = postedOf('answer').map(({ head }) => head.state);
      assert.deepEqual(states, ['streaming', 'done', 'streaming', 'done']);
      const numbers = postedOf('delta').map(({ number }) => number);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      );
      assert.match(JSON.stringify(bodiesOf(simulator()).at(-1)), /Explain what this does/);
    });

    it('leaves the draft as it is', async () => {
      await session.draft('half a thought');
      await session.ask(EXPLAIN);
      assert.equal(await memory.draft(), 'half a thought');
    });

    it('asks nothing about files that nobody has agreed to', async () => {
      consent = 'undecided';
      await session.ask(EXPLAIN);
      assert.deepEqual(postedOf('askFiles'), []);
      assert.equal(postedOf('answer').at(-1)?.head.state, 'done');
    });

    it('is refused without a key, and sends nothing', async () => {
      hasKey = false;
      await assert.rejects(session.ask(EXPLAIN), { message: 'Set an API key first.' });
      assert.deepEqual(bodiesOf(simulator()), []);
      assert.deepEqual(postedOf('turn'), []);
    });

    it('is refused while Claude is answering, and that answer goes on', async () => {
      simulator().script({ blocks: [{ type: 'text', text: 'on and '.repeat(50) }], delayMs: 1 });
      const sent = session.send('Hello', 1);
      await until(() => postedOf('answer').length > 0);
      await assert.rejects(session.ask(EXPLAIN), /still answering/);
      await sent;
      assert.equal(postedOf('answer').at(-1)?.head.state, 'done');
      assert.equal((await session.next()).conversation.turns.length, 1);
    });
  });
});
