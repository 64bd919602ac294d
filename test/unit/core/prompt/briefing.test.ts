import assert from 'node:assert/strict';
import { Conversation } from '../../../../src/core/conversation/conversation';
import { Briefing } from '../../../../src/core/prompt/briefing';
import { barePrefix } from '../../../../src/core/prompt/snapshot';
import type { News } from '../../../../src/core/prompt/briefing';
import type { FileConsent } from '../../../../src/shared/prefixProtocol';
import { FakeWorkspace, settingsOf } from '../../fakes';

const AT = '2026-11-23T12:00:00.000Z';

function pathsIn({ prefix }: News): string[] | undefined {
  return prefix?.files.map(({ path }) => path);
}

describe('Briefing', () => {
  let workspace: FakeWorkspace;
  let consent: FileConsent;
  let briefing: Briefing;
  let count = 0;

  beforeEach(() => {
    workspace = new FakeWorkspace().write('a.ts', 'one\n').write('b.ts', 'two\n');
    workspace.looksAt = { active: 'a.ts', open: ['a.ts'], edited: [] };
    consent = 'agreed';
    briefing = new Briefing({
      workspace,
      consent: () => Promise.resolve(consent),
      settings: settingsOf(() => 'sonnet'),
    });
  });

  /** Tells a conversation its news in a new turn. */
  function tell(conversation: Conversation, { prefix, amendment }: News): void {
    const id = `t-${(count += 1)}`;
    conversation.apply({ type: 'turn', id, at: AT, prompt: [{ type: 'text', text: 'Hi' }] });
    if (prefix) conversation.apply({ type: 'prefix', ...prefix });
    if (amendment) conversation.apply({ type: 'amendment', turnId: id, ...amendment });
    if (prefix) briefing.began(prefix);
  }

  async function begin(): Promise<Conversation> {
    const conversation = new Conversation('c', AT);
    const [news] = await briefing.newsFor(conversation);
    tell(conversation, news);
    return conversation;
  }

  it('begins a conversation with a snapshot, and tells where the user is', async () => {
    const [news, ...others] = await briefing.newsFor(new Conversation('c', AT));
    assert.deepEqual(pathsIn(news), ['a.ts']);
    assert.equal(news.amendment?.text, 'In the active editor: a.ts');
    assert.equal(others.length, 0);
  });

  it('tells a conversation once what has changed', async () => {
    const conversation = await begin();
    assert.deepEqual(await briefing.newsFor(conversation), [{ amendment: undefined }]);
    workspace.write('a.ts', 'changed\n');
    const [news] = await briefing.newsFor(conversation);
    assert.match(news.amendment?.text ?? '', /changed/);
    assert.deepEqual(await briefing.newsFor(conversation), [news], 'until it was told');
    tell(conversation, news);
    assert.deepEqual(await briefing.newsFor(conversation), [{ amendment: undefined }]);
  });

  it('tells again what was told in a turn that is left out', async () => {
    const conversation = await begin();
    workspace.write('a.ts', 'changed\n');
    const [news] = await briefing.newsFor(conversation);
    tell(conversation, news);
    const turnId = conversation.turns.at(-1)?.id ?? '';
    conversation.apply({ type: 'answer', turnId, id: 'x', at: AT, modelName: 'Opus' });
    const failure = { kind: 'rejected', message: 'No.' } as const;
    conversation.apply({
      type: 'end',
      answerId: 'x',
      outcome: { type: 'failed', failure },
      content: [],
      usageIsExact: false,
      durationMs: 1,
    });
    const prompt = [{ type: 'text', text: 'Next' } as const];
    conversation.apply({ type: 'turn', id: 'next', at: AT, prompt });
    const [again] = await briefing.newsFor(conversation);
    assert.match(again.amendment?.text ?? '', /changed/);
  });

  it('offers a new conversation the last snapshot with what has changed, beside a new one', async () => {
    await begin();
    workspace.write('a.ts', 'changed\n');
    const [fresh, carried] = await briefing.newsFor(new Conversation('d', AT));
    assert.match(fresh.prefix?.blocks.at(-1)?.text ?? '', /changed/);
    assert.equal(carried?.isCarried, true);
    assert.match(carried?.prefix?.blocks.at(-1)?.text ?? '', /one/);
    assert.match(carried?.amendment?.text ?? '', /changed/);
  });

  it('does not carry a snapshot with a file that may not be sent any more', async () => {
    await begin();
    workspace.remove('a.ts');
    assert.equal((await briefing.newsFor(new Conversation('d', AT))).length, 1);
  });

  it('tells what is open and was not in the snapshot that is carried', async () => {
    await begin();
    workspace.looksAt = { active: 'a.ts', open: ['a.ts', 'b.ts'], edited: [] };
    const [, carried] = await briefing.newsFor(new Conversation('d', AT));
    assert.match(carried?.amendment?.text ?? '', /<file path="b\.ts">/);
  });

  describe('before an edit', () => {
    beforeEach(() => {
      workspace.write('main.ts', "import './far';\nimport './near';\nimport './late';\n");
      workspace.write('far.ts', 'far\n'.repeat(2500)).write('late.ts', 'late\n');
      workspace.write('near.ts', 'near\n'.repeat(3200));
    });

    it('offers what the file imports, in that order, as far as there is room', async () => {
      const [alone, ...others] = await briefing.newsForEdit('main.ts');
      assert.deepEqual(pathsIn(alone)?.toSorted(), ['far.ts', 'late.ts']);
      assert.deepEqual(
        alone.prefix?.blocks.map(({ part }) => part),
        ['instructions', 'files'],
      );
      assert.equal(others.length, 0);
      assert.equal(alone.amendment, undefined);
    });

    it('offers the instructions alone for a file that imports nothing, or is none of the workspace', async () => {
      for (const path of ['b.ts', 'gone.ts', undefined]) {
        const [alone] = await briefing.newsForEdit(path);
        assert.deepEqual(alone, { prefix: barePrefix() }, path);
      }
    });

    it('offers the last snapshot as well, with what has changed but for the file itself', async () => {
      await begin();
      workspace.write('a.ts', 'changed\n');
      workspace.looksAt = { active: 'b.ts', open: ['main.ts', 'b.ts'], edited: ['b.ts'] };
      const [, carried] = await briefing.newsForEdit('b.ts');
      assert.ok(carried?.isCarried);
      assert.deepEqual(pathsIn(carried), ['a.ts']);
      assert.match(carried.amendment?.text ?? '', /changed/);
      assert.ok(!carried.amendment?.text.includes('two'), 'it stands in the message');
      const [, other] = await briefing.newsForEdit('main.ts');
      assert.match(other?.amendment?.text ?? '', /two/);
    });

    it('does not offer a snapshot with a file that may not be sent any more', async () => {
      await begin();
      workspace.remove('a.ts');
      assert.equal((await briefing.newsForEdit('main.ts')).length, 1);
    });

    it('reads and sends nothing before the user has agreed', async () => {
      await begin();
      const reads = workspace.reads.length;
      for (const answer of ['undecided', 'declined', 'noFolder'] as const) {
        consent = answer;
        assert.deepEqual(await briefing.newsForEdit('main.ts'), [{ prefix: barePrefix() }]);
      }
      assert.equal(workspace.reads.length, reads);
    });
  });

  it('goes on sharing the last snapshot with files after a conversation without', async () => {
    await begin();
    briefing.began(barePrefix());
    workspace.write('a.ts', 'changed\n');
    const [, carried] = await briefing.newsFor(new Conversation('d', AT));
    assert.deepEqual(carried && pathsIn(carried), ['a.ts']);
  });

  it('has no choice where nothing has changed', async () => {
    await begin();
    assert.equal((await briefing.newsFor(new Conversation('d', AT))).length, 1);
  });

  for (const answer of ['undecided', 'declined', 'noFolder'] as const) {
    it(`reads and sends no file while the user's answer is ${answer}`, async () => {
      consent = answer;
      const [news] = await briefing.newsFor(new Conversation('c', AT));
      assert.deepEqual(
        news.prefix?.blocks.map(({ part }) => part),
        ['instructions'],
      );
      assert.equal(news.amendment, undefined);
      assert.deepEqual(workspace.reads, []);
    });
  }

  it('tells no more once the user has withdrawn their consent', async () => {
    const conversation = await begin();
    consent = 'declined';
    workspace.write('a.ts', 'changed\n');
    assert.deepEqual(await briefing.newsFor(conversation), [{}]);
  });

  it('reads a file once for each of its versions', async () => {
    const conversation = await begin();
    for (let index = 0; index < 5; index += 1) await briefing.newsFor(conversation);
    assert.deepEqual(workspace.reads, ['a.ts']);
    workspace.write('a.ts', 'changed\n');
    for (let index = 0; index < 5; index += 1) await briefing.newsFor(conversation);
    assert.deepEqual(workspace.reads, ['a.ts', 'a.ts']);
  });
});
