import type { PrefixPartView, PrefixView } from '../../src/shared/prefixProtocol';

const MINUTE_MS = 60_000;

/** Names that files and messages may have, and that nobody should be deceived by. */
export const HOSTILE = {
  markup: 'src/<img src=x onerror=1>.ts',
  long: `src/${'a-rather-deep-folder/'.repeat(12)}theFileAtTheEnd.ts`,
  rightToLeft: 'src/קובץ/מתכון.ts',
  disguised: 'src/invoice\u202Efdp.exe',
  controls: 'src/two\nlines\u0007.ts',
};

/** A file that the sample workspace has. */
export const REAL_FILE = 'src/scale.ts';

/** What a workspace of some size and a long conversation come to. */
export function richPrefix(changes: Partial<PrefixView> = {}, nowMs = Date.now()): PrefixView {
  const parts = [...head(nowMs), ...files(nowMs), ...turns(nowMs), draft];
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  return {
    modelReason: 'Sonnet 5.5: $0.0045 warm.',
    consent: 'undecided',
    parts,
    tokens,
    warmTokens: tokens - 900,
    next: { lowUsd: 0.0161, highUsd: 0.0412 },
    cold: { lowUsd: 0.1904, highUsd: 0.2155 },
    ttlReason: 'Files are kept for an hour, since you pause for longer than five minutes.',
    leftOut: [
      { reason: 'Ignored by .gitignore', count: 412, paths: ['dist/', 'node_modules/'] },
      { reason: 'Holds a secret', count: 1, paths: ['.env (an AWS access key)'] },
      { reason: 'Binary', count: 3, paths: ['media/icon.png', HOSTILE.disguised, 'media/b.png'] },
    ],
    ...changes,
  };
}

const draft: PrefixPartView = {
  kind: 'draft',
  label: 'And what does the map cost?',
  why: 'what you are writing',
  tokens: 9,
};

function head(nowMs: number): PrefixPartView[] {
  return [
    {
      kind: 'instructions',
      label: 'Instructions',
      why: 'what Claude is told before everything else',
      tokens: 182,
      breakpoint: { ttl: '1h', warmUntilMs: nowMs + 52 * MINUTE_MS },
    },
    { kind: 'project', label: 'CLAUDE.md', why: 'what the project says of itself', tokens: 640 },
    { kind: 'map', label: 'Map of 148 files', why: 'so that Claude can ask for one', tokens: 2104 },
  ];
}

/** Thirty files; the breakpoint stands at the end of the last. */
function files(nowMs: number): PrefixPartView[] {
  const names = [REAL_FILE, ...Object.values(HOSTILE)];
  const others = Array.from({ length: 30 - names.length }, (_, index) => `src/file${index}.ts`);
  const list = [...names, ...others].map((label, index): PrefixPartView => {
    const tokens = 120 + ((index * 977) % 3800);
    const known = index !== 9;
    return {
      kind: 'file',
      label,
      why: index === 0 ? 'open in the active editor' : 'changed in the last 7 days',
      tokens,
      editUsd: {
        lowUsd: known ? 0.0004 : undefined,
        highUsd: known ? 0.0004 + tokens * 0.000_003 : undefined,
      },
    };
  });
  return list.map((part, index) =>
    index === list.length - 1
      ? { ...part, breakpoint: { ttl: '1h', warmUntilMs: nowMs + 52 * MINUTE_MS } }
      : part,
  );
}

/** Forty turns, three of them amendments; the breakpoint before the last has gone cold. */
function turns(nowMs: number): PrefixPartView[] {
  return Array.from({ length: 40 }, (_, index): PrefixPartView => {
    const turn = turnAt(index);
    if (index === 35) return { ...turn, breakpoint: { ttl: '5m', warmUntilMs: undefined } };
    if (index < 39) return turn;
    return { ...turn, breakpoint: { ttl: '5m', warmUntilMs: nowMs + 4.2 * MINUTE_MS } };
  });
}

function turnAt(index: number): PrefixPartView {
  if (index % 15 === 6) {
    const label = `${REAL_FILE} changed (${index})`;
    return { kind: 'amendment', label, why: 'you edited it after it was sent', tokens: 260 };
  }
  return index % 2 === 0
    ? { kind: 'prompt', label: `Question ${index}`, why: 'your message', tokens: 40 }
    : { kind: 'answer', label: `Answer ${index}`, why: 'sent back as it came', tokens: 420 };
}
