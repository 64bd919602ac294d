import { isObject, textOf } from './json';
import type { Answer, Fault } from './script';
import type { Fields, Shape } from './shape';
import {
  anyObject,
  array,
  boolean,
  fail,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  required,
  string,
  tagged,
} from './shape';

const block = tagged({
  text: { text: required(string()) },
  thinking: { thinking: required(string()) },
  redacted_thinking: {},
  tool_use: { name: required(string()), input: required(anyObject), id: optional(string()) },
});

const tokens = optional(integer({ min: 0 }));

const answer = object({
  blocks: required(array(block)),
  stopReason: optional(
    literal(
      'end_turn',
      'max_tokens',
      'stop_sequence',
      'tool_use',
      'pause_turn',
      'refusal',
      'model_context_window_exceeded',
    ),
  ),
  stopDetails: optional(
    tagged({
      refusal: {
        category: required(nullable(string())),
        explanation: required(nullable(string())),
      },
    }),
  ),
  stopSequence: optional(string()),
  deltaChars: optional(integer({ min: 1 })),
  // JSON has no Infinity, so null stands for full speed.
  wordsPerSecond: optional(nullable(number({ min: 0 }))),
  delayMs: optional(number({ min: 0 })),
  usage: optional(
    object({
      input_tokens: tokens,
      output_tokens: tokens,
      cache_creation_input_tokens: tokens,
      cache_read_input_tokens: tokens,
      thinking_tokens: tokens,
    }),
  ),
});

const afterEvent: Fields = { afterEvent: required(integer({ min: 0 })) };

const faults: Readonly<Record<Fault['kind'], Fields>> = {
  http: {
    status: required(integer({ min: 400, max: 599 })),
    type: optional(string()),
    message: optional(string()),
    retryAfter: optional((value, path) => {
      if (typeof value !== 'number') string()(value, path);
    }),
    shouldRetry: optional(boolean),
    details: optional(anyObject),
  },
  error_event: { ...afterEvent, type: required(string()), message: required(string()) },
  cut: afterEvent,
  end: afterEvent,
  stall: { ...afterEvent, ms: optional(number({ min: 0 })) },
  slow: { ms: required(number({ min: 0 })) },
};

const fault: Shape = (value, path) => {
  if (!isObject(value)) return fail(path, 'Input should be an object');
  const kind = textOf(value['kind']);
  const fields = Object.entries(faults).find(([name]) => name === kind)?.[1] ?? {};
  object({ kind: required(literal(...Object.keys(faults))), ...fields })(value, path);
};

/** Tests in other processes send these, so a slip is told at once and not silently ignored. */
export function assertAnswers(value: unknown): asserts value is Answer | readonly Answer[] {
  checkEach(answer, value);
}

export function assertFaults(value: unknown): asserts value is Fault | readonly Fault[] {
  checkEach(fault, value);
}

function checkEach(shape: Shape, value: unknown): void {
  const items: unknown[] = [value].flat();
  items.forEach((item, index) => {
    if (!isObject(item)) fail(String(index), 'Input should be an object');
    shape(item, String(index));
  });
}
