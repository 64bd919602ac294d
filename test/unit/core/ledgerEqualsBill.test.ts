import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import assert from 'node:assert/strict';
import type { Conversation } from '../../../src/core/conversation/conversation';
import { toMessages } from '../../../src/core/conversation/history';
import { costUsd } from '../../../src/core/cost/cost';
import { modelById } from '../../../src/core/models/catalogue';
import type { RequestRecord } from '../../simulator/records';
import type { Fault, ScriptedAnswer } from '../../simulator/script';
import { settingsOf } from '../fakes';
import type { MemoryLines } from '../fakes';
import { Random } from './random';
import { assertUsd, simulatorForEach } from './support';
import { endOf, partsFor, say } from './turnParts';
import type { Watch } from './turnParts';

const NEWEST = { systemMessages: true };

const SOON = 0.001;

/** What the lines of the ledger say of one request. */
interface Row {
  state: 'open' | 'estimated' | 'exact' | 'unbilled';
  usd: number;
  inputUsd: number;
}

function rowsOf(lines: MemoryLines): Row[] {
  const rows = new Map<string, Row>();
  for (const record of lines.records()) {
    const id = String(record['id']);
    if (record['type'] === 'request') rows.set(id, { state: 'open', usd: 0, inputUsd: 0 });
    const row = rows.get(id);
    if (row && record['type'] === 'unbilled') row.state = 'unbilled';
    if (row && record['type'] === 'usage') {
      const usage = record['usage'] as Usage;
      const { pricing } = modelById(String(record['model']));
      row.state = record['exact'] === true ? 'exact' : 'estimated';
      row.usd = costUsd(usage, pricing) ?? NaN;
      row.inputUsd = costUsd({ ...usage, output_tokens: 0 }, pricing) ?? NaN;
    }
  }
  return [...rows.values()];
}

interface Plan {
  readonly answer: ScriptedAnswer;
  readonly faults: readonly Fault[];
  /** Stops the answer after so many of its events. */
  readonly stopAfter?: number;
}

function planTurn(random: Random): Plan {
  const text = random.text() + random.text();
  const answer: ScriptedAnswer = {
    blocks: [
      ...(random.chance(0.5) ? [{ type: 'thinking', thinking: random.text() } as const] : []),
      { type: 'text', text },
    ],
    deltaChars: 1 + random.upTo(5),
  };
  const afterEvent = random.upTo(25);
  const message = 'Overloaded';
  switch (random.upTo(11)) {
    case 0:
      return { answer, faults: [{ kind: 'http', status: 529, retryAfter: SOON }] };
    case 1:
      return {
        answer,
        faults: [500, 429].map((status) => ({ kind: 'http', status, retryAfter: SOON })),
      };
    case 2:
      return { answer, faults: [{ kind: 'http', status: 400, message: 'No.' }] };
    case 3:
      return {
        answer,
        faults: [{ kind: 'error_event', afterEvent, type: 'overloaded_error', message }],
      };
    case 4:
      // At 0 nothing has been sent, which is a retry that waits half a second.
      return { answer, faults: [{ kind: 'cut', afterEvent: 1 + afterEvent }] };
    case 5:
      return { answer, faults: [{ kind: 'end', afterEvent }] };
    case 6: {
      const letters = 1 + random.upTo(5);
      const blocks = [{ type: 'text', text: 'abcdefgh' }] as const;
      // Start, block start and ping come before the first letter.
      const stall = { kind: 'stall', afterEvent: 3 + letters } as const;
      return { answer: { blocks, deltaChars: 1 }, faults: [stall], stopAfter: letters };
    }
    case 7:
      return {
        answer,
        faults: [{ kind: 'http', status: 529, retryAfter: 30 }],
        stopAfter: 1,
      };
    case 8:
      return { answer: { blocks: [], stopReason: 'refusal' }, faults: [] };
    default:
      return { answer, faults: [] };
  }
}

/** Stops at the nth event that is news to the reader. */
function stoppingAfter(count: number | undefined): Watch {
  let seen = 0;
  return (event, stop) => {
    if (event.type === 'begin' || event.type === 'end') return;
    seen += 1;
    if (seen === count) stop();
  };
}

