import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import { markEnd, markInstructions } from '../../../src/core/cache';

const MARK = { type: 'ephemeral' };

describe('markInstructions', () => {
  it('is one block with a breakpoint at its end', () => {
    assert.deepEqual(markInstructions('Be brief.'), [
      { type: 'text', text: 'Be brief.', cache_control: MARK },
    ]);
  });
});

describe('markEnd', () => {
  const messages: readonly MessageParam[] = [
    { role: 'user', content: [{ type: 'text', text: 'One' }] },
    { role: 'assistant', content: [{ type: 'text', text: '1' }] },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Two' },
        { type: 'text', text: 'Three' },
      ],
    },
  ];

  it('marks the last block of the last message, and no other', () => {
    assert.deepEqual(markEnd(messages), [
      ...messages.slice(0, 2),
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Two' },
          { type: 'text', text: 'Three', cache_control: MARK },
        ],
      },
    ]);
  });

  it('leaves the messages that it was given as they were', () => {
    const before = JSON.stringify(messages);
    markEnd(messages);
    assert.equal(JSON.stringify(messages), before);
  });

  it('marks nothing where the end cannot carry a mark', () => {
    const unmarkable: readonly MessageParam[][] = [
      [],
      [{ role: 'user', content: 'One' }],
      [{ role: 'user', content: [] }],
      messages.slice(0, 2),
    ];
    for (const list of unmarkable) assert.deepEqual(markEnd(list), list);
  });
});
