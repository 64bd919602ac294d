/**
 * Moves through the messages with the arrow keys, Home and End, once the focus is on the log or
 * on a message. Inside a message the keys keep their meaning.
 */
export function articleKeys(
  event: KeyboardEvent,
  log: HTMLElement,
  { escape }: { escape: () => void },
): void {
  if (event.key === 'Escape') {
    event.preventDefault();
    escape();
    return;
  }
  const articles = [...log.querySelectorAll<HTMLElement>(':scope > article')];
  const current = articles.findIndex((article) => article === event.target);
  if (event.target !== log && current === -1) return;
  const next = targetOf(event.key, current, articles.length);
  if (next === undefined) return;
  event.preventDefault();
  articles[next]?.focus();
}

function targetOf(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return current === -1 ? count - 1 : Math.max(0, current - 1);
    case 'ArrowDown':
      return Math.min(count - 1, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
