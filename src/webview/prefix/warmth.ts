import type { BreakpointView, PrefixPartView } from '../../shared/prefixProtocol';

/** Whether what is before a breakpoint is probably still in the cache. */
export function isWarm({ warmUntilMs }: BreakpointView, nowMs: number): boolean {
  return warmUntilMs !== undefined && warmUntilMs > nowMs;
}

/** When the breakpoints that are still warm expire, the earliest first. */
export function expiries(parts: readonly PrefixPartView[], nowMs: number): number[] {
  return parts
    .flatMap(({ breakpoint }) => breakpoint?.warmUntilMs ?? [])
    .filter((warmUntilMs) => warmUntilMs > nowMs)
    .toSorted((a, b) => a - b);
}

/** How many pieces at the beginning are warm: a breakpoint holds everything before it. */
export function warmLength(parts: readonly PrefixPartView[], nowMs: number): number {
  return parts.findLastIndex(({ breakpoint }) => breakpoint && isWarm(breakpoint, nowMs)) + 1;
}
