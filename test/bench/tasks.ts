/** Gives the longest gap between two turns of the event loop when it is stopped. */
export function watchTasks(): () => number {
  let longestMs = 0;
  let lastMs = performance.now();
  let stopped = false;
  const tick = (): void => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    if (!stopped) setImmediate(tick);
  };
  setImmediate(tick);
  return () => {
    stopped = true;
    tick();
    return longestMs;
  };
}
