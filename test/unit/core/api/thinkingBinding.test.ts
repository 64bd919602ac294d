import type { MessageParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import type { Api } from '../../../../src/core/api/api';
import type { MessageRequest } from '../../../../src/core/api/events';
import { withoutMismatchedThinking } from '../../../../src/core/api/thinkingBinding';
import {
  apiOf,
  bodiesOf,
  exchange,
  expectEvent,
  requestOf,
  simulatorForEach,
  typesOf,
} from '../support';

function behaviorOf({ thinking }: MessageRequest): string | undefined {
  const binding = (
    thinking as { block_binding?: { prefix_mismatch_behavior?: string } } | undefined
  )?.block_binding;
  return binding?.prefix_mismatch_behavior;
}

function instructions(text: string): TextBlockParam[] {
  return [{ type: 'text', text }];
}

describe('a thinking block whose prefix has changed', () => {
  // From 31 August 2026 on, accounts have the check on by default.
  const simulator = simulatorForEach({ accountCreated: '2026-10-01T00:00:00Z' });

  /** A conversation whose answer thought, and after it a request with other instructions. */
  async function makeMismatch(api: Api): Promise<MessageRequest> {
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'Let me see.' },
        { type: 'text', text: 'Yes.' },
      ],
    });
    const first = requestOf('Hello', { system: instructions('Be brief.') });
    const { last } = await exchange(api, first);
    const content = expectEvent(last, 'done').received.content as MessageParam['content'];
    return {
      ...first,
      system: instructions('Be verbose.'),
      messages: [
        ...first.messages,
        { role: 'assistant', content },
        { role: 'user', content: [{ type: 'text', text: 'And?' }] },
      ],
    };
  }

  it('is accepted while the prefix is the same', async () => {
    const api = apiOf(simulator());
    const request = { ...(await makeMismatch(api)), system: instructions('Be brief.') };
    const { last, admitted } = await exchange(api, request);
    expectEvent(last, 'done');
    assert.equal(admitted, 1);
  });

  it('is sent once more with the wish to drop it, after being asked again', async () => {
    const api = apiOf(simulator());
    const request = await makeMismatch(api);
    const { events, last, admitted } = await exchange(api, request);
    expectEvent(last, 'done');
    assert.ok(!typesOf(events).includes('failed'));
    assert.equal(admitted, 2);
    assert.deepEqual(
      simulator().requests.map(({ status }) => status),
      [200, 400, 200],
    );
    assert.deepEqual(bodiesOf(simulator()).map(behaviorOf), [undefined, undefined, 'drop_block']);
    const sent = bodiesOf(simulator());
    assert.deepEqual(sent[2]?.messages, sent[1]?.messages);
    assert.equal(
      simulator().requests[2]?.headers['anthropic-beta'],
      'thinking-binding-controls-2026-08-01',
    );
  });

  it('is not waited for again in later requests', async () => {
    const api = apiOf(simulator());
    const request = await makeMismatch(api);
    await exchange(api, request);
    const { last, admitted } = await exchange(api, request);
    expectEvent(last, 'done');
    assert.equal(admitted, 1);
    assert.equal(simulator().requests.length, 4);
  });

  it('is not sent a third time', async () => {
    const api = apiOf(simulator());
    const request = await makeMismatch(api);
    simulator().fault([
      {
        kind: 'http',
        status: 400,
        message: 'messages.1.content.0: Invalid `signature` in `thinking` block. Once.',
      },
      {
        kind: 'http',
        status: 400,
        message: 'messages.1.content.0: Invalid `signature` in `thinking` block. Twice.',
      },
    ]);
    const { last, admitted } = await exchange(api, {
      ...request,
      system: instructions('Be brief.'),
    });
    const { failure } = expectEvent(last, 'failed');
    assert.equal(failure.kind, 'rejected');
    assert.match(failure.message, /Twice\.$/);
    assert.equal(admitted, 2);
  });

  it('is dropped where only its sealed form is left', async () => {
    const api = apiOf(simulator());
    simulator().script({
      blocks: [{ type: 'redacted_thinking' }, { type: 'text', text: 'Yes.' }],
    });
    const first = requestOf('Hello', { system: instructions('Be brief.') });
    const { last } = await exchange(api, first);
    const content = expectEvent(last, 'done').received.content as MessageParam['content'];
    const second = await exchange(api, {
      ...first,
      system: instructions('Be verbose.'),
      messages: [
        ...first.messages,
        { role: 'assistant', content },
        { role: 'user', content: [{ type: 'text', text: 'And?' }] },
      ],
    });
    expectEvent(second.last, 'done');
  });
});

describe('withoutMismatchedThinking', () => {
  it('keeps what else was said of thinking', () => {
    const { params, headers } = withoutMismatchedThinking(requestOf());
    assert.deepEqual(params.thinking, {
      type: 'adaptive',
      display: 'summarized',
      block_binding: { prefix_mismatch_behavior: 'drop_block' },
    });
    assert.deepEqual(Object.keys(headers), ['anthropic-beta']);
  });

  it('changes nothing where thinking is not adaptive', () => {
    const { thinking: _none, ...without } = requestOf();
    const disabled: MessageRequest = { ...without, thinking: { type: 'disabled' } };
    for (const request of [without, disabled]) {
      assert.deepEqual(withoutMismatchedThinking(request), { params: request, headers: {} });
    }
  });
});
