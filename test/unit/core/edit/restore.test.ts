import assert from 'node:assert/strict';
import { restoreHunks } from '../../../../src/core/edit/restore';
import type { RestoredHunk } from '../../../../src/core/edit/restore';
import { withContext } from '../../../../src/core/edit/stored';
import type { StoredHunk } from '../../../../src/core/edit/stored';
import { Random } from '../random';

describe('hunks that are restored', () => {
  const [one] = withContext(lines('a b c NEW1 NEW2 d e f'), [
    { start: 3, old: ['old'], new: ['NEW1', 'NEW2'] },
  ]);
  assert.ok(one);

  it('stand where they stood in a document that is the same', () => {
    assert.deepEqual(told('a b c NEW1 NEW2 d e f', [one], true), ['shown 3-5']);
  });

  it('are found whether their new lines stand there or the old ones', () => {
    assert.deepEqual(told('a b c NEW1 NEW2 d e f changed', [one]), ['shown 3-5']);
    assert.deepEqual(told('a b c old d e f', [one]), ['hidden 3-4']);
  });

  it('are found where edits above have moved them, and half of the context is gone', () => {
    assert.deepEqual(told('x y z a b c NEW1 NEW2 d e f', [one]), ['shown 6-8']);
    assert.deepEqual(told('x y changed old d e f', [one]), ['hidden 3-4']);
    assert.deepEqual(told('a b c old changed', [one]), ['hidden 3-4']);
  });

  it('are lost where somebody has edited them, or nothing around them is left', () => {
    assert.deepEqual(told('a b c NEW1 edited d e f', [one]), ['lost']);
    assert.deepEqual(told('x NEW1 NEW2 y', [one]), ['lost']);
    assert.deepEqual(told('x b c NEW1 NEW2 y', [one]), ['lost']);
    assert.deepEqual(told('', [one]), ['lost']);
  });

  it('are lost where two places would do, unless one of them has not moved', () => {
    assert.deepEqual(told('1 a b c old d e f a b c old d e f', [one]), ['lost']);
    assert.deepEqual(told('a b c old d e f a b c old d e f', [one]), ['hidden 3-4']);
  });

  it('are found by their context alone if they add or remove lines', () => {
    const [added] = withContext(lines('a b NEW c d'), [{ start: 2, old: [], new: ['NEW'] }]);
    const [removed] = withContext(lines('a b c d'), [{ start: 2, old: ['old'], new: [] }]);
    assert.ok(added && removed);
    assert.deepEqual(told('0 a b c d', [added]), ['hidden 3-3']);
    assert.deepEqual(told('0 a b NEW c d', [added]), ['shown 3-4']);
    assert.deepEqual(told('0 a b edited c d', [added]), ['lost']);
    assert.deepEqual(told('0 a b c d', [removed]), ['shown 3-3']);
    assert.deepEqual(told('0 a b old c d', [removed]), ['hidden 3-4']);
  });

  it('tell a line that was doubled from one that was not', () => {
    const [doubled] = withContext(lines('a x x x b'), [{ start: 1, old: [], new: ['x'] }]);
    assert.ok(doubled);
    assert.deepEqual(told('a x x x b', [doubled]), ['shown 1-2']);
    assert.deepEqual(told('a x x b', [doubled]), ['hidden 1-1']);
  });

  it('are told by their longer side where they add to a line or take from it', () => {
    const [longer] = withContext(lines('a b c x NEW d'), [
      { start: 3, old: ['x'], new: ['x', 'NEW'] },
    ]);
    const [shorter] = withContext(lines('a b c x d'), [
      { start: 3, old: ['x', 'old'], new: ['x'] },
    ]);
    assert.ok(longer && shorter);
    assert.deepEqual(told('a b c x NEW edited', [longer]), ['shown 3-5']);
    assert.deepEqual(told('a b c x old edited', [shorter]), ['hidden 3-5']);
  });

  it('are not looked for beyond another that stands with all that was around it', () => {
    const two = withContext(lines('1 2 3 NEW1 4 5 6 NEW2 7 8 9'), [
      { start: 3, old: ['old1'], new: ['NEW1'] },
      { start: 7, old: ['old2'], new: ['NEW2'] },
    ]);
    const copied = '1 2 3 edited 4 5 6 old2 7 8 9 3 old1 4 5';
    assert.deepEqual(told(copied, two), ['lost', 'hidden 7-8']);
  });

  it('are found at the edges of a document, and instead of all of it', () => {
    const edges = withContext(lines('TOP a b END'), [
      { start: 0, old: [], new: ['TOP'] },
      { start: 3, old: [], new: ['END'] },
    ]);
    assert.deepEqual(told('a b', edges), ['hidden 0-0', 'hidden 2-2']);
    assert.deepEqual(told('TOP a b', edges), ['shown 0-1', 'hidden 3-3']);
    const all = withContext(lines('NEW1 NEW2'), [{ start: 0, old: [''], new: ['NEW1', 'NEW2'] }]);
    assert.deepEqual(told('', all), ['hidden 0-1']);
  });

  it('are told apart by those around them, though they look alike', () => {
    const alike = withContext(lines('{ NEW } { NEW } { NEW } end'), [
      { start: 1, old: ['old'], new: ['NEW'] },
      { start: 4, old: ['old'], new: ['NEW'] },
      { start: 7, old: ['old'], new: ['NEW'] },
    ]);
    const expected = ['hidden 1-2', 'shown 4-5', 'hidden 7-8'];
    assert.deepEqual(told('{ old } { NEW } { old } end more', alike), expected);
  });

  it('are found in random documents, each shown or hidden, with edits elsewhere', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const made = new Making(new Random(seed));
      const stored = withContext(made.shown, made.hunks);
      assert.deepEqual(
        restoreHunks(made.shown, stored, true).map(tell),
        made.hunks.map((hunk) => `shown ${hunk.start}-${hunk.start + hunk.new.length}`),
      );
      assert.deepEqual(
        restoreHunks(made.now, stored, false).map(tell),
        made.expected,
        `seed ${seed}`,
      );
    }
  });

  it('are never found at another place, whatever was edited', () => {
    let found = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = new Random(seed);
      const made = new Making(random);
      const now = made.now.map((line) => (random.chance(0.15) ? `edited ${line}` : line));
      const restored = restoreHunks(now, withContext(made.shown, made.hunks), false).map(tell);
      for (const [index, each] of restored.entries()) {
        if (each === 'lost') continue;
        found += 1;
        assert.equal(each, made.expected[index], `seed ${seed}`);
      }
    }
    assert.ok(found > 400, `${found}`);
  });

  it('never overlap and keep their order in documents of few different lines', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const made = new Making(new Random(seed), 2);
      const restored = restoreHunks(made.now, withContext(made.shown, made.hunks), false);
      let floor = 0;
      for (const each of restored) {
        if (each.state === 'lost') continue;
        assert.ok(each.start >= floor, `seed ${seed}`);
        floor = each.end;
        const text = each.state === 'shown' ? each.hunk.new : each.hunk.old;
        assert.deepEqual(made.now.slice(each.start, each.end), text);
      }
    }
  });
});

