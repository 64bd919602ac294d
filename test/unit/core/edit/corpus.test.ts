import assert from 'node:assert/strict';
import { Random } from '../random';
import { applyAnswer } from './applyAnswer';
import { readEditCases, toldHunks } from './editCases';

const CHUNKINGS = 8;
const CUTS = 25;

describe('the corpus of answers', () => {
  const cases = readEditCases();

  it('is there, in many languages', () => {
    assert.ok(cases.length >= 70, `${cases.length} cases`);
    assert.ok(new Set(cases.map(({ name }) => name.split('/')[0])).size >= 12);
  });

  for (const each of cases) {
    it(`${each.name}: comes out as written`, () => {
      const applied = applyAnswer(each.document, [each.answer]);
      assert.equal(applied.text, each.expected);
      assert.deepEqual(toldHunks(applied), each.hunks);
      assert.deepEqual(applied.leftOut, each.leftOut);
      assert.equal(applied.baseline, each.document.text);
    });
  }

  it('comes out the same however the answers arrive in pieces', () => {
    const random = new Random(1);
    for (const { name, document, answer } of cases) {
      const whole = applyAnswer(document, [answer]);
      for (let round = 0; round < CHUNKINGS; round += 1) {
        const pieces = piecesOf(answer, random);
        assert.deepEqual(applyAnswer(document, pieces), whole, `${name} in ${told(pieces)}`);
      }
    }
  });

  it('shows the whole edits alone of an answer that is cut anywhere', () => {
    const random = new Random(2);
    for (const { name, document, answer } of cases) {
      for (let round = 0; round < CUTS; round += 1) {
        const start = answer.slice(0, random.upTo(answer.length));
        const message = `${name} cut after ${start.length}`;
        const stopped = applyAnswer(document, piecesOf(start, random), { isWhole: false });
        const edits = applyAnswer(document, [editsIn(start)], { isWhole: false });
        assert.equal(stopped.text, edits.text, message);
        assert.deepEqual(stopped.hunks, edits.hunks, message);
        assert.equal(stopped.baseline, document.text, message);
        const ended = applyAnswer(document, piecesOf(start, random));
        assert.equal(ended.baseline, document.text, message);
      }
    }
  });
});

/** Up to the line that ends the last edit: before an answer ends, nothing counts but edits. */
function editsIn(text: string): string {
  return /^(?:[^]*<\/new>[^\n]*\n)?/.exec(text)?.[0] ?? '';
}

/** From single characters up to long pieces. */
function piecesOf(text: string, random: Random): string[] {
  const longest = random.pick([1, 4, 20, 200]);
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const length = 1 + random.upTo(longest - 1);
    pieces.push(text.slice(start, start + length));
    start += length;
  }
  return pieces;
}

function told(pieces: readonly string[]): string {
  return JSON.stringify(pieces).slice(0, 2000);
}
