const pollMs = 50;

/**
 * Asks again and again until the answer is something, and gives that back. An attempt that
 * throws counts as "not yet", and is the cause of the error when the time is up.
 */
export async function waitFor<T>(
  what: string,
  attempt: () => Promise<T | undefined | null | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const result = await attempt();
      if (result !== undefined && result !== null && result !== false) return result;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadlineMs) {
      throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
