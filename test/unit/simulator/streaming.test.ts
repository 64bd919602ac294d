import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { eachTest, eventsOf, parseEvents, pause, post, settled } from './support';

const hello = [{ role: 'user' as const, content: 'Hello' }];
const request = { model: 'claude-opus-4-8', max_tokens: 100_000, messages: hello };
const streamed = { ...request, stream: true };

function textIn(events: Awaited<ReturnType<typeof eventsOf>>): string {
  return events.map(({ data }) => data.delta?.text ?? '').join('');
}

describe('a stream', () => {
  const { simulator, client } = eachTest();

  it('adds up to the text of the script, whatever its characters', async () => {
    const text = 'Größe 🙂 → 日本語\n\n\ttab "quote" \u2028 end 👩‍👩‍👧';
    for (const deltaChars of [1, 2, 3, 7]) {
      simulator().script({ blocks: [{ type: 'text', text }], deltaChars });
      const events = await eventsOf(await post(simulator(), streamed));
      assert.equal(textIn(events), text);
      for (const { data } of events) {
        const piece = data.delta?.text ?? '';
        assert.equal(Buffer.from(piece).toString(), piece, 'half a character');
      }
    }
    simulator().script({ blocks: [{ type: 'text', text }], wordsPerSecond: 1000 });
    assert.equal(textIn(await eventsOf(await post(simulator(), streamed))), text);
  });

  it('is what the SDK makes a message of', async () => {
    simulator().script({
      blocks: [
        { type: 'text', text: 'Looking.' },
        { type: 'tool_use', name: 'look', input: { at: ['the', { sky: true }] } },
      ],
      deltaChars: 3,
    });
    const message = await client().messages.stream(request).finalMessage();
    assert.deepEqual(
      message.content.map(({ type }) => type),
      ['text', 'tool_use'],
    );
    const call = message.content[1];
    assert.ok(call?.type === 'tool_use');
    assert.deepEqual(call.input, { at: ['the', { sky: true }] });
    assert.equal(message.stop_reason, 'tool_use');
    assert.equal(message.usage.output_tokens, simulator().bill().rows[0]?.usage.outputTokens);
  });

  it('keeps its speed', async () => {
    const text = 'word '.repeat(60).trim();
    simulator().script({ blocks: [{ type: 'text', text }], wordsPerSecond: 300 });
    const before = performance.now();
    await eventsOf(await post(simulator(), streamed));
    const elapsed = performance.now() - before;
    assert.ok(elapsed > 180 && elapsed < 2000, `${elapsed} ms for 60 words at 300 a second`);
  });

  it('can pause a fixed time between events', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'x' }], delayMs: 10 });
    const before = performance.now();
    await eventsOf(await post(simulator(), streamed));
    assert.ok(performance.now() - before >= 50);
  });

  it('notes when the first text went out and when the stream ended', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'one two' }], delayMs: 15 });
    const before = Date.now();
    await eventsOf(await post(simulator(), streamed));
    const { at, firstTextAt, endedAt } = simulator().requests[0] ?? {};
    assert.ok(at !== undefined && firstTextAt && endedAt);
    assert.ok(before <= at && at + 30 <= firstTextAt && firstTextAt + 15 <= endedAt);
    assert.ok(endedAt <= Date.now());
  });

  const timed = async (chars: number): Promise<number> => {
    simulator().script({
      blocks: [{ type: 'text', text: 'streaming text '.repeat(chars / 15) }],
    });
    const before = performance.now();
    const response = await post(simulator(), streamed);
    const length = (await response.text()).length;
    assert.ok(length > chars);
    return performance.now() - before;
  };

  it('costs the same for each of its parts, however long it is', async () => {
    await timed(60_000);
    const short = await timed(30_000);
    const long = await timed(300_000);
    assert.ok(long < short * 10 * 3 + 500, `${short} ms for a tenth of ${long} ms`);
  });

  it('waits for a client that does not read', async () => {
    // Short deltas make some 20 MB of events, more than any buffer between the two takes.
    const text = 'x'.repeat(580_000);
    simulator().script({
      blocks: [{ type: 'text', text }],
      deltaChars: 4,
    });
    const body = JSON.stringify({ ...streamed, model: 'claude-opus-4-6', max_tokens: 128_000 });
    const port = Number(new URL(simulator().url).port);
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: a\r\nanthropic-version: 2026-10-21\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const written = (): number => simulator().requests[0]?.events ?? 0;
    let before = -1;
    while (written() === 0 || written() > before) {
      before = written();
      await pause(100);
    }
    assert.equal(simulator().requests[0]?.outcome, 'pending');
    socket.destroy();
    await settled(simulator());
    assert.equal(simulator().requests[0]?.outcome, 'aborted');
  });
});

describe('the limits of an answer', () => {
  const { simulator, client } = eachTest();

  it('max_tokens cuts the text', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'x'.repeat(1000) }] });
    const message = await client().messages.create({ ...request, max_tokens: 10 });
    assert.equal(message.stop_reason, 'max_tokens');
    assert.equal(message.usage.output_tokens, 10);
    assert.deepEqual(message.content, [{ type: 'text', text: 'x'.repeat(35) }]);
  });

  it('max_tokens cuts a tool input in the middle of its JSON', async () => {
    simulator().script({
      blocks: [{ type: 'tool_use', name: 'look', input: { at: 'x'.repeat(100) } }],
    });
    const events = parseEvents(
      await (await post(simulator(), { ...streamed, max_tokens: 20 })).text(),
    );
    const json = events.map(({ data }) => data.delta?.partial_json ?? '').join('');
    assert.equal(json, `{"at":"${'x'.repeat(21)}`);
    assert.equal(events.at(-2)?.data.delta?.stop_reason, 'max_tokens');
  });

  it('thinking counts towards max_tokens', async () => {
    simulator().script({
      blocks: [
        { type: 'thinking', thinking: 'x'.repeat(350) },
        { type: 'text', text: 'x'.repeat(350) },
      ],
    });
    const message = await client().messages.create({
      ...request,
      model: 'claude-opus-5-5',
      max_tokens: 120,
    });
    assert.equal(message.usage.output_tokens, 120);
    assert.equal(message.stop_reason, 'max_tokens');
  });

  it('the context window stops an answer, too', async () => {
    const content = 'x'.repeat(4.55 * 199_900);
    simulator().script({ blocks: [{ type: 'text', text: 'x'.repeat(4000) }] });
    const message = await client().messages.create({
      model: 'claude-haiku-4-5',
      max_tokens: 2000,
      messages: [{ role: 'user', content }],
    });
    assert.equal(message.stop_reason, 'model_context_window_exceeded');
    assert.ok(message.usage.output_tokens < 100);
  });

  it('a stop sequence ends it at its first occurrence', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'one END two STOP three' }] });
    const message = await client().messages.create({
      ...request,
      max_tokens: 99,
      stop_sequences: ['STOP', 'END'],
    });
    assert.equal(message.stop_reason, 'stop_sequence');
    assert.equal(message.stop_sequence, 'END');
    assert.deepEqual(message.content, [{ type: 'text', text: 'one ' }]);
  });

  it('a script can end it in any way', async () => {
    simulator().script({ blocks: [{ type: 'text', text: 'Wait' }], stopReason: 'pause_turn' });
    const message = await client().messages.create({ ...request, max_tokens: 99 });
    assert.equal(message.stop_reason, 'pause_turn');
    assert.equal(message.stop_details, null);
  });
});
