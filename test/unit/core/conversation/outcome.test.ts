import type { RefusalStopDetails, StopReason } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { noteOn, remediesFor } from '../../../../src/core/conversation/outcome';
import type { Remedy } from '../../../../src/core/conversation/outcome';
import type { FailureKind } from '../../../../src/core/failure';

function details(explanation: string | null): RefusalStopDetails {
  return { type: 'refusal', category: null, explanation };
}

describe('noteOn', () => {
  const notes: readonly (readonly [StopReason, RefusalStopDetails | null, string | undefined])[] = [
    ['end_turn', null, undefined],
    ['max_tokens', null, 'The answer reached its length limit. Ask Claude to go on.'],
    ['stop_sequence', null, 'The answer ended at a stop sequence.'],
    ['tool_use', null, 'Claude asked for a tool, and none is offered here.'],
    ['pause_turn', null, 'Claude paused. Ask it to go on.'],
    ['refusal', null, 'Claude declined to answer. The message is left out of what is sent next.'],
    [
      'refusal',
      details(null),
      'Claude declined to answer. The message is left out of what is sent next.',
    ],
    ['refusal', details('It is dangerous.'), 'Claude declined to answer: It is dangerous.'],
    [
      'model_context_window_exceeded',
      null,
      'The conversation fills the context window of the model. Start a new conversation.',
    ],
    ['brand_new' as StopReason, null, 'The answer ended for the reason "brand_new".'],
  ];
  for (const [stopReason, stopDetails, note] of notes) {
    it(`says of ${stopReason}: ${note ?? 'nothing'}`, () => {
      assert.equal(noteOn({ type: 'done', stopReason, stopDetails }), note);
    });
  }

  it('says that what had arrived of a stopped answer is kept', () => {
    assert.equal(noteOn({ type: 'stopped' }), 'Stopped. What had arrived is kept.');
  });

  it('leaves a failure to its own sentence', () => {
    const failure = { kind: 'overloaded', message: 'Claude is overloaded.' } as const;
    assert.equal(noteOn({ type: 'failed', failure }), undefined);
  });
});

describe('remediesFor', () => {
  const remedies: Readonly<Record<FailureKind, readonly Remedy[]>> = {
    overBudget: ['raiseBudget', 'sendAnyway'],
    noKey: ['setApiKey', 'retry'],
    badKey: ['setApiKey', 'retry'],
    badBaseUrl: ['openSettings', 'retry'],
    unknownModel: ['openSettings', 'retry'],
    tooLong: ['newConversation'],
    rejected: ['retry'],
    billing: ['retry'],
    forbidden: ['retry'],
    rateLimited: ['retry'],
    spendLimit: ['retry'],
    overloaded: ['retry'],
    serverError: ['retry'],
    unreachable: ['retry'],
    stalled: ['retry'],
    interrupted: ['retry'],
    internal: ['retry'],
  };
  for (const [kind, expected] of Object.entries(remedies)) {
    it(`offers ${expected.join(' and ')} for ${kind}`, () => {
      assert.deepEqual(remediesFor(kind as FailureKind), expected);
    });
  }
});
