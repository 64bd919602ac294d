import assert from 'node:assert/strict';
import { prefixesOf } from '../../../src/host/workspace/folderNames';
import { Slices, comparePaths, sortInSlices } from '../../../src/core/slices';
import { Random } from '../core/random';

describe('work in slices', () => {
  it('all that goes on at the same time stays within one slice', async () => {
    const slices = new Slices(5);
    const gaps: number[] = [];
    let lastMs = performance.now();
    let isOver = false;
    const tick = (): void => {
      gaps.push(performance.now() - lastMs);
      lastMs = performance.now();
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let step = 0; step < 20; step += 1) {
          const startMs = performance.now();
          while (performance.now() - startMs < 0.5);
          if (slices.isDue) await slices.pause();
        }
      }),
    );
    isOver = true;
    // 200 ms of work: alone, each of the twenty would stay within its slice, together they would not.
    const sorted = gaps.toSorted((one, other) => one - other);
    assert.ok((sorted[sorted.length >>> 1] ?? 0) < 20, `${Math.max(...gaps)} ms`);
    assert.ok(gaps.length >= 8, `${gaps.length} turns`);
  });

  it('sorts as sorting at once would', async () => {
    const random = new Random(3);
    for (const length of [0, 1, 2047, 2048, 2049, 10_000]) {
      const items = Array.from({ length }, (_, index) => ({ path: `${random.upTo(500)}`, index }));
      assert.deepEqual(await sortInSlices(items, new Slices(1)), items.toSorted(comparePaths));
    }
  });
});

describe('the names of workspace folders', () => {
  it('stand before the paths where there are several', () => {
    assert.deepEqual(prefixesOf([]), []);
    assert.deepEqual(prefixesOf(['app']), ['']);
    assert.deepEqual(prefixesOf(['app', 'lib']), ['app/', 'lib/']);
  });

  it('are made different, and fit for a path', () => {
    const prefixes = prefixesOf(['app', 'app', 'app (2)', 'a/b\\c', '..', '']);
    assert.deepEqual(prefixes, [
      'app/',
      'app (2)/',
      'app (2) (2)/',
      'a-b-c/',
      'folder/',
      'folder (2)/',
    ]);
  });
});
