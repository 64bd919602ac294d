import assert from 'node:assert/strict';
import { Rules } from '../../../src/host/workspace/ignoring';
import type { IgnoreTexts } from '../../../src/host/workspace/ignoring';
import { Slices } from '../../../src/core/slices';

describe('what the ignore files keep back', () => {
  it('repositories, packages and caches stay here without any file that says so', async () => {
    keeps(await rulesOf({}), {
      '.git/': 'ignored',
      '.git': 'ignored',
      'deep/below/node_modules/': 'ignored',
      'node_modules/left-pad/index.js': 'ignored',
      '__pycache__/': 'ignored',
      '.venv/': 'ignored',
      '.hg/': 'ignored',
      '.svn/': 'ignored',
      '.gitignore': undefined,
      '.github/': undefined,
      'src/node_modules.ts': undefined,
      'my_node_modules/': undefined,
    });
    const unheard = await rulesOf({ '': { git: '!node_modules/\n!.git' } });
    keeps(unheard, { 'node_modules/': 'ignored', '.git/': 'ignored' });
  });

  it('tells files from folders, and anchored patterns from those for every depth', async () => {
    keeps(await rulesOf({ '': { git: 'build/\n/top.txt\na/b\n*.log\n# comment\n\n\\#odd' } }), {
      'build/': 'ignored',
      'src/build/': 'ignored',
      build: undefined,
      'top.txt': 'ignored',
      'src/top.txt': undefined,
      'a/b': 'ignored',
      'src/a/b': undefined,
      'src/x.log': 'ignored',
      '# comment': undefined,
      '#odd': 'ignored',
      'Build/': undefined,
    });
  });

  it('a file deeper down wins, for its own folder alone', async () => {
    const rules = await rulesOf({
      '': { git: '*.gen\n' },
      'a/': { git: '!keep.gen\nlocal\n/top\nx/y' },
    });
    keeps(rules, {
      'a/keep.gen': undefined,
      'a/b/keep.gen': undefined,
      'a/other.gen': 'ignored',
      'keep.gen': 'ignored',
      'a/b/local': 'ignored',
      'b/local': undefined,
      'a/top': 'ignored',
      'a/b/top': undefined,
      'a/x/y': 'ignored',
      'a/b/x/y': undefined,
    });
  });

  it('brings back a folder from deeper down, with what is in it', async () => {
    const rules = await rulesOf({ '': { git: 'gen/\n' }, 'a/': { git: '!gen/' } });
    keeps(rules, { 'a/gen/': undefined, 'a/gen/x.ts': undefined, 'b/gen/x.ts': 'ignored' });
  });

  it('brings nothing back from a folder that is ignored', async () => {
    const rules = await rulesOf({ '': { git: 'out/\n!out/keep.txt\n/lib/*\n!/lib/own/\n' } });
    keeps(rules, {
      'out/keep.txt': 'ignored',
      'lib/other/': 'ignored',
      'lib/own/': undefined,
      'lib/own/x.c': undefined,
    });
  });

  it('reads files from Windows: line breaks of two characters, and a mark at the beginning', async () => {
    const text = '\uFEFF*.log\r\n!keep.log\r\ndist/\r\n\r\n  \r\n';
    const expected = {
      'a.log': 'ignored',
      'keep.log': undefined,
      'dist/': 'ignored',
      'src/': undefined,
    } as const;
    keeps(await rulesOf({ '': { git: text } }), expected);
    const below = Object.entries(expected).map(([path, reason]) => [`in/${path}`, reason]);
    keeps(await rulesOf({ 'in/': { git: text } }), Object.fromEntries(below));
  });

  it('the names of folders are no patterns', async () => {
    const rules = await rulesOf({ 'app/[id] *!/': { git: 'secret\n/' }, '#x/': { git: 'y' } });
    keeps(rules, {
      'app/[id] *!/secret': 'ignored',
      'app/[id] *!/open': undefined,
      'app/i other!/secret': undefined,
      '#x/y': 'ignored',
    });
  });

  it('what is meant for Stanza alone is excluded, and none can take back what git ignores', async () => {
    const rules = await rulesOf({ '': { git: '*.log', stanza: 'private/\n!a.log\n!mine' } }, [
      'mine',
      'docs/**/draft*',
    ]);
    keeps(rules, {
      'private/': 'excluded',
      'src/private/x.ts': 'excluded',
      'a.log': 'ignored',
      mine: 'excluded',
      'docs/a/draft.md': 'excluded',
      'docs/a/final.md': undefined,
    });
  });

  it('goes by the file system where case does not matter', async () => {
    const rules = await Rules.of([], true).below('', { git: 'Build/' }, new Slices());
    assert.equal(rules.reasonFor('build/'), 'ignored');
  });

  it('forgets what it was asked, not what it was told', async () => {
    const rules = await rulesOf({ '': { git: '*.log' } });
    for (let index = 0; index < 25_000; index += 1) {
      assert.equal(rules.reasonFor(`a/${index}.log`), 'ignored');
    }
  });

  it('obeys every one of very many patterns, whatever there is between them', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `name${index}\n!other${index}\n*.x`);
    const rules = await rulesOf({ 'a/': { git: `${lines.join('\n')}\n!last.x` } });
    keeps(rules, {
      'a/name0': 'ignored',
      'a/name999': 'ignored',
      'a/b.x': 'ignored',
      'a/last.x': undefined,
    });
  });

  it('refuses a pattern that would keep the thread busy for hours', async () => {
    await assert.rejects(rulesOf({ '': { git: `${'**/a/'.repeat(8)}b` } }));
    await rulesOf({ '': { git: '**/a/**/b/**' } });
  });
});

async function rulesOf(
  files: Record<string, IgnoreTexts>,
  exclude: readonly string[] = [],
): Promise<Rules> {
  let rules = Rules.of(exclude, false);
  for (const [folder, texts] of Object.entries(files)) {
    rules = await rules.below(folder, texts, new Slices());
  }
  return rules;
}

function keeps(rules: Rules, paths: Record<string, 'ignored' | 'excluded' | undefined>): void {
  const reasons = Object.keys(paths).map((path) => [path, rules.reasonFor(path)]);
  assert.deepEqual(Object.fromEntries(reasons), paths);
}
