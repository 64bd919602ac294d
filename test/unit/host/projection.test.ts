import assert from 'node:assert/strict';
import type { Turn } from '../../../src/core/conversation/conversation';
import { BUNDLED_PRICES } from '../../../src/core/models/prices';
import { turnViewOf } from '../../../src/host/chat/projection';
import type { TurnDisplay } from '../../../src/host/chat/projection';

function viewOf(display?: TurnDisplay) {
  const turn: Turn = {
    id: 'turn-1',
    at: '2026-11-23T12:00:00Z',
    task: 'chat',
    prompt: [{ type: 'text', text: 'All that Claude is told.' }],
    display,
    amendments: [],
    answers: [],
  };
  return turnViewOf(turn, BUNDLED_PRICES);
}

describe('a turn as the view shows it', () => {
  it('has the words that were sent', () => {
    const { prompt, reference } = viewOf();
    assert.equal(prompt, 'All that Claude is told.');
    assert.equal(reference, undefined);
  });

  it('has other words where a command says so', () => {
    const { prompt, reference } = viewOf({ text: 'Explain `scale`' });
    assert.equal(prompt, 'Explain `scale`');
    assert.equal(reference, undefined);
  });

  for (const [lines, label, name] of [
    [[9, 20], 'src/a.ts:10-20', 'Open src/a.ts, lines 10 to 20'],
    [[9, 10], 'src/a.ts:10', 'Open src/a.ts, line 10'],
    [[9, 9], 'src/a.ts:10', 'Open src/a.ts, line 10'],
    [[9, undefined], 'src/a.ts:10', 'Open src/a.ts, line 10'],
    [[undefined, undefined], 'src/a.ts', 'Open src/a.ts'],
  ] as const) {
    it(`names lines as people count them: ${label} for ${lines.join(' up to ')}`, () => {
      const [startLine, endLine] = lines;
      const { reference } = viewOf({ text: 'Explain', path: 'src/a.ts', startLine, endLine });
      assert.deepEqual(reference, { label, name });
    });
  }
});
