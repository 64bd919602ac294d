import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Watchdog } from '../../../../src/core/api/watchdog';

/** A response that sends a chunk whenever it is told to. */
function responseOnDemand(): { response: Response; send: (text: string) => void; end: () => void } {
  const stream = new TransformStream<Uint8Array, Uint8Array>();
  const writer = stream.writable.getWriter();
  return {
    response: new Response(stream.readable, { status: 206, headers: { 'request-id': 'req_1' } }),
    send: (text) => void writer.write(new TextEncoder().encode(text)),
    end: () => void writer.close(),
  };
}

async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
}

describe('Watchdog', () => {
  let user: AbortController;

  beforeEach(() => {
    user = new AbortController();
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  it('bites after the limit', () => {
    const watchdog = new Watchdog(1000, user.signal);
    watchdog.touch();
    mock.timers.tick(999);
    assert.equal(watchdog.bit, false);
    assert.equal(watchdog.signal.aborted, false);
    mock.timers.tick(1);
    assert.equal(watchdog.bit, true);
    assert.equal(watchdog.signal.aborted, true);
    assert.equal(user.signal.aborted, false);
  });

  it('sleeps until the response has begun', () => {
    const watchdog = new Watchdog(1000, user.signal);
    mock.timers.tick(100_000);
    assert.equal(watchdog.bit, false);
  });

  it('starts anew with every chunk, whatever is in it', async () => {
    const watchdog = new Watchdog(1000, user.signal);
    const { response, send, end } = responseOnDemand();
    const reader = watchdog.watch(response).body?.getReader();
    assert.ok(reader);
    for (const text of ['data: 1', ': ping', 'data: 2']) {
      mock.timers.tick(900);
      send(text);
      assert.equal(await nextChunk(reader), text);
    }
    assert.equal(watchdog.bit, false);
    mock.timers.tick(1000);
    assert.equal(watchdog.bit, true);
    end();
  });

  it('bites a response whose body never begins', () => {
    const watchdog = new Watchdog(1000, user.signal);
    watchdog.watch(responseOnDemand().response);
    mock.timers.tick(1000);
    assert.equal(watchdog.bit, true);
  });

  it('hands on the response as it was', () => {
    const watched = new Watchdog(1000, user.signal).watch(responseOnDemand().response);
    assert.equal(watched.status, 206);
    assert.equal(watched.headers.get('request-id'), 'req_1');
  });

  it('never bites once it was stopped', () => {
    const watchdog = new Watchdog(1000, user.signal);
    watchdog.touch();
    watchdog.stop();
    mock.timers.tick(100_000);
    assert.equal(watchdog.bit, false);
  });

  it("passes the user's abort on without having bitten", () => {
    const watchdog = new Watchdog(1000, user.signal);
    user.abort();
    assert.equal(watchdog.signal.aborted, true);
    assert.equal(watchdog.bit, false);
  });
});
