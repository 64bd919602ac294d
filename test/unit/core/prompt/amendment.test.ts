import assert from 'node:assert/strict';
import type { Amendment } from '../../../../src/core/conversation/conversation';
import { amend } from '../../../../src/core/prompt/amendment';
import { FileTexts } from '../../../../src/core/prompt/fileTexts';
import { knownAfter } from '../../../../src/core/prompt/known';
import type { Known } from '../../../../src/core/prompt/known';
import { FakeWorkspace } from '../../fakes';
import { Random } from '../random';

/** In two pieces, so that no scanner trips over it. */
const SECRET = ['AK', 'IAZ7QK3NPLWX2VYB4T'].join('');

const LINES = Array.from({ length: 200 }, (_, index) => `line ${index}`).join('\n');

describe('amend', () => {
  let workspace: FakeWorkspace;
  let texts: FileTexts;
  let known: Known;

  beforeEach(() => {
    workspace = new FakeWorkspace().write('a.ts', LINES).write('b.ts', 'short\n');
    texts = new FileTexts(workspace);
    known = {
      texts: new Map([
        ['a.ts', LINES],
        ['b.ts', 'short\n'],
      ]),
      active: undefined,
    };
  });

  async function tell(maxTokens = 24_000): Promise<Amendment | undefined> {
    const amendment = await amend(known, { workspace, texts, maxTokens, open: false });
    if (amendment) known = knownAfter(known, amendment);
    return amendment;
  }

  it('says nothing while nothing has changed', async () => {
    assert.equal(await tell(), undefined);
  });

  it('tells a small change of a long file as a diff, and of a short one as its text', async () => {
    workspace.write('a.ts', LINES.replace('line 100', 'changed')).write('b.ts', 'shorter\n');
    const amendment = await tell();
    assert.deepEqual(
      amendment?.changes.map(({ type, path }) => [type, path]),
      [
        ['diff', 'a.ts'],
        ['text', 'b.ts'],
      ],
    );
    assert.match(amendment?.text ?? '', /<diff path="a.ts">\n@@ -99,5 \+99,5 @@\n line 98\n/);
    assert.ok((amendment?.text.length ?? 0) < 400);
    assert.equal(await tell(), undefined, 'it is told once');
  });

  it('tells that a file is gone, and its text when it is back', async () => {
    workspace.remove('b.ts');
    assert.deepEqual((await tell())?.changes, [{ type: 'removed', path: 'b.ts' }]);
    assert.equal(await tell(), undefined);
    workspace.write('b.ts', 'back\n');
    workspace.looksAt = { active: 'b.ts', open: [], edited: [] };
    assert.equal((await tell())?.changes[0]?.type, 'text');
    assert.equal(known.texts.get('b.ts'), 'back\n');
  });

  it('tells of the file that the user turns to, and of new ones that are edited', async () => {
    workspace.write('c.ts', 'new\n').write('d.ts', 'edited\n');
    workspace.looksAt = { active: 'c.ts', open: ['c.ts'], edited: ['d.ts'] };
    const amendment = await tell();
    assert.deepEqual(
      amendment?.changes.map(({ path }) => path),
      ['c.ts', 'd.ts'],
    );
    assert.equal(amendment?.active, 'c.ts');
    workspace.looksAt = { active: 'a.ts', open: [], edited: ['d.ts'] };
    assert.deepEqual(await tell(), {
      text: 'In the active editor: a.ts',
      changes: [],
      active: 'a.ts',
    });
  });

  it('keeps back a secret that a file has got, and takes the old text back', async () => {
    workspace.write('b.ts', `const key = '${SECRET}';`);
    const amendment = await tell();
    assert.deepEqual(amendment?.changes, [{ type: 'withheld', path: 'b.ts' }]);
    assert.ok(!amendment?.text.includes('Z7QK'));
    assert.equal(await tell(), undefined);
  });

  it('does not tell more at a time than there is room for', async () => {
    const grown = Array.from({ length: 5000 }, (_, index) => `other ${index}`).join('\n');
    workspace.write('a.ts', grown);
    assert.deepEqual((await tell(1000))?.changes, [{ type: 'withheld', path: 'a.ts' }]);
    assert.equal((await tell(48_000))?.changes[0]?.type, 'text', 'once there is room');
    assert.equal(known.texts.get('a.ts'), grown);
  });

  it('lets every text be worked out again from what was told, over random edits', async () => {
    const random = new Random(4);
    const words = [
      'one',
      'two',
      '',
      '\r',
      'ä',
      '@@ -1 +1 @@',
      '\\ No newline at end of file',
      '--',
    ];
    const word = (): string => words[random.upTo(words.length - 1)] ?? '';
    let kinds = '';
    for (let round = 0; round < 300; round += 1) {
      const lines = workspace.text('a.ts').split('\n');
      for (let edit = random.upTo(3); edit >= 0; edit -= 1) {
        const at = random.upTo(lines.length);
        lines.splice(at, random.upTo(2), ...Array.from({ length: random.upTo(2) }, word));
      }
      workspace.write('a.ts', lines.join(random.chance(0.02) ? '\r\n' : '\n'));
      const amendment = await tell();
      kinds += amendment?.changes[0]?.type ?? '';
      assert.equal(known.texts.get('a.ts'), workspace.text('a.ts'), `round ${round}`);
    }
    assert.ok(kinds.includes('diff') && kinds.includes('text'));
  });
});
