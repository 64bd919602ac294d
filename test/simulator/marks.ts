import { invalidRequest } from './apiError';
import type { Position } from './prompt';
import type { MessagesRequest } from './request';

const maxMarks = 4;

/** The positions with the automatic mark set, after the API's rules for marks were checked. */
export function withAutomaticMark(
  request: MessagesRequest,
  positions: readonly Position[],
): Position[] {
  const marked = positions.filter(({ mark }) => mark !== null).length;
  checkCount(marked);
  checkOrder(positions);
  for (const { path, mark, cacheable, type } of positions) {
    if (mark !== null && !cacheable && type === 'text') {
      throw invalidRequest(`${path}.text: cache_control cannot be set for empty text blocks`);
    }
    if (mark !== null && !cacheable && type === 'tool') {
      throw invalidRequest(`${path}: cache_control cannot be set for tools with defer_loading`);
    }
  }
  const automatic = request.cache_control;
  if (!automatic) return [...positions];
  const ttl = automatic.ttl ?? '5m';
  const last = positions.findLastIndex(({ cacheable }) => cacheable);
  const target = positions[last];
  if (target === undefined || target.mark === ttl) return [...positions];
  if (target.mark !== null) {
    throw invalidRequest(
      `Top-level cache_control has ttl='${ttl}' but the target block already has cache_control with ttl='${target.mark}'`,
    );
  }
  checkCount(marked + 1);
  const result = positions.with(last, { ...target, mark: ttl });
  checkOrder(result);
  return result;
}

function checkCount(count: number): void {
  if (count > maxMarks) {
    throw invalidRequest(
      `A maximum of ${maxMarks} blocks with cache_control may be provided. Found ${count}.`,
    );
  }
}

/** Lifetimes may only get shorter along the prompt. */
function checkOrder(positions: readonly Position[]): void {
  let short = false;
  for (const { path, mark } of positions) {
    if (mark === '1h' && short) {
      throw invalidRequest(
        `${path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
      );
    }
    if (mark === '5m') short = true;
  }
}