function assertStored(inMemory: Conversation, onDisk: Conversation): void {
  assert.notEqual(onDisk, inMemory);
  assert.equal(JSON.stringify(onDisk.turns.at(-1)), JSON.stringify(inMemory.turns.at(-1)));
  assert.equal(
    JSON.stringify(toMessages(onDisk.turns, NEWEST)),
    JSON.stringify(toMessages(inMemory.turns, NEWEST)),
  );
}

function compare(rows: readonly Row[], billed: readonly RequestRecord[]): void {
  assert.equal(rows.length, billed.length, 'Every attempt has its row.');
  const outcomes = new Set<string>();
  rows.forEach((row, index) => {
    const record = billed[index];
    assert.ok(record);
    const what = `request ${index}: ${JSON.stringify({ row, ...record, body: undefined })}`;
    outcomes.add(`${record.outcome}/${row.state}`);
    switch (record.outcome) {
      case 'complete':
        assert.equal(row.state, 'exact', what);
        assertUsd(row.usd, record.billedUsd, what);
        return;
      case 'rejected':
        assert.equal(row.state, 'unbilled', what);
        assert.equal(row.usd, 0, what);
        return;
      case 'cut':
      case 'aborted':
        if (row.state === 'exact') assertUsd(row.usd, record.billedUsd, what);
        // Nobody knows whether a request that was cut before its response began is billed.
        else if (record.usage === null) assert.notEqual(row.state, 'exact', what);
        else {
          assert.equal(row.state, 'estimated', what);
          assert.ok(row.inputUsd > 0 && row.usd >= row.inputUsd, what);
        }
        return;
      case 'pending':
        assert.fail(what);
    }
  });
  for (const outcome of ['complete/exact', 'rejected/unbilled', 'cut/estimated']) {
    assert.ok(outcomes.has(outcome), `No turn was ${outcome}: ${[...outcomes].join(', ')}`);
  }
  assert.ok(outcomes.has('aborted/estimated'), [...outcomes].join(', '));
}

describe('the ledger', () => {
  const simulator = simulatorForEach({ accountCreated: '2026-10-01T00:00:00Z' });

  for (const seed of [1, 2, 23]) {
    it(`equals the bill over fifty turns with faults (seed ${seed})`, async () => {
      const random = new Random(seed);
      let model = 'sonnet';
      const parts = { ...partsFor(simulator()), settings: settingsOf(() => model) };
      let conversation = parts.store.create();
      for (let turn = 0; turn < 50; turn += 1) {
        if (random.chance(0.1)) conversation = parts.store.create();
        if (random.chance(0.3)) {
          model = random.pick(['sonnet', 'haiku', 'opus', 'fable', 'claude-haiku-4-5']);
        }
        const { answer, faults, stopAfter } = planTurn(random);
        const name = `Turn ${turn}. `;
        const length = random.chance(0.1) ? 9000 : 1;
        // A request that came to nothing leaves its answer behind, which the next must not get.
        const when: ScriptedAnswer['when'] = ({ messages }) =>
          JSON.stringify(messages.at(-1)).includes(name);
        simulator().script({ ...answer, when });
        simulator().fault(faults);
        const question = name + random.text() + 'and so on '.repeat(length);
        await say(parts, conversation, question, stoppingAfter(stopAfter));
        await drain();
        assertStored(conversation, (await parts.store.load(conversation.id)) ?? conversation);
        assert.ok(endOf(conversation));
      }
      compare(rowsOf(parts.lines), records());
      const today = await parts.ledger.today();
      assertUsd(
        today.usd,
        rowsOf(parts.lines).reduce((sum, { usd }) => sum + usd, 0),
      );
      assert.equal(today.unpriced, 0);
    });
  }

  function records(): RequestRecord[] {
    return simulator().requests.filter(({ path }) => path === '/v1/messages');
  }

  /** Waits until the simulator knows how its last request ended. */
  async function drain(): Promise<void> {
    while (records().at(-1)?.outcome === 'pending') {
      await (await fetch(`${simulator().url}/_simulator/state`)).text();
    }
  }
});
