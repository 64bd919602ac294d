import assert from 'node:assert/strict';
import { mapOf as drawMap } from '../../../../src/core/prompt/map';
import type { WorkspaceFile } from '../../../../src/core/ports';
import { Slices } from '../../../../src/core/slices';

function files(...paths: readonly string[]) {
  return paths.toSorted().map((path) => ({ path, bytes: 1, modifiedMs: 0 }));
}

const SYMBOLS = (path: string) => [`in_${path.replaceAll(/\W/g, '_')}`, 'b', 'c'];
const NONE = () => [];

function mapOf(
  list: readonly WorkspaceFile[],
  symbols: (path: string) => string[],
  characters: number,
): Promise<string> {
  return drawMap({ files: list, without: new Set(), symbols, characters }, new Slices());
}

describe('mapOf', () => {
  it('names folders once, their files below them, and the symbols of each', async () => {
    const map = await mapOf(files('a.ts', 'src/b.ts', 'src/deep/c.ts', 'src/z.ts'), SYMBOLS, 1000);
    assert.equal(
      map,
      [
        '  a.ts: in_a_ts, b, c',
        'src/',
        '  b.ts: in_src_b_ts, b, c',
        '  z.ts: in_src_z_ts, b, c',
        'src/deep/',
        '  c.ts: in_src_deep_c_ts, b, c',
      ].join('\n'),
    );
  });

  it('gives up symbols, then depth, then everything, as room gets scarce', async () => {
    const many = files(
      ...Array.from({ length: 200 }, (_, index) => `src/part${index % 10}/inner/file${index}.ts`),
      'readme.md',
    );
    let previous = Infinity;
    for (const room of [20_000, 6000, 3000, 1000, 200, 60, 10]) {
      const map = await mapOf(many, SYMBOLS, room);
      assert.ok(map.length <= room, `${map.length} for ${room}`);
      assert.ok(map.length <= previous);
      previous = map.length;
    }
    const shallow = await mapOf(many, NONE, 1000);
    assert.match(shallow, /^ {2}readme\.md\nsrc\/part0\/inner\/ \(20 files\)\n/);
    assert.equal(await mapOf(many, NONE, 0), '');
  });

  it('tells a crowded folder by a hundred names and a number', async () => {
    const crowd = files(...Array.from({ length: 150 }, (_, index) => `data/${index}.ts`));
    const map = await mapOf(crowd, NONE, 100_000);
    assert.match(map, / … 50 more$/);
  });

  it('leaves out what is told elsewhere', async () => {
    const input = { files: files('a.ts', 'b.ts'), symbols: NONE, characters: 100 };
    assert.equal(await drawMap({ ...input, without: new Set(['a.ts']) }, new Slices()), '  b.ts');
  });

  it('is the same for the same files', async () => {
    const some = files('a/b.ts', 'c.ts', 'a/d/e.ts');
    assert.equal(await mapOf(some, SYMBOLS, 500), await mapOf(some, SYMBOLS, 500));
  });
});
