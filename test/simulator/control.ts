import type { Bill } from './bill';
import type { RequestRecord } from './records';
import type { Answer, Fault } from './script';

/** A simulator in another process, under the names that it has in its own. */
export interface Control {
  script(answers: Answer | readonly Answer[]): Promise<void>;
  fault(faults: Fault | readonly Fault[]): Promise<void>;
  advance(ms: number): Promise<void>;
  reset(): Promise<void>;
  requests(): Promise<RequestRecord[]>;
  bill(): Promise<Bill>;
  state(): Promise<SimulatorState>;
}

export interface SimulatorState {
  /** The simulator's time in milliseconds since 1970. */
  readonly now: number;
  readonly cacheEntries: number;
  readonly waiting: { readonly answers: number; readonly faults: number };
  /** Streams that have not ended. */
  readonly running: number;
}

export function controlOf(url: string): Control {
  const send = async (path: string, init: RequestInit): Promise<string> => {
    const response = await fetch(new URL(`/_simulator/${path}`, url), init);
    const text = await response.text();
    if (!response.ok) throw new Error(`The simulator refused ${path}: ${text}`);
    return text;
  };
  const tell = async (path: string, body: unknown): Promise<void> => {
    await send(path, { method: 'POST', body: JSON.stringify(body) });
  };
  const ask = async <T>(path: string): Promise<T> => {
    const answer: T = JSON.parse(await send(path, {}));
    return answer;
  };
  return {
    script: (answers) => tell('script', answers),
    fault: (faults) => tell('fault', faults),
    advance: (ms) => tell('clock', { advanceMs: ms }),
    reset: () => tell('reset', {}),
    requests: () => ask('requests'),
    bill: () => ask('bill'),
    state: () => ask('state'),
  };
}
