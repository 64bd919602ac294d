export type Print = (line: string) => void;

const reminderMs = 10_000;

/** Says what a long step does and about how long it takes, then how long it has been at it. */
export async function withProgress<T>(
  what: string,
  about: string,
  work: () => Promise<T>,
  print: Print = console.log,
): Promise<T> {
  const startedMs = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  print(`${what} (${about}) ...`);
  const reminder = setInterval(() => print(`  still at it after ${elapsed()}`), reminderMs);
  try {
    const result = await work();
    print(`  done in ${elapsed()}.`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
