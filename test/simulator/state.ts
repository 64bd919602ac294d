import { randomBytes } from 'node:crypto';
import { PromptCache } from './cache';
import { Clock } from './clock';
import type { Fingerprint } from './diagnostics';
import { RateLimits } from './rateLimits';
import type { RequestRecord } from './records';
import { Script } from './script';

export interface Options {
  /** 0 takes any free port. */
  readonly port: number;
  /** Any key that is not empty and does not begin with `sk-invalid`, or exactly these. */
  readonly keys: 'any' | readonly string[];
  /** When the account was made: from 31 August 2026 on, replayed thinking is checked by default. */
  readonly accountCreated: string;
  /** Whether the account sees the models that need verification. */
  readonly verifiedOrganization: boolean;
  readonly wordsPerSecond: number;
  readonly log: (line: string) => void;
}

/** Everything that the simulator remembers between requests. */
export interface State {
  readonly options: Options;
  readonly clock: Clock;
  readonly cache: PromptCache;
  readonly script: Script;
  readonly limits: RateLimits;
  readonly fingerprints: Map<string, Fingerprint>;
  readonly requests: RequestRecord[];
  readonly newId: (prefix: string) => string;
  readonly reset: () => void;
}

export function createState(options: Options): State {
  const clock = new Clock();
  const now = (): number => clock.now();
  const cache = new PromptCache(now);
  const script = new Script();
  const fingerprints = new Map<string, Fingerprint>();
  const requests: RequestRecord[] = [];
  return {
    options,
    clock,
    cache,
    script,
    limits: new RateLimits(now),
    fingerprints,
    requests,
    newId: (prefix) => prefix + randomBytes(16).toString('hex').slice(0, 22),
    reset: () => {
      clock.reset();
      cache.clear();
      script.clear();
      fingerprints.clear();
      requests.length = 0;
    },
  };
}