/** A document with hunks, and what became of it. */
class Making {
  readonly shown: string[] = [];
  readonly now: string[] = [];
  readonly hunks: Pick<StoredHunk, 'start' | 'old' | 'new'>[] = [];
  readonly expected: string[] = [];
  private made = 0;

  /** @param distinct how many different lines there are */
  constructor(
    private readonly random: Random,
    private readonly distinct = Infinity,
  ) {
    const count = 1 + random.upTo(4);
    for (let index = 0; index < count; index += 1) {
      this.addKept(1 + random.upTo(3));
      if (random.chance(0.5)) {
        this.addEdited();
        this.addKept(3);
      }
      this.addHunk();
    }
    this.addKept(3);
    this.addEdited();
  }

  private addKept(count: number): void {
    const kept = this.lines(count);
    this.shown.push(...kept);
    this.now.push(...kept);
  }

  private addEdited(): void {
    this.shown.push(...this.lines(this.random.upTo(3)));
    this.now.push(...this.lines(this.random.upTo(3)));
  }

  private addHunk(): void {
    const old = this.lines(this.random.upTo(3));
    const added = this.lines(old.length === 0 ? 1 : this.random.upTo(3));
    const isShown = this.random.chance(0.5);
    this.hunks.push({ start: this.shown.length, old, new: added });
    const start = this.now.length;
    this.shown.push(...added);
    this.now.push(...(isShown ? added : old));
    this.expected.push(`${isShown ? 'shown' : 'hidden'} ${start}-${this.now.length}`);
  }

  private lines(count: number): string[] {
    return Array.from({ length: count }, () => `line ${this.made++ % this.distinct}`);
  }
}

function told(text: string, stored: readonly StoredHunk[], isShown = false): string[] {
  return restoreHunks(lines(text), stored, isShown).map(tell);
}

function tell(restored: RestoredHunk): string {
  if (restored.state === 'lost') return 'lost';
  return `${restored.state} ${restored.start}-${restored.end}`;
}

function lines(text: string): string[] {
  return text.split(' ');
}
