import type { MessageRequest } from './events';

/**
 * The same request with the wish that thinking blocks whose prefix does not match be dropped
 * rather than rejected. It can be said only where thinking is adaptive.
 */
export function withoutMismatchedThinking(request: MessageRequest): {
  params: MessageRequest;
  headers: Record<string, string>;
} {
  if (request.thinking?.type !== 'adaptive') return { params: request, headers: {} };
  const thinking = {
    ...request.thinking,
    block_binding: { prefix_mismatch_behavior: 'drop_block' },
  };
  return {
    params: { ...request, thinking },
    headers: { 'anthropic-beta': 'thinking-binding-controls-2026-08-01' },
  };
}
